"""What happened in a half-year or a year is what happened in its quarters, counted another way."""

import random
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from directory.domain.steering.counts import Counted as Used
from directory.domain.steering.counts import Metric
from directory.domain.steering.periods import Quarter, period_of
from directory.services.steering.figures import BY_KEY
from directory.services.steering.reckoned import Reckoned, Scope
from directory.store.unit_of_work import UnitOfWork
from tests.integration.steering.bases import QUARTER, TERRITORIES, base_file, random_base
from tests.integration.steering.counted import Counted, check_delay

HAPPENED = ("creees", "modifiees", "archivees", "confirmees", "signalements-recus", "signalements-traites")
IN_MAY = datetime(2026, 5, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("seed", range(100, 106))
def test_a_half_year_and_a_year_sum_what_happened_in_their_quarters(
    seed: int, migrated_sqlite_file: Path, tmp_path: Path
) -> None:
    database = base_file(tmp_path, migrated_sqlite_file, seed)
    quarters = random_base(database, seed, IN_MAY)
    with database.write() as uow:
        for day in (date(2026, 3, 31), date(2026, 4, 1)):
            for need, value in (("mobilite-permis", 3 + seed % 4), ("famille-garde", 8)):
                uow.counts.add({count_of(day, need): value})
    for quarter in (QUARTER, QUARTER.after(1)):
        quarters.keep(quarter)
    draw = random.Random(seed)
    for code in ("2026-T1", "2026-T2", "2026-S1", "2026"):
        period = period_of(code)
        assert period is not None
        kept = quarters.reckoned(period)
        assert kept is not None and len(kept.snapshots) == min(2, len(period.quarters))
        with database.read() as uow:
            for narrowed in ({}, {"territoire": draw.choice(TERRITORIES)}):
                reckoned = kept.within(Scope(narrowed))
                counted = Counted(uow, narrowed, period.first_day, period.last_day)
                lists = counted.lists()
                for key in HAPPENED:
                    figure = BY_KEY[key]
                    assert figure.fiches is not None
                    assert sorted(figure.fiches(reckoned)) == lists[key], (key, code, narrowed)
                    assert figure.value(reckoned).number == len(lists[key]), (key, code, narrowed)
            check_delay(kept, Counted(uow, {}, period.first_day, period.last_day))
            _check_searches(kept, uow)
    database.close()


def count_of(day: date, need: str) -> Used:
    return Used(day, Metric.SEARCHES, need, "secteur:salon")


def _check_searches(reckoned: Reckoned, uow: UnitOfWork) -> None:
    """Each cell of each quarter is shown from five on, and sums are those of the cells that are."""
    cells: Counter[tuple[date, str, str]] = Counter()
    for need, territory, value, said in uow.connection.exec_driver_sql(
        "SELECT need, territory, value, day FROM daily_count WHERE metric = 'recherches'"
    ):
        day = date.fromisoformat(said)
        if reckoned.period.first_day <= day <= reckoned.period.last_day:
            cells[Quarter.of(day).first_day, need, territory] += value
    found = reckoned.used(Metric.SEARCHES)
    values = cells.values()
    assert (found.value, found.hidden) == (sum(v for v in values if v >= 5), sum(v < 5 for v in values))
