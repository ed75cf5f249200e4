"""The application: the one place that picks adapters and puts the rooms together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from directory.adapters import (
    accounts_of,
    import_terms,
    keep_answers,
    mail_errands,
    make_digests,
    make_engine,
    make_follows,
    make_geocoder,
    make_indexer,
    make_renderer,
    night_terms,
    placing_errands,
)
from directory.api.documentation import register_api
from directory.commands import Commands
from directory.domain.freshness import Steps
from directory.handlers import handle_errors, refuse_long_addresses
from directory.http.access import guard_routes, keep_sessions
from directory.http.application import Application
from directory.http.caches import control_caches
from directory.http.configuring import configure
from directory.http.counting import write_counts_after_answers
from directory.http.limits import limit_requests
from directory.http.observe import Measures, observe_requests
from directory.http.request import SERVICES
from directory.http.security import secure_answers
from directory.http.tokens import FormTokens
from directory.http.wellformed import refuse_malformed
from directory.log import configure_logs
from directory.schemas.followed import FollowedSearchReader
from directory.services.accounts.bundle import Accounts
from directory.services.accounts.passwords import Passwords, agreed_hasher
from directory.services.bundle import OPERATIONS, Operations, Services
from directory.services.demonstration import Demonstration
from directory.services.duplicates.bundle import make_duplicates
from directory.services.exports.bundle import make_export_work, make_exports
from directory.services.exports.writing import Terms
from directory.services.fiches.communes import CommuneFollowing
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.entries import Entries
from directory.services.fiches.first_steps import FirstSteps
from directory.services.fiches.forgetting import ContactForgetting
from directory.services.fiches.movements import Movements
from directory.services.fiches.page import Fiches
from directory.services.fiches.structures import KnownStructures
from directory.services.fiches.together import SharedEditing
from directory.services.fiches.transferring import Transfers
from directory.services.fiches.writing import Writing
from directory.services.follows.searches import FollowedSearches
from directory.services.freshness.links import ConfirmLinks
from directory.services.freshness.unanswered import Unanswered
from directory.services.health import Health
from directory.services.imports.answering import WaitingRows
from directory.services.imports.bundle import make_desk, make_import_jobs, make_nightly
from directory.services.imports.service import ImportService
from directory.services.index.showing import Showing
from directory.services.reports.bundle import make_reports
from directory.services.search.find import Finder
from directory.services.search.places import Places
from directory.services.search.suggest import Suggester
from directory.services.search.territory import TerritoryReader
from directory.services.sheets.bundle import make_handing
from directory.services.steering.bundle import Steering, make_steering
from directory.services.steering.committee import Gather, ReportDrawing
from directory.services.taxonomy.arranging import Arranging
from directory.services.taxonomy.classifying import Classifying
from directory.services.taxonomy.regrouping import Regrouping
from directory.services.taxonomy.vocabularies import REFRESH_S, VocabularyReader
from directory.services.taxonomy.wording import Wording
from directory.services.todo.kinds import PROVIDERS
from directory.services.todo.service import Todo
from directory.services.work.errands import fiche_errands
from directory.services.work.jobs import JobService
from directory.services.work.nightly import nightly_work
from directory.services.work.owners import this_process
from directory.services.work.queues import Queues
from directory.serving import ADAPTERS, Adapters
from directory.settings import Settings
from directory.store.database import Database
from directory.web.blueprints import page_blueprints
from directory.web.follows.stopping import stopping
from directory.web.shared.assets import compress_answers, serve_assets
from directory.web.shared.dates import add_dates
from directory.web.shared.navigation import add_navigation
from directory.web.shared.ops import MEASURES
from directory.web.steering.report import gathering
from search.places.gazetteer import Gazetteer
from search.places.geocoding import Geocoder
from search.port import SearchEngine

ROOT = Path(__file__).resolve().parent.parent


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    engine: SearchEngine | None = None,
    gazetteer: Gazetteer | None = None,
    geocoder: Geocoder | None = None,
    passwords: Passwords | None = None,
    now: Callable[[], datetime] | None = None,
    refresh_s: float = REFRESH_S,
) -> Flask:
    """Return the application. What is not given is made from the settings.

    passwords   how passwords are hashed; tests hash faster.
    now         the only clock, aware UTC.
    refresh_s   how old the vocabularies may be.
    """
    configure_logs(settings)
    app = Application("directory", root_path=str(ROOT), template_folder="templates", static_folder="static")
    configure(app, settings)
    database = database or Database(settings.database_url)
    engine = engine or make_engine(settings)
    gazetteer = gazetteer or Gazetteer.load(settings.data_dir)
    now = now or utc_now
    accounts = accounts_of(settings, database, passwords or Passwords(agreed_hasher()), now)
    territory = TerritoryReader(database, gazetteer, settings.territory)
    places = Places(gazetteer, geocoder or make_geocoder(settings, gazetteer), territory)
    words = VocabularyReader(database, synonyms_file=settings.synonyms_file, refresh_s=refresh_s)
    finder = Finder(database, engine, places, words, now=now)
    searches = FollowedSearches(finder, FollowedSearchReader(words, places, now=now))
    steering = make_steering(database, gazetteer, settings.sectors_file, settings.territory, now=now)
    app.extensions[SERVICES] = make_services(
        settings, accounts, steering, searches, database=database, engine=engine, places=places, words=words,
        finder=finder, now=now,
    )  # fmt: skip
    app.extensions[OPERATIONS] = make_operations(
        settings, accounts, steering, gathering(app), searches, database=database, engine=engine, gazetteer=gazetteer,
        now=now,
    )  # fmt: skip
    app.extensions[ADAPTERS] = Adapters(database, engine)
    app.cli = Commands(app.name)
    _answer_requests(app, settings)
    return app


def _answer_requests(app: Flask, settings: Settings) -> None:
    """Put what every request meets around the pages and the API, in the order in which it meets them."""
    measures = Measures()
    app.extensions[MEASURES] = measures
    compress_answers(app)
    observe_requests(app, measures)
    write_counts_after_answers(app)
    refuse_long_addresses(app)
    limit_requests(app, settings.rate_limit, settings.data_dir)
    guard_routes(app)  # before anything of a body is read, whoever sends it
    keep_sessions(app)
    refuse_malformed(app)
    control_caches(app)
    secure_answers(app, settings)
    csrf = FormTokens(app)
    # A cookie never writes through the API, so there is no session of a page to forge.
    for blueprint in register_api(app):
        csrf.exempt(blueprint)
    # A mail program that stops mails has neither cookie nor page: the secret of the address is all that it shows.
    csrf.exempt(stopping)
    serve_assets(app)
    for page in page_blueprints(settings):
        app.register_blueprint(page)
    add_navigation(app)
    add_dates(app)
    handle_errors(app)


def utc_now() -> datetime:
    return datetime.now(UTC)


def make_services(
    settings: Settings,
    accounts: Accounts,
    steering: Steering,
    searches: FollowedSearches,
    *,
    database: Database,
    engine: SearchEngine,
    places: Places,
    words: VocabularyReader,
    finder: Finder,
    now: Callable[[], datetime],
) -> Services:
    """Return the use cases over the adapters chosen."""
    resources = ResourceService(database, places.gazetteer)
    writing = Writing(database, resources, now=now)
    structures = KnownStructures(database, engine)
    fiches = Fiches(database, engine, places, words, now=now)
    terms = Terms(settings.data_licence, settings.public_url)
    return Services(
        finder=finder,
        answers=keep_answers(settings, database, engine, places, words, now=now),
        classifying=Classifying(database, finder, words, now=now),
        arranging=Arranging(database, now=now),
        regrouping=Regrouping(database, resources, now=now),
        wording=Wording(database, finder, words, now=now),
        fiches=fiches,
        writing=writing,
        contacts=ContactForgetting(database, writing, now=now),
        movements=Movements(database),
        duplicates=make_duplicates(database, resources, writing, now=now),
        exports=make_exports(database, finder, words, places.gazetteer, terms, now=now),
        transfers=Transfers(database, resources, now=now),
        entries=Entries(database, now=now),
        structures=structures,
        together=SharedEditing(writing, structures),
        first_steps=FirstSteps(database, now=now),
        reports=make_reports(database, places.gazetteer, resources, writing, now),
        showing=Showing(
            lambda: make_indexer(settings, database=database, engine=engine, owner=this_process(), now=now)
        ),
        suggester=Suggester(engine, places, words, database),
        places=places,
        words=words,
        health=Health(database, engine),
        accounts=accounts,
        queues=Queues(database),
        steering=steering,
        handing=make_handing(database, fiches, words, make_renderer(), link_keys=settings.link_keys, now=now),
        follows=make_follows(settings, database, searches, now),
        confirm_links=ConfirmLinks(database, now=now),
        unanswered=Unanswered(database, now=now),
        imports=make_desk(database, resources, places.gazetteer, import_terms(settings), now=now),
        waiting_rows=WaitingRows(database, resources, now=now),
        todo=Todo(database, words, PROVIDERS, now=now, ahead=timedelta(days=settings.todo_days)),
        now=now,
    )


def make_operations(
    settings: Settings,
    accounts: Accounts,
    steering: Steering,
    gather: Gather,
    searches: FollowedSearches,
    *,
    database: Database,
    engine: SearchEngine,
    gazetteer: Gazetteer,
    now: Callable[[], datetime],
) -> Operations:
    """Return what commands and the worker do, over the adapters chosen."""
    owner = this_process()
    jobs = JobService(database)
    resources = ResourceService(database, gazetteer)
    sends = bool(settings.smtp_url)
    exports = make_export_work(database, gazetteer, Terms(settings.data_licence, settings.public_url), now=now)
    steps = Steps(*settings.reminder_days)
    nightly = nightly_work(database, jobs, steering.quarters, steps=steps, sends=sends, now=now)
    imports = ImportService(database, resources, gazetteer, now=now, home=settings.territory, tells=sends)
    return Operations(
        accounts=accounts,
        communes=CommuneFollowing(database, resources, gazetteer, now=now),
        database=database,
        demonstration=Demonstration(database, resources, gazetteer),
        health=Health(database, engine),
        import_jobs=make_import_jobs(database, resources, gazetteer, imports, now=now),
        imports=imports,
        indexer=make_indexer(settings, database=database, engine=engine, owner=owner, now=now),
        jobs=jobs,
        report_drawing=ReportDrawing(database, gather, make_renderer(), now=now),
        daily=(
            make_nightly(database, resources, gazetteer, imports, night_terms(settings), now=now),
            *(*nightly, make_digests(settings, database, jobs, searches, now), exports),
        ),
        exports=exports,
        now=now,
        owner=owner,
        errands=(
            *mail_errands(settings, database, searches.reader, now),
            *fiche_errands(database, resources, now=now),
            *placing_errands(settings, database, resources, gazetteer, now),
        ),
    )
