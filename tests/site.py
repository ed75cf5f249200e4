"""A whole application over a small base: real SQL, real services, the reference engine, a clock that does not move."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import CodeType

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from directory.app import create_app
from directory.domain.institution import Institution
from directory.domain.resource import Origin, SaveOrigin
from directory.services.accounts.passwords import Passwords
from directory.services.fiches.editing import ResourceService
from directory.services.index.indexing import Indexer
from directory.services.taxonomy.editing import seed
from directory.settings import Settings, read_settings
from directory.store.database import Database
from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from search.document import ResourceDocument
from search.places.gazetteer import Gazetteer
from search.places.geocoding import Geocoder
from search.port import EngineStatus, SearchEngine, SearchUnavailable
from search.query import Box, MapAnswer, SearchAnswer, SearchQuery, Suggestions
from search.reference import ReferenceEngine
from search.text.saved import SavedStems
from search.text.vocabulary import Vocabulary
from tests.fiches import ARLES, GAZETTEER, LEA, NOW, TAXONOMY, fiche
from tests.house.client import HouseClient

MARSEILLE = Place(address="1 La Canebière", postcode="13001", commune_name="Marseille 1er Arrondissement")
AVIGNON = Place(address="2 rue de la République", postcode="84000", commune_name="Avignon")

PERMIT, PERMIT_FAR, PERMIT_REMOTE, PERMIT_SILENT, PERMIT_NOWHERE, CRECHE, ARCHIVED, DRAFT, HOSTILE = range(1, 10)
"""Numbers of the fiches of ``CONTENTS``, in its order."""

CONTENTS: tuple[Content, ...] = (
    fiche("Permis à un euro", costs=("gratuit",), named_contact="Madame Personne", institution="cd13"),
    fiche("Permis solidaire", places=(AVIGNON,), service_areas=("dep:13", "dep:84")),
    fiche("Conseil permis par téléphone", receptions=("a-distance",), places=(), service_areas=("dep:13",)),
    fiche("Bourse au permis", audiences=(), hours=""),
    fiche("Permis sans adresse", places=()),
    fiche(
        "Crèche d’urgence",
        needs=("famille-garde",),
        structure=Structure("Halte-garderie", siret="13000548100010"),
        description="Garde les enfants de deux mois à six ans. " * 20,
        places=(MARSEILLE, ARLES),
        phone="04 91 00 00 01",
    ),
    fiche("Permis d’autrefois", status="archivee"),
    fiche("Permis en préparation", status="brouillon"),
    fiche(
        "<script>alert(1)</script> & «\u00a0permis\u00a0»",
        description='<img src=x onerror="alert(1)"> permis de conduire',
        structure=Structure("<b>Structure</b>"),
        closures=(Closure((NOW - timedelta(days=1)).date(), (NOW + timedelta(days=3)).date(), "<i>Travaux</i>"),),
    ),
)


class CompiledOnce(BytecodeCache):
    """Templates compiled for one site serve the next: they cost more than all that a test asks of a page."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


FAST_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes as the real one does, in no time."""
COMPILED = CompiledOnce()
BUILDERS: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def _built_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Compile what writes the addresses of a rule once for all sites: half of what making a site costs."""
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in BUILDERS:
        BUILDERS[key] = _compile_builder(rule, append_unknown)
    return BUILDERS[key]


_compile_builder = Rule._compile_builder
Rule._compile_builder = _built_once  # type: ignore[method-assign]
METRICS_TOKEN = "for-the-collector-of-tests"


@dataclass(frozen=True, slots=True)
class Site:
    app: Flask
    database: Database
    resources: ResourceService
    engine: SearchEngine

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def index(self) -> None:
        """Bring the engine in step with SQL."""
        Indexer(self.database, self.engine, target="test", owner="test", now=lambda: NOW).rebuild()


class BrokenEngine:
    """An engine that never answers."""

    def search(self, query: SearchQuery) -> SearchAnswer:
        raise SearchUnavailable("broken on purpose")

    def saved_stems(self, ids: Collection[int]) -> Mapping[int, SavedStems]:
        raise SearchUnavailable("broken on purpose")

    def suggest(self, text: str, limit: int) -> Suggestions:
        raise SearchUnavailable("broken on purpose")

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        raise SearchUnavailable("broken on purpose")

    def mark(self) -> None:
        raise SearchUnavailable("broken on purpose")

    def vocabulary(self) -> Vocabulary:
        raise SearchUnavailable("broken on purpose")

    def put(self, documents: Sequence[ResourceDocument], *, cursor: int, since: int | None = None) -> None: ...

    def remove(self, ids: Sequence[int], *, cursor: int, since: int | None = None) -> None: ...

    def rebuild(self, documents: object, *, cursor: int) -> None: ...

    def roll_back(self) -> None: ...

    def forget_other_versions(self) -> Sequence[str]:
        return ()

    def documents(self) -> Iterator[ResourceDocument]:
        raise SearchUnavailable("broken on purpose")

    def status(self) -> EngineStatus:
        raise SearchUnavailable("broken on purpose")


def settings_for(folder: Path, **said: str) -> Settings:
    """Return the settings of a test: development, no limit, little log."""
    environ = {
        "ENVIRONMENT": "development",
        "DATA_DIR": str(folder),
        "RATE_LIMIT": "none",
        "LOG_LEVEL": "error",
        "METRICS_TOKEN": METRICS_TOKEN,
    }
    return read_settings(environ | said)


def make_site(
    database: Database,
    folder: Path,
    *,
    contents: Sequence[Content] = CONTENTS,
    engine: SearchEngine | None = None,
    settings: Settings | None = None,
    gazetteer: Gazetteer = GAZETTEER,
    geocoder: Geocoder | None = None,
    now: datetime = NOW,
    clock: Callable[[], datetime] | None = None,
) -> Site:
    """Return an application over ``contents``, the first one confirmed by a person.

    clock   in the place of one that stands still at ``now``.
    """
    seed(database, TAXONOMY)
    with database.write() as uow:
        uow.institutions.save(Institution("cd13", "Département des Bouches-du-Rhône", "signataire"))
    resources = ResourceService(database, gazetteer)
    for rank, content in enumerate(contents, start=1):
        origin = Origin(SaveOrigin.IMPORT, "odspep", f"S{rank}") if rank == PERMIT_FAR else Origin(SaveOrigin.FORM)
        resources.create(content, author=LEA, origin=origin, now=NOW - timedelta(days=12), confirmed=rank == PERMIT)
    chosen = engine or ReferenceEngine()
    app = create_app(
        settings or settings_for(folder),
        database=database,
        engine=chosen,
        gazetteer=gazetteer,
        geocoder=geocoder,
        passwords=Passwords(FAST_HASHER),
        now=clock or (lambda: now),
        refresh_s=0.0,
    )
    app.testing = True
    app.test_client_class = HouseClient
    app.jinja_env.bytecode_cache = COMPILED
    site = Site(app, database, resources, chosen)
    if not isinstance(chosen, BrokenEngine):
        site.index()
    return site
