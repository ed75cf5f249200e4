"""How long an import takes, from reading the file to the last commit, beside bare ``executemany`` of the same rows.

    python -m bench.import_speed --rows 100000
    python -m bench.import_speed --rows 20000 --profile
    python -m bench.import_speed --rows 5000 --full       # 28 filled columns, in the packaged template
    python -m bench.import_speed --rows 5000 --against 9ee9de3

The bare time fills the same tables, with the same indexes and pragmas, in one transaction, from rows already in memory.
"""

import argparse
import cProfile
import csv
import io
import json
import pstats
import random
import resource as process
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bench import full_file
from bench.import_against import compare
from directory.domain.changes import Author
from directory.services.fiches.editing import ResourceService
from directory.services.imports.service import ImportService, NewImport
from directory.services.taxonomy.editing import read_seed, seed
from directory.store.database import Database
from directory.store.schema import upgrade
from directory.store.tables import metadata
from search.places.gazetteer import Commune, default_gazetteer

FORMAT = "mesure"
MAPPING = json.dumps(
    {
        "format": FORMAT, "libelle": "Mesure", "source": "mesure", "identite": ["identifiant"],
        "champs": {
            "titre_du_service": "titre_du_service", "structure": "structure", "siret": "siret",
            "description": "description", "besoins": {"colonnes": ["besoins"], "separateur": "|"},
            "public": {"colonnes": ["public"], "separateur": "|"}, "acces": "acces", "accueil": "accueil",
            "mobilisation": "mobilisation", "frais": "frais", "telephone": "telephone", "courriel": "courriel",
            "site": "site",
        },
        "horaires": "horaires",
        "lieu": {
            "adresse": "adresse", "code_postal": "code_postal", "commune": "commune", "latitude": "latitude",
            "longitude": "longitude",
        },
    }
)  # fmt: skip
"""One fiche a row, so that memory does not grow with the file."""
FILLED = ("structure", "resource", "place", "resource_need", "version", "change", "source_record", "duplicate")
WORDS = (
    "accompagnement", "aide", "démarches", "logement", "santé", "enfant", "permis", "transport", "budget", "dettes",
    "alimentation", "numérique", "formation", "emploi", "écoute", "famille", "garde", "droits", "juridique",
    "handicap", "atelier", "collectif", "individuel", "gratuit",
)  # fmt: skip
COLUMNS = (
    "identifiant", "titre_du_service", "structure", "siret", "description", "besoins", "public", "acces", "accueil",
    "mobilisation", "frais", "telephone", "courriel", "site", "horaires", "adresse", "code_postal", "commune",
    "latitude", "longitude",
)  # fmt: skip


