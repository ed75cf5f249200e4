"""Whatever several people do to the same fiches, in whatever order: no history, no text and no right is lost.

A few short lives with the suite; ``make lives`` goes much further, at random. A machine that sees nothing could be
taken for a base where nothing is wrong: so faults are planted, and each must be found, by a written life with the
suite, at random with ``make lives``.
"""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from directory.services.duplicates.merging import NotMergeable
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import TAXONOMY
from tests.integration.fiches.faults import FAULTS, Plant, live
from tests.integration.fiches.meetings import Meetings

LIVES = int(os.environ.get("LIVES", "0"))
"""How many, each of a hundred steps, an eighth of them on PostgreSQL; none: a few short ones, always the same."""
SHORT, SHORT_ON_POSTGRESQL = 16, 6
PROFILE = settings(
    max_examples=LIVES or SHORT,
    stateful_step_count=100 if LIVES else 30,
    derandomize=not LIVES,
    database=None,
    deadline=None,
    # What failing lives have in common is not looked for: it takes longer than the lives.
    phases=[Phase.generate, Phase.shrink],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


SEEKING = settings(PROFILE, max_examples=200, phases=[Phase.generate])
"""Until the first life that shows a fault, which is not made shorter."""


def try_out(new_base: Callable[[], Database], folder: Path, profile: settings = PROFILE) -> None:
    numbers = itertools.count(1)

    def machine() -> Meetings:
        return Meetings(new_base(), folder / str(next(numbers)))

    run_state_machine_as_test(machine, settings=profile)  # type: ignore[no-untyped-call]


def seeded(database: Database) -> Database:
    seed(database, TAXONOMY)
    Team(database)
    return database


@pytest.fixture
def new_sqlite_base(migrated_sqlite_file: Path, tmp_path: Path) -> Callable[[], Database]:
    first = tmp_path / "first.sqlite3"
    shutil.copy(migrated_sqlite_file, first)
    seeded(Database(f"sqlite:///{first}")).close()
    numbers = itertools.count(1)

    def new_base() -> Database:
        path = tmp_path / f"{next(numbers)}.sqlite3"
        shutil.copy(first, path)
        return Database(f"sqlite:///{path}")

    return new_base


@pytest.mark.slow
def test_lives_on_sqlite(new_sqlite_base: Callable[[], Database], tmp_path: Path) -> None:
    try_out(new_sqlite_base, tmp_path)


def test_a_written_life_meets_everything_and_finds_nothing(
    new_sqlite_base: Callable[[], Database], tmp_path: Path
) -> None:
    lived = live(Meetings(new_sqlite_base(), tmp_path / "index"))
    assert {each.stands for each in lived.met.values()} == {True, False}
    assert {each.is_open for each in lived.offered.values()} == {True, False}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found_by_a_written_life(
    new_sqlite_base: Callable[[], Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        live(Meetings(new_sqlite_base(), tmp_path / "index"))


if LIVES:

    @pytest.mark.slow
    @pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
    def test_a_planted_fault_is_found_at_random(
        new_sqlite_base: Callable[[], Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant
    ) -> None:
        plant(monkeypatch)
        # Who is let in where a refusal was due may meet another reason to refuse.
        with pytest.raises((AssertionError, pytest.fail.Exception, NotMergeable)):
            try_out(new_sqlite_base, tmp_path, SEEKING)


@pytest.mark.slow
@pytest.mark.postgres
def test_lives_on_postgresql(new_postgresql_url: Callable[[], str], tmp_path: Path) -> None:
    fewer = settings(PROFILE, max_examples=LIVES // 8 or SHORT_ON_POSTGRESQL)
    try_out(lambda: seeded(Database(new_postgresql_url())), tmp_path, fewer)
