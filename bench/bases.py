"""Synthetic bases kept between runs: the rows, then the index over them, each made again when its code moved."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import click
from sqlalchemy import select

from bench.fiches import FicheMaker, Made, institutions
from bench.language import Language
from directory.domain.changes import Author, Version, difference
from directory.domain.taxonomy import Taxonomy
from directory.services.fiches.lines import fill_lines
from directory.services.index.indexing import Indexer
from directory.services.taxonomy.editing import read_seed, seed
from directory.store.database import Database
from directory.store.resources import StoredResource
from directory.store.schema import upgrade
from directory.store.structures import KnownStructure
from directory.store.tables import resource
from directory.store.unit_of_work import UnitOfWork
from search.document import FINGERPRINT
from search.places.gazetteer import Gazetteer, default_gazetteer
from search.sqlite.engine import SqliteEngine

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 5_000
AUTHOR = Author(None, "bench")
INDEX_DAYS = 7
"""An index older than this is made again: its opening hours would run out."""

_ROWS_CODE = (
    "bench/fiches.py", "bench/language.py", "directory/domain/resource.py", "directory/domain/data", "fiche",
    "directory/store/rows.py", "directory/store/tables",
)  # fmt: skip
_INDEX_CODE = (
    "directory/domain",
    "fiche",
    "directory/services/index/documents.py",
    "directory/services/hours/intervals.py",
    "search",
)


@dataclass(frozen=True, slots=True)
class Built:
    """How long the parts of a base took to make, and what they weigh.

    rows_s      generating the fiches and writing them with their places, needs, versions and log lines.
    index_s     the whole ``Indexer.rebuild``: reading SQL, making documents, writing the generation.
    """

    fiches: int
    documents: int
    rows_s: float
    index_s: float
    database_mb: float
    index_mb: float
    made_on: str


@dataclass(frozen=True, slots=True)
class Base:
    """A folder that the product can be started on. ``language`` is the one its fiches are written in."""

    folder: Path
    built: Built
    language: Language
    taxonomy: Taxonomy
    published: Sequence[int]

    @property
    def size(self) -> int:
        return self.built.fiches

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder}/directory.db"

    def engine(self) -> SqliteEngine:
        return SqliteEngine(self.folder / "index")


def indexer(database: Database, engine: SqliteEngine) -> Indexer:
    return Indexer(database, engine, target="live", owner="bench", now=lambda: datetime.now(UTC))


def prepare(cache: Path, size: int, seed_number: int, *, fresh: bool = False) -> Base:
    """Return the base of ``size`` fiches, made where the cache lacks it; 0 gives a base with only its words.

    fresh   make the index again even if it could be used.
    """
    folder = cache / f"fiches-{size}-seed-{seed_number}"
    taxonomy = read_seed()
    language = Language(seed_number, taxonomy)
    rows_code, index_code = _fingerprint(_ROWS_CODE), _fingerprint((*_ROWS_CODE, *_INDEX_CODE))
    known = _read(folder)
    if known.get("rows_code") != rows_code:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        known = {"rows_code": rows_code}
    database = Database(f"sqlite:///{folder}/directory.db")
    engine = SqliteEngine(folder / "index")
    try:
        if "rows_s" not in known:
            click.echo(f"{size} fiches: writing them", err=True)
            known["rows_s"] = timed(lambda: write_rows(database, size, seed_number, language, taxonomy))
            _write(folder, known)
        _prepare_site(database, folder)
        if fresh or known.get("index_code") != index_code or _is_old(known):
            click.echo(f"{size} fiches: making the index", err=True)
            shutil.rmtree(folder / "index", ignore_errors=True)
            index_s = timed(indexer(database, engine).rebuild)
            known |= {"index_code": index_code, "index_s": index_s, "made_on": date.today().isoformat()}
            _write(folder, known)
        with database.read() as uow:
            query = select(resource.c.id).where(resource.c.status == "publiee").order_by(resource.c.id)
            published = list(uow.connection.execute(query).scalars())
    finally:
        database.close()
    built = Built(
        size,
        engine.status().documents,
        float(str(known["rows_s"])),
        float(str(known["index_s"])),
        _megabytes(folder.glob("directory.db")),
        _megabytes((folder / "index").rglob("*")),
        str(known["made_on"]),
    )
    return Base(folder, built, language, taxonomy, published)


def _prepare_site(database: Database, folder: Path) -> None:
    """Do what the command of that name does before a site is started."""
    # A site does not start on the schema of an older version: a migration leaves what decides the rows alone.
    upgrade(database)
    fill_lines(database)
    Gazetteer.load(folder)


def write_rows(database: Database, size: int, seed_number: int, language: Language, taxonomy: Taxonomy) -> None:
    """Fill an empty database with ``size`` fiches, their versions and their lines in the change log."""
    upgrade(database)
    seed(database, taxonomy)
    with database.write() as uow:
        for institution in institutions():
            uow.institutions.save(institution)
    maker = FicheMaker(seed_number, language, taxonomy, default_gazetteer(), date.today())
    stream = map(maker.fiche, range(1, size + 1))
    while made := list(islice(stream, CHUNK)):
        with database.write() as uow:
            _insert(uow, made)
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _insert(uow: UnitOfWork, made: list[Made]) -> None:
    structures = {
        each.structure_key: KnownStructure(each.structure_id, each.resource.content.structure) for each in made
    }
    known = uow.structures.by_keys(structures)
    uow.structures.insert_many({key: found for key, found in structures.items() if key not in known})
    uow.resources.insert_many([StoredResource(each.resource, each.structure_id) for each in made])
    uow.versions.insert_many([_first_version(each) for each in made])
    uow.changes.append((each.resource.id for each in made), at=made[0].resource.created_at)


def _first_version(made: Made) -> Version:
    fiche = made.resource
    return Version(fiche.id, 1, fiche.created_at, AUTHOR, fiche.origin, difference(None, fiche.content))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _is_old(known: dict[str, object]) -> bool:
    made_on = known.get("made_on")
    return not isinstance(made_on, str) or date.fromisoformat(made_on) < date.today() - timedelta(days=INDEX_DAYS)


def _fingerprint(paths: Iterable[str]) -> str:
    found = hashlib.sha256(FINGERPRINT.encode())
    for path in paths:
        files = [ROOT / path] if path.endswith(".py") else sorted((ROOT / path).rglob("*"))
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _megabytes(files: Iterable[Path]) -> float:
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _read(folder: Path) -> dict[str, object]:
    file = folder / "about.json"
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def _write(folder: Path, known: dict[str, object]) -> None:
    (folder / "about.json").write_text(json.dumps(known), encoding="utf-8")
