"""Whatever several people do to the same fiches, in whatever order: no history, no text and no right is lost.

A few short lives with the suite; ``make lives`` goes much further, at random.
"""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import TAXONOMY
from tests.integration.fiches.lives import Lives

LIVES = int(os.environ.get("LIVES", "0"))
"""How many, each of a hundred steps; none: a few short ones, always the same."""
SHORT, SHORT_ON_POSTGRESQL = 20, 6
PROFILE = settings(
    max_examples=LIVES or SHORT,
    stateful_step_count=100 if LIVES else 30,
    derandomize=not LIVES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def try_out(new_base: Callable[[], Database], folder: Path, profile: settings = PROFILE) -> None:
    numbers = itertools.count(1)

    def machine() -> Lives:
        return Lives(new_base(), folder / str(next(numbers)))

    run_state_machine_as_test(machine, settings=profile)  # type: ignore[no-untyped-call]


def seeded(database: Database) -> Database:
    seed(database, TAXONOMY)
    Team(database)
    return database


@pytest.mark.slow
def test_lives_on_sqlite(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.sqlite3"
    shutil.copy(migrated_sqlite_file, first)
    seeded(Database(f"sqlite:///{first}")).close()
    numbers = itertools.count(1)

    def new_base() -> Database:
        path = tmp_path / f"{next(numbers)}.sqlite3"
        shutil.copy(first, path)
        return Database(f"sqlite:///{path}")

    try_out(new_base, tmp_path)


@pytest.mark.slow
@pytest.mark.postgres
def test_lives_on_postgresql(new_postgresql_url: Callable[[], str], tmp_path: Path) -> None:
    fewer = settings(PROFILE, max_examples=LIVES or SHORT_ON_POSTGRESQL)
    try_out(lambda: seeded(Database(new_postgresql_url())), tmp_path, fewer)
