"""The adapters that the settings name: the search engine, what feeds it, the address service, who vouches.

What another choice would need is imported where it is chosen: a process that speaks to no cluster, no provider of
identities and no address service is neither slowed down nor made heavier by their libraries.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

from directory.domain.documents import DocumentRenderer
from directory.pdf.renderer import TypstRenderer
from directory.services.accounts.bundle import Accounts, make_accounts
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.outgoing import Outgoing
from directory.services.accounts.passwords import Passwords
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.placing import Placing
from directory.services.follows.composing import DigestComposer
from directory.services.follows.digests import FollowDigests
from directory.services.follows.following import Follows
from directory.services.follows.gathering import Gatherer
from directory.services.follows.searches import FollowedSearches, SearchReader
from directory.services.follows.stopping import StopLinks
from directory.services.freshness.reminders import Reminders
from directory.services.imports.bundle import ImportTerms
from directory.services.imports.digests import ImportDigests
from directory.services.imports.nightly import NightTerms
from directory.services.index.indexing import Indexer, Manner, build_lease_of
from directory.services.mail.letters import LetterWriter
from directory.services.mail.sending import MailSender
from directory.services.mail.smtp import Server, SmtpPostman
from directory.services.offices.reminding import OfficeLetters
from directory.services.reports.digests import ReportDigests
from directory.services.search.geocoded import RecentAnswers
from directory.services.search.kept_answers import KeptAnswers
from directory.services.search.places import Places
from directory.services.search.standing import Follower, Standing
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.services.work.jobs import JobService
from directory.services.work.owners import is_gone_from_here
from directory.settings import Settings
from directory.store.database import Database
from search.document import FINGERPRINT
from search.places.batch_geocoding import BatchGeocoder
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import Gazetteer
from search.places.geocoding import FallbackGeocoder, Geocoder, GeocodingUnavailable
from search.port import SearchEngine
from search.sqlite.engine import SqliteEngine

GEOCODER_TIMEOUT_S = 2.0
SETTLES_S = 3.0
"""A cluster shows a large write within a second, each node in its turn."""
EMBEDDED = "live"
"""Name of the embedded index in the change log's list of followers."""

LONGEST_PUBLIC_URL = 41
"""So long that a whole link holds in 70 signs, which no mail program cuts."""

logger = structlog.get_logger()


def make_engine(settings: Settings) -> SearchEngine:
    """Return the engine that the settings name: a cluster, or the embedded one."""
    if not settings.search_url:
        return SqliteEngine(settings.data_dir / "index")
    from search.elastic.client import Address
    from search.elastic.engine import ElasticEngine

    address = Address(
        urls=tuple(settings.search_url.split(",")),
        read_key=settings.search_key,
        write_key=settings.search_write_key,
        manage_key=settings.search_manage_key,
        ca_file=str(settings.search_ca_file or ""),
        fingerprint=settings.search_fingerprint,
    )
    return ElasticEngine.at(address, prefix=settings.search_prefix)


def make_renderer() -> DocumentRenderer:
    """Return what draws documents; it loads nothing before the first one."""
    return TypstRenderer()


def make_indexer(
    settings: Settings, *, database: Database, engine: SearchEngine, owner: str, now: Callable[[], datetime]
) -> Indexer:
    """Return what feeds the engine; two engines, or two versions of the product, are fed side by side."""
    if not settings.search_url:
        return Indexer(database, engine, target=EMBEDDED, owner=owner, now=now, is_gone=is_gone_from_here)
    return Indexer(
        database, engine, target=_target_of(settings), owner=owner, now=now, manner=Manner.TOGETHER,
        is_gone=is_gone_from_here,
    )  # fmt: skip


def _target_of(settings: Settings) -> str:
    """Return the name of the index of a cluster in the change log's list of followers."""
    return f"{settings.search_prefix}-{FINGERPRINT}"


def keep_answers(
    settings: Settings,
    database: Database,
    engine: SearchEngine,
    places: Places,
    words: VocabularyReader,
    *,
    now: Callable[[], datetime],
) -> KeptAnswers:
    """Return what keeps the answers of a process, as long as the index that the settings name does not move."""
    follower = None
    if settings.search_url:
        target = _target_of(settings)
        follower = Follower((target, build_lease_of(target)), SETTLES_S)
    standing = Standing(database, engine, places, words, now=now, follower=follower)
    return KeptAnswers(settings.kept_answers_mb * 1024 * 1024, standing.current)


