"""A quarter as it is kept: packed and read back, closed, counted again."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from directory.domain.steering.counts import Counted, Metric
from directory.domain.steering.periods import period_of
from directory.services.steering.quarters import NotCountedAgain, Quarters
from directory.services.steering.snapshot import pack, unpack
from directory.services.steering.territories import Territories
from tests.fiches import NOW
from tests.integration.steering.bases import MAP, QUARTER, SECTORS, TODAY, base_file, random_base


def test_a_snapshot_kept_is_the_one_reckoned(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    database = base_file(tmp_path, migrated_sqlite_file, 1)
    snapshot = random_base(database, 1).reckon(QUARTER)
    again = unpack(pack(snapshot))
    assert again.sets.keys() == snapshot.sets.keys() and (again.cells, again.far) == (snapshot.cells, snapshot.far)
    assert again.outcomes == snapshot.outcomes and any(each.given for each in again.outcomes)
    assert all(np.array_equal(again.sets[name], bits) for name, bits in snapshot.sets.items())
    assert all(np.array_equal(again.events[name], rows) for name, rows in snapshot.events.items())
    database.close()


def test_a_closed_quarter_no_longer_moves(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    database = base_file(tmp_path, migrated_sqlite_file, 2)
    clock = [NOW]
    random_base(database, 2)
    quarters = Quarters(database, Territories(MAP, SECTORS), ("13",), now=lambda: clock[0])
    kept = []
    for day in (NOW, NOW.replace(month=4, day=1), NOW.replace(month=4, day=2), NOW.replace(month=4, day=3)):
        clock[0] = day
        kept.append(quarters.keep_those_that_move())
    assert kept == [["2026-T1"], ["2026-T1", "2026-T2"], ["2026-T1", "2026-T2"], ["2026-T2"]]
    half = period_of("2026-S1")
    assert half is not None
    found = quarters.reckoned(half)
    assert found is not None and [each.day for each in found.snapshots] == [date(2026, 3, 31), date(2026, 4, 3)]
    assert quarters.reckoned(half.before) is None
    assert quarters.codes() == ["2026-T2", "2026-T1"]
    database.close()


def test_a_quarter_counted_again_keeps_its_fiches_and_says_since_when(
    migrated_sqlite_file: Path, tmp_path: Path
) -> None:
    database = base_file(tmp_path, migrated_sqlite_file, 4)
    clock = [NOW.replace(month=4, day=2)]
    random_base(database, 4)
    quarters = Quarters(database, Territories(MAP, SECTORS), ("13",), now=lambda: clock[0])
    period = period_of("2026-T1")
    assert period is not None
    with pytest.raises(NotCountedAgain):
        quarters.count_again(QUARTER)
    quarters.keep(QUARTER)
    before = quarters.reckoned(period)
    assert before is not None
    clock[0] = NOW.replace(month=6)
    with database.write() as uow:
        uow.counts.add({Counted(TODAY, Metric.SEARCHES, "famille-garde", "secteur:salon"): 70})
        uow.connection.exec_driver_sql("UPDATE resource SET status = 'archivee'")
    quarters.count_again(QUARTER)
    after = quarters.reckoned(period)
    assert after is not None and (after.last.first_at, after.last.at) == (before.last.at, clock[0])
    assert all(np.array_equal(after.last.sets[name], bits) for name, bits in before.last.sets.items())
    assert all(np.array_equal(after.last.events[name], rows) for name, rows in before.last.events.items())
    assert after.used(Metric.SEARCHES).value >= before.used(Metric.SEARCHES).value + 70
    assert quarters.keep_those_that_move() == ["2026-T2"], "it is closed all the same"
    quarters.count_again(QUARTER)
    again = quarters.reckoned(period)
    assert again is not None and again.last.first_at == before.last.at
    clock[0] = NOW.replace(year=2029, month=7)
    with pytest.raises(NotCountedAgain) as refused:
        quarters.count_again(QUARTER)
    assert refused.value.reason == "oublie"
    database.close()


def test_antennes_of_a_few_accounts_are_one_cell(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    database = base_file(tmp_path, migrated_sqlite_file, 3)
    quarters = random_base(database, 3)
    with database.write() as uow:
        uow.counts.add({Counted(TODAY, Metric.OFFICE_LIAISONS, office_id=rank): 3 for rank in (1, 2)})
    snapshot = quarters.reckon(QUARTER)
    cells = [(each.office_id, each.shown.value) for each in snapshot.cells if each.metric is Metric.OFFICE_LIAISONS]
    assert cells == [(0, 6)]
    database.close()
