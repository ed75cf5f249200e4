"""The application: the one place that picks adapters and puts the rooms together."""

import contextlib
import gc
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from flask import Flask, Response, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from directory.api.documentation import PREFIX, register_api
from directory.api.problems import bad_input, problem, problem_of
from directory.cli import COMMANDS, OPERATIONS
from directory.errors import BadInput
from directory.http.access import guard_routes
from directory.http.limits import PROCESS
from directory.http.observe import Measures, observe_requests
from directory.http.request import SERVICES
from directory.http.security import secure_answers
from directory.log import configure_logs
from directory.services.bundle import Operations, Services
from directory.services.demonstration import Demonstration
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.page import Fiches
from directory.services.health import Health
from directory.services.imports.jobs import ImportJobs
from directory.services.imports.service import ImportService
from directory.services.index.indexing import Indexer, Manner
from directory.services.search.find import Finder
from directory.services.search.geocoded import RecentAnswers
from directory.services.search.places import Places
from directory.services.search.question import Question
from directory.services.search.suggest import Suggester
from directory.services.taxonomy.vocabularies import REFRESH_S, VocabularyReader
from directory.services.work.jobs import JobService
from directory.services.work.owners import is_gone_from_here, this_process
from directory.settings import Settings
from directory.store.session import Database
from directory.web.search.pages import pages
from directory.web.shared.about import about
from directory.web.shared.assets import compress_answers, serve_assets
from directory.web.shared.components import components
from directory.web.shared.error_pages import error_page, page_of
from directory.web.shared.ops import MEASURES, ops
from search.document import FINGERPRINT
from search.elastic.client import Address
from search.elastic.engine import ElasticEngine
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import Gazetteer, default_gazetteer
from search.places.geocoding import AddressService, FallbackGeocoder, Geocoder, GeocodingUnavailable, OnlineGeocoder
from search.port import IndexMissing, SearchEngine, SearchUnavailable
from search.sqlite.engine import SqliteEngine

ROOT = Path(__file__).resolve().parent.parent
LONGEST_QUERY_BYTES = 100_000
RETRY_AFTER_S = "30"
GEOCODER_TIMEOUT_S = 2.0
EMBEDDED = "live"
"""Name of the embedded index in the change log's list of followers."""

logger = structlog.get_logger()


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    engine: SearchEngine | None = None,
    gazetteer: Gazetteer | None = None,
    geocoder: Geocoder | None = None,
    now: Callable[[], datetime] | None = None,
    refresh_s: float = REFRESH_S,
) -> Flask:
    """Return the application. What is not given is made from the settings.

    now         the only clock, aware UTC.
    refresh_s   how old the vocabularies may be.
    """
    configure_logs(settings)
    app = Flask("directory", root_path=str(ROOT), template_folder="templates", static_folder="static")
    _configure(app, settings)
    database = database or Database(settings.database_url)
    engine = engine or make_engine(settings)
    gazetteer = gazetteer or default_gazetteer()
    app.extensions[SERVICES] = make_services(
        settings,
        database=database,
        engine=engine,
        places=Places(gazetteer, geocoder or make_geocoder(settings, gazetteer)),
        now=now or utc_now,
        refresh_s=refresh_s,
    )
    app.extensions[OPERATIONS] = make_operations(
        settings, database=database, engine=engine, gazetteer=gazetteer, now=now or utc_now
    )
    if settings.search_url:
        _say_index(engine)
    for command in COMMANDS:
        app.cli.add_command(command)
    measures = Measures()
    app.extensions[MEASURES] = measures
    compress_answers(app)
    observe_requests(app, measures)
    _refuse_long_addresses(app)
    guard_routes(app)
    secure_answers(app, settings)
    csrf = CSRFProtect(app)
    register_api(app)
    for name, blueprint in app.blueprints.items():
        if name in ("ressources", "referentiel", "documentation"):
            csrf.exempt(blueprint)
    serve_assets(app)
    app.register_blueprint(pages)
    app.register_blueprint(about)
    if settings.is_development:
        app.register_blueprint(components)
    app.register_blueprint(ops)
    _limit(app, settings)
    _handle_errors(app)
    return app


def settle(app: Flask) -> None:
    """Make a process ready to answer fast: what the first requests would load is loaded, and then left alone.

    The gazetteer and the vocabularies are a quarter of a million objects that never go away. The collector would walk
    through them all from time to time, a tenth of a second each.
    """
    services = app.extensions[SERVICES]
    with contextlib.suppress(LookupError):
        services.places.warm_up()
    with contextlib.suppress(SearchUnavailable, SQLAlchemyError):
        services.words.current()
        services.finder.find(Question(text="permis", size=1))
    gc.collect()
    gc.freeze()


def utc_now() -> datetime:
    return datetime.now(UTC)