def make_geocoder(settings: Settings, gazetteer: Gazetteer) -> Geocoder:
    """Return the address service, the gazetteer standing in when it is away; the gazetteer alone without one."""
    offline = GazetteerGeocoder(gazetteer)
    if not settings.geocoder_url:
        return offline
    from search.places.address_service import AddressService, OnlineGeocoder

    service = AddressService(settings.geocoder_url, timeout_s=GEOCODER_TIMEOUT_S)
    return FallbackGeocoder(OnlineGeocoder(service, RecentAnswers()), offline, _log_geocoder)


def placing_errands(
    settings: Settings,
    database: Database,
    resources: ResourceService,
    gazetteer: Gazetteer,
    now: Callable[[], datetime],
) -> tuple[Callable[[], int], ...]:
    """Return what the worker does for addresses: nothing without a geocoder."""
    if not settings.geocoder_url:
        return ()
    geocoder = BatchGeocoder(settings.geocoder_url)
    return (Placing(database, resources, gazetteer, geocoder, now=now).place_some,)


def _log_geocoder(error: GeocodingUnavailable) -> None:
    logger.warning("geocoder.unavailable", reason=str(error))


def mail_errands(
    settings: Settings, database: Database, reader: SearchReader, now: Callable[[], datetime]
) -> tuple[Callable[[], int], ...]:
    """Return what the worker does for mails: nothing without a server, since links are then shown to who asks.

    reader   reads searches that are followed.
    """
    if not settings.smtp_url:
        return ()
    if len(settings.public_url) > LONGEST_PUBLIC_URL:
        logger.warning("mail.links_longer_than_a_line", public_url=settings.public_url)
    outgoing = Outgoing(database, public_url=settings.public_url, now=now)
    reminders = Reminders(database, public_url=settings.public_url, now=now)
    writer = LetterWriter(
        outgoing.make_link,
        public_url=settings.public_url,
        sender=settings.mail_from,
        compose={
            **reminders.composers(),
            **ReportDigests(database, now=now).composers(),
            **OfficeLetters(database, now=now).composers(),
            **ImportDigests(database, public_url=settings.public_url, now=now).composers(),
            **DigestComposer(
                database, StopLinks(settings.sheet_keys), reader, public_url=settings.public_url, now=now
            ).composers(),
        },
    )
    postman = SmtpPostman(Server.at(settings.smtp_url), sender=settings.mail_from)
    sender = MailSender(database, postman, writer, is_still_wanted=outgoing.is_still_wanted, now=now)
    return (sender.send_due, sender.forget_old)


def make_follows(
    settings: Settings, database: Database, searches: FollowedSearches, now: Callable[[], datetime]
) -> Follows:
    """Return what people follow, with the links that stop its mails."""
    return Follows(database, StopLinks(settings.sheet_keys), searches, now=now)


def make_digests(
    settings: Settings, database: Database, jobs: JobService, searches: FollowedSearches, now: Callable[[], datetime]
) -> FollowDigests:
    """Return the work of each day on what people follow, on the clock of the first département of the settings."""
    gatherer, home = Gatherer(database, searches, now=now), "".join(settings.territory[:1])
    return FollowDigests(database, jobs, gatherer, sends=bool(settings.smtp_url), now=now, home=home)


def make_oidc(settings: Settings, database: Database, now: Callable[[], datetime]) -> Oidc | None:
    """Return sign-ins through the identity provider of the settings; None where there is none."""
    if not settings.oidc_issuer:
        return None
    from directory.services.accounts.oidc_provider import OidcProvider

    provider = OidcProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        acr_values=settings.oidc_acr_asked,
        now=now,
    )
    strong = frozenset(settings.oidc_acr_strong.split())
    return Oidc(database, provider, strong_acrs=strong, trusts_mail=settings.oidc_mail_trusted, now=now)


def night_terms(settings: Settings) -> NightTerms:
    """Return what the imports of the night are set to."""
    most_bytes = settings.max_upload_mb * 1024 * 1024
    return NightTerms(
        settings.import_dir, most_bytes, settings.import_changed_percent, settings.territory, bool(settings.smtp_url)
    )


def import_terms(settings: Settings) -> ImportTerms:
    """Return what imports are set to."""
    most_bytes = settings.max_upload_mb * 1024 * 1024
    return ImportTerms(settings.territory, settings.import_archived_percent, most_bytes, settings.import_dir)


def accounts_of(settings: Settings, database: Database, passwords: Passwords, now: Callable[[], datetime]) -> Accounts:
    """Return the use cases of accounts as the settings want them."""
    return make_accounts(
        database,
        passwords,
        key=settings.secret_key,
        now=now,
        shows_links=not settings.smtp_url,
        factor_for_duties=settings.factor_required,
        oidc=make_oidc(settings, database, now),
    )
