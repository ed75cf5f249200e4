"""A file of the product's own format imported, beside a bare ``executemany`` of the rows it made.

The bare copy fills the same tables, with the same indexes and pragmas, in one transaction, from rows already in memory:
what the disk and SQLite alone would take.
"""

import csv
import io
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, insert, select

from bench.bases import indexer
from bench.fiches import FicheMaker, institutions
from bench.language import Language
from bench.site import resident_mb
from directory.domain.changes import Author
from directory.services.fiches.editing import ResourceService
from directory.services.imports.service import ImportService, NewImport
from directory.services.taxonomy.editing import read_seed, seed
from directory.store.database import Database
from directory.store.schema import upgrade
from directory.store.tables import metadata
from fiche.content import Content
from search.places.gazetteer import default_gazetteer
from search.sqlite.engine import SqliteEngine

FORMAT = "modele"
COLUMNS = (
    "identifiant", "titre_du_service", "structure", "siret", "reseaux", "description", "besoins", "familles", "public",
    "public_precisions", "acces", "accueil", "mobilisation", "mobilisation_precisions", "frais", "langues",
    "accessibilite", "telephone", "courriel", "zone_d_intervention", "horaires", "institution", "adresse",
    "code_postal", "commune", "code_insee", "latitude", "longitude",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """Seconds and megabytes.

    apply_s           from reading the file to the last commit.
    bare_s            the same final rows by ``executemany``.
    early_mb, end_mb  memory of the process at a tenth of the rows, and the most it had from there on.
    index_s           following the log to its end, afterwards.
    """

    rows: int
    fiches: int
    dry_run_s: float
    apply_s: float
    bare_s: float
    bare_rows: int
    early_mb: float
    end_mb: float
    index_s: float

    @property
    def times(self) -> float:
        return self.apply_s / self.bare_s


def import_beside_bare(rows: int, seed_number: int) -> Imported:
    """Import ``rows`` rows into a new base, then copy what it made; each in a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bench-import-"))
    try:
        (folder / "file.csv").write_bytes(file_of(rows, seed_number))
        fiches, dry_run_s, apply_s, early_mb, end_mb = _in_a_process(_import, folder, rows)
        bare_rows, bare_s = _in_a_process(_copy, folder, rows)
        (index_s,) = _in_a_process(_index, folder, rows)
    finally:
        shutil.rmtree(folder)
    return Imported(rows, int(fiches), dry_run_s, apply_s, bare_s, int(bare_rows), early_mb, end_mb, index_s)


def file_of(rows: int, seed_number: int) -> bytes:
    """Return a CSV in the columns of the product's own format, one fiche a row."""
    taxonomy = read_seed()
    maker = FicheMaker(seed_number, Language(seed_number, taxonomy), taxonomy, default_gazetteer(), date.today())
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(COLUMNS)
    for number in range(1, rows + 1):
        writer.writerow(_cells(number, maker.fiche(number).resource.content))
    return stream.getvalue().encode()


def _cells(number: int, content: Content) -> Sequence[str]:
    place = content.places[0] if content.places else None
    return (
        f"b{number}", content.title, content.structure.name, content.structure.siret,
        "|".join(content.structure.networks), content.description, "|".join(content.needs), "|".join(content.families),
        "|".join(content.audiences), content.audience_text, "|".join(content.access_modes),
        "|".join(content.receptions), "|".join(content.mobilisations), content.mobilisation_text,
        "|".join(content.costs), "|".join(content.languages), "|".join(content.accessibilities), content.phone,
        content.email, "|".join(content.service_areas), content.hours, content.institution,
        *(("",) * 6 if place is None else (place.address, place.postcode, place.commune_name, place.commune_code,
                                           f"{place.latitude:.6f}", f"{place.longitude:.6f}")),
    )  # fmt: skip


def _in_a_process(work: object, folder: Path, rows: int) -> tuple[float, ...]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(work, folder, rows, theirs))
    process.start()
    theirs.close()
    found: tuple[float, ...] = ours.recv()
    process.join()
    return found


def _answer(work: object, folder: Path, rows: int, pipe: Connection) -> None:
    pipe.send(work(folder, rows))  # type: ignore[operator]
    pipe.close()


def _new_base(file: Path) -> Database:
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    seed(database, read_seed())
    with database.write() as uow:
        for institution in institutions():
            uow.institutions.save(institution)
    return database


def _import(folder: Path, rows: int) -> tuple[float, ...]:
    database = _new_base(folder / "imported.db")
    gazetteer = default_gazetteer()
    service = ImportService(database, ResourceService(database, gazetteer), gazetteer, now=lambda: datetime.now(UTC))
    new = NewImport("bench.csv", (folder / "file.csv").read_bytes(), FORMAT)
    batch = service.receive(new, author=Author(None, "bench"))
    del new
    started = time.perf_counter()
    service.dry_run(batch)
    dry_run_s = time.perf_counter() - started
    memory = _Memory(rows // 10)
    started = time.perf_counter()
    report = service.apply(batch, progress=memory.look)
    apply_s = time.perf_counter() - started
    database.close()
    return float(report.counts["created"]), dry_run_s, apply_s, memory.early_mb, memory.most_mb


class _Memory:
    """Looks at this process's memory at each slice, from a number of rows on."""

    def __init__(self, first_rows: int) -> None:
        self._first_rows = first_rows
        self.early_mb = 0.0
        self.most_mb = 0.0

    def look(self, rows: int) -> None:
        if rows >= self._first_rows:
            now_mb = resident_mb()
            self.early_mb = self.early_mb or now_mb
            self.most_mb = max(self.most_mb, now_mb)


def _copy(folder: Path, _rows: int) -> tuple[float, ...]:
    """Return how many rows the import added, and the seconds that copying them takes."""
    filled, bare = Database(f"sqlite:///{folder}/imported.db"), _new_base(folder / "bare.db")
    with filled.engine.connect() as source, bare.engine.connect() as empty:
        copied = []
        for table in metadata.sorted_tables:
            count = select(func.count()).select_from(table)
            if source.scalar(count) != empty.scalar(count):
                values = [tuple(row) for row in source.exec_driver_sql(f"SELECT * FROM {table.name}")]
                copied.append((table, values))
    connection = bare.engine.raw_connection()
    cursor = connection.cursor()
    started = time.perf_counter()
    cursor.execute("BEGIN IMMEDIATE")
    for table, values in copied:
        cursor.executemany(str(insert(table).compile(bare.engine)), values)
    cursor.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return float(sum(len(values) for _, values in copied)), seconds


def _index(folder: Path, _rows: int) -> tuple[float, ...]:
    """Return the seconds from the last commit to the last fiche found, by the worker's way."""
    database = Database(f"sqlite:///{folder}/imported.db")
    engine = SqliteEngine(folder / "index")
    worker = indexer(database, engine)
    started = time.perf_counter()
    worker.rebuild()
    seconds = time.perf_counter() - started
    database.close()
    return (seconds,)
