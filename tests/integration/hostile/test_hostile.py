"""Hostile files are read, or refused in French, in bounded memory, and the pages answer.

Two hundred of them with ``make hostile``.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import pytest

from bench.site import Site, worker_of
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.fiches import TAXONOMY
from tests.integration.hostile.files import COUNT, HostileFile, hostile_files
from tests.integration.hostile.served import WORKERS, Searches, Sender, base_in
from tests.web.imports.conftest import Desk, desk, editor, site, team

__all__ = ["desk", "editor", "site", "team"]

MOST_MB = 400
ALL = os.environ.get("HOSTILE") == "all"
"""``make hostile`` reads them all, in a few minutes."""
EACH = 9
"""Of those that are soon read, one in nine, else."""
FRENCH = re.compile(r"(lu \d+|[A-ZÀÉ«].*\.)", re.DOTALL)


def outcomes(database: Database, files: Iterable[HostileFile]) -> list[dict[str, object]]:
    """Read files, each in a process of its own."""
    names = "\n".join(each.name for each in files)
    command = [
        sys.executable,
        "-m",
        "tests.integration.hostile.child",
        database.url.render_as_string(hide_password=False),
    ]
    done = subprocess.run(command, input=names.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def faults(found: list[dict[str, object]]) -> list[dict[str, object]]:
    return [each for each in found if not FRENCH.fullmatch(str(each["said"])) or int(str(each["mb"])) > MOST_MB]


def test_hostile_files_are_read_or_refused_in_french(sqlite_database: Database) -> None:
    seed(sqlite_database, TAXONOMY)
    files = hostile_files() if ALL else [each for each in hostile_files() if not each.is_large][::EACH]
    found = outcomes(sqlite_database, files)
    assert len(found) == len(files) and not faults(found)


@pytest.mark.parametrize(
    "name",
    ["surrogats.json", "coin.xlsx", "nuls.csv", "chemin-0.zip", "entites.xlsx", "profond.json", "titres-html.csv"],
)
def test_the_pages_answer_whatever_the_file(desk: Desk, name: str) -> None:
    file = next(each for each in hostile_files() if each.name == name)
    where = desk.send(file.make(), file.name)
    assert desk.client.get(where).status_code == 200
    assert desk.client.get(f"{where.rsplit('/', 1)[0]}/lecture").status_code == 200
    assert desk.client.get("/").status_code == 200


@pytest.mark.slow
def test_a_running_site_answers_searches_whatever_is_sent_to_it(tmp_path: Path) -> None:
    database = base_in(tmp_path)
    files = hostile_files() if ALL else [each for each in hostile_files() if not each.is_large][:: 4 * EACH]
    with Site(tmp_path, workers=WORKERS) as site, worker_of(site) if ALL else nullcontext():
        sender = Sender(site, database)
        with Searches(site) as searches:
            said = {file.name: sender.send(file, wait=ALL) for file in files}
    database.close()
    assert not [each for each in said.items() if each[1].startswith("!!")]
    assert searches.answered and not searches.failed


def test_the_same_seed_makes_the_same_files() -> None:
    first, second = hostile_files(), hostile_files()
    assert [each.name for each in first] == [each.name for each in second] and len(
        {each.name for each in first}
    ) == COUNT
    wounded = [rank for rank, each in enumerate(first) if each.name.startswith(("coupe-", "change-"))]
    assert wounded and all(first[rank].make() == second[rank].make() for rank in wounded)