def file_of(rows: int) -> bytes:
    """Return a CSV of invented services in the packaged template's columns, one fiche a row."""
    draw = random.Random(7)
    codes = ("13055", "13004", "13001", "69123", "75056", "33063", "59350", "2A004")
    communes = [commune for commune in map(default_gazetteer().get, codes) if commune is not None]
    needs = [code for code, need in read_seed().needs.items() if not need.retired]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter=";")
    writer.writeheader()
    for number in range(rows):
        commune = draw.choice(communes)
        service = service_of(number, draw, needs, most_structures=rows // 4 + 1)
        writer.writerow(service | place_of(commune, draw))
    return stream.getvalue().encode()


def service_of(number: int, draw: random.Random, needs: Sequence[str], *, most_structures: int) -> dict[str, str]:
    """Return the cells of an invented service, those of its place apart."""
    return {
        "identifiant": f"s-{number}",
        "titre_du_service": f"{' '.join(draw.choices(WORDS, k=4)).capitalize()} {number}",
        "structure": f"Structure {draw.choice(WORDS)} {draw.randrange(most_structures)}",
        "siret": "",
        "description": " ".join(draw.choices(WORDS, k=60)).capitalize() + ".",
        "besoins": "|".join(draw.sample(needs, k=draw.choice((1, 1, 2, 3)))),
        "public": draw.choice(("tous-publics", "jeunes|familles", "")),
        "acces": draw.choice(("libre", "sur-rendez-vous", "")),
        "accueil": "sur-place",
        "mobilisation": "information",
        "frais": draw.choice(("gratuit", "payant", "")),
        "telephone": f"04 91 {draw.randrange(100):02} {draw.randrange(100):02} {draw.randrange(100):02}",
        "courriel": f"contact{number}@exemple.fr",
        "site": f"https://exemple.fr/{number}",
        "horaires": draw.choice(("Lundi au vendredi : 9h-12h et 14h-17h", "Mardi : 9h-12h", "")),
    }


def place_of(commune: Commune, draw: random.Random) -> dict[str, str]:
    """Return the cells of an invented address in a commune."""
    return {
        "adresse": f"{draw.randrange(1, 200)} rue de la République",
        "code_postal": commune.postcodes[0],
        "commune": commune.name,
        "latitude": f"{(commune.latitude or 0) + draw.uniform(-0.05, 0.05):.6f}",
        "longitude": f"{(commune.longitude or 0) + draw.uniform(-0.05, 0.05):.6f}",
    }


def full_content(folder: Path, rows: int, *, is_terse: bool) -> bytes:
    path = folder / "full.csv"
    full_file.FullFile(read_seed(), default_gazetteer(), is_terse=is_terse).write(path, rows)
    return path.read_bytes()


class Spent:
    """Seconds a block took on the clock, and of processor: the second is what a shared machine can compare."""

    def __enter__(self) -> "Spent":
        self._start = (time.perf_counter(), time.process_time())
        return self

    def __exit__(self, *_: object) -> None:
        self.clock_s = time.perf_counter() - self._start[0]
        self.processor_s = time.process_time() - self._start[1]

    def __str__(self) -> str:
        return f"{self.clock_s:8.2f} s, {self.processor_s:8.2f} s of processor"


def new_base(folder: Path, name: str) -> Database:
    database = Database(f"sqlite:///{folder / name}")
    upgrade(database)
    return database


def bare(filled: Database, folder: Path) -> Spent:
    """Copy every table an import fills into a new base with ``executemany`` alone."""
    target = new_base(folder, "bare.sqlite3")
    spent = Spent()
    with filled.read() as uow:
        source = uow.connection
        batches = [tuple(row) for row in source.execute(text("SELECT * FROM import_batch"))]
        rows = {name: [tuple(row) for row in source.execute(text(f"SELECT * FROM {name}"))] for name in FILLED}
    with target.write() as uow:
        cursor = uow.connection.connection.cursor()
        cursor.executemany(f"INSERT INTO import_batch VALUES ({', '.join('?' * len(batches[0]))})", batches)
    with spent, target.write() as uow:
        cursor = uow.connection.connection.cursor()
        for name in FILLED:
            marks = ", ".join("?" * len(metadata.tables[name].columns))
            cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[name])
    target.close()
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--full", action="store_true", help="28 filled columns in the packaged template")
    parser.add_argument("--against", metavar="COMMIT", help="the same file of 28 columns by this commit too, in turn")
    parser.add_argument("--rounds", type=int, default=1, help="turns of each commit")
    parser.add_argument("--terse", action="store_true", help="28 columns of few letters: 300,000 rows are then read")
    parser.add_argument("--profile", action="store_true", help="say where the time of the import goes")
    asked = parser.parse_args()
    if asked.against:
        compare(asked.against, asked.rows, rounds=asked.rounds, is_terse=asked.terse)
    else:
        measure(asked)


def measure(asked: argparse.Namespace) -> None:
    gazetteer = default_gazetteer()
    author = Author(None, "mesure")
    with tempfile.TemporaryDirectory() as name:
        content = full_content(Path(name), asked.rows, is_terse=asked.terse) if asked.full else file_of(asked.rows)
        database = new_base(Path(name), "imported.sqlite3")
        seed(database, read_seed())
        imports = ImportService(
            database, ResourceService(database, gazetteer), gazetteer, now=lambda: datetime.now(UTC)
        )  # fmt: skip
        chosen = (full_file.FORMAT,) if asked.full else (FORMAT, MAPPING)
        new = NewImport("essai.csv", content, *chosen)
        batch = imports.receive(new, author=author)
        profile = cProfile.Profile()
        with Spent() as looked:
            if asked.profile:
                profile.enable()
            imports.dry_run(batch)
            profile.disable()
        say("dry run", looked)
        with Spent() as applied:
            if asked.profile:
                profile.enable()
            report = imports.apply(batch)
            profile.disable()
        say("reading to last commit", applied)
        say("", dict(report.counts))
        say("peak memory", f"{process.getrusage(process.RUSAGE_SELF).ru_maxrss // 1024:8} MB")
        again = imports.receive(new, author=author)
        imports.dry_run(again)
        with Spent() as same:
            imports.apply(again)
        say("the same file again", same)
        least = bare(database, Path(name))
        say("bare executemany", least)
        say("times", f"{applied.clock_s / least.clock_s:8.1f}   {applied.processor_s / least.processor_s:8.1f}")
        database.close()
    if asked.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


def say(what: str, found: object) -> None:
    sys.stdout.write(f"{what:24} {found}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