def make_engine(settings: Settings) -> SearchEngine:
    """Return the engine that the settings name: a cluster, or the embedded one."""
    if not settings.search_url:
        return SqliteEngine(settings.data_dir / "index")
    address = Address(
        urls=tuple(settings.search_url.split(",")),
        read_key=settings.search_key,
        write_key=settings.search_write_key,
        manage_key=settings.search_manage_key,
        ca_file=str(settings.search_ca_file or ""),
        fingerprint=settings.search_fingerprint,
    )
    return ElasticEngine.at(address, prefix=settings.search_prefix)


def make_indexer(
    settings: Settings, *, database: Database, engine: SearchEngine, owner: str, now: Callable[[], datetime]
) -> Indexer:
    """Return what feeds the engine; two engines, or two versions of the product, are fed side by side."""
    if not settings.search_url:
        return Indexer(database, engine, target=EMBEDDED, owner=owner, now=now, is_gone=is_gone_from_here)
    target, manner = f"{settings.search_prefix}-{FINGERPRINT}", Manner.TOGETHER
    return Indexer(database, engine, target=target, owner=owner, now=now, manner=manner, is_gone=is_gone_from_here)


def _say_index(engine: SearchEngine) -> None:
    """Say at start that searches will not be answered, and why."""
    try:
        engine.status()
    except IndexMissing:
        logger.warning("search.index_missing", fingerprint=FINGERPRINT, advice="flask index rebuild")
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)


def make_geocoder(settings: Settings, gazetteer: Gazetteer) -> Geocoder:
    """Return the address service, the gazetteer standing in when it is away; the gazetteer alone without one."""
    offline = GazetteerGeocoder(gazetteer)
    if not settings.geocoder_url:
        return offline
    service = AddressService(settings.geocoder_url, timeout_s=GEOCODER_TIMEOUT_S)
    return FallbackGeocoder(OnlineGeocoder(service, RecentAnswers()), offline, _log_geocoder)


def _log_geocoder(error: GeocodingUnavailable) -> None:
    logger.warning("geocoder.unavailable", reason=str(error))


def make_services(
    settings: Settings,
    *,
    database: Database,
    engine: SearchEngine,
    places: Places,
    now: Callable[[], datetime],
    refresh_s: float = REFRESH_S,
) -> Services:
    """Return the use cases over the adapters chosen."""
    words = VocabularyReader(database, synonyms_file=settings.synonyms_file, refresh_s=refresh_s)
    return Services(
        finder=Finder(database, engine, places, words, now=now),
        fiches=Fiches(database, engine, places, words, now=now),
        suggester=Suggester(engine, places, words),
        places=places,
        words=words,
        health=Health(database, engine),
        now=now,
    )


def make_operations(
    settings: Settings, *, database: Database, engine: SearchEngine, gazetteer: Gazetteer, now: Callable[[], datetime]
) -> Operations:
    """Return what commands and the worker do, over the adapters chosen."""
    owner = this_process()
    jobs = JobService(database)
    resources = ResourceService(database, gazetteer)
    imports = ImportService(database, resources, gazetteer, now=now)
    return Operations(
        database=database,
        demonstration=Demonstration(database, resources, gazetteer),
        health=Health(database, engine),
        import_jobs=ImportJobs(imports, jobs, now=now),
        imports=imports,
        indexer=make_indexer(settings, database=database, engine=engine, owner=owner, now=now),
        jobs=jobs,
        now=now,
        owner=owner,
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        SESSION_COOKIE_SECURE=not settings.is_development,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_HEADERS_ENABLED=True,
        TILES_URL=settings.tiles_url,
        TILES_CREDIT=settings.tiles_credit,
        PUBLIC_URL=settings.public_url,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _refuse_long_addresses(app: Flask) -> None:
    @app.before_request
    def check_length() -> None:
        if len(request.query_string) > LONGEST_QUERY_BYTES:
            abort(414)


def _limit(app: Flask, settings: Settings) -> None:
    if settings.rate_limit == "none":
        return
    limiter = Limiter(get_remote_address, app=app, default_limits=[settings.rate_limit], storage_uri=f"{PROCESS}://")
    for endpoint in ("static", "ops.alive", "ops.ready", "ops.metrics"):
        limiter.exempt(app.view_functions[endpoint])


def _is_api() -> bool:
    return request.path.startswith(f"{PREFIX}/") or request.path.startswith("/api/")


def _handle_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response | HTTPException:
        if isinstance(error, RequestRedirect) or error.code is None or error.code < 400:
            return error
        return problem_of(error) if _is_api() else page_of(error)

    @app.errorhandler(BadInput)
    def faulty(error: BadInput) -> Response:
        return bad_input(error) if _is_api() else error_page(422)

    @app.errorhandler(SearchUnavailable)
    def away(error: SearchUnavailable) -> Response:
        logger.warning("search.unavailable", reason=error.reason)
        headers = {"Retry-After": RETRY_AFTER_S}
        return problem(503, headers=headers) if _is_api() else error_page(503)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        # The message of an exception may hold what was typed: only where it happened is written.
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        logger.error("request.failed", error=type(error).__name__, where=where)
        return problem(500) if _is_api() else error_page(500)
