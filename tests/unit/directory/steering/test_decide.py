"""Two of the three points to decide: what is late for longest, and reports that wait."""

from collections.abc import Mapping, Sequence

import numpy as np

from directory.domain.steering.periods import Quarter, period_of
from directory.services.steering.decide import Overdue, Waiting, overdue, waiting
from directory.services.steering.reckoned import Reckoned, Scope
from directory.services.steering.snapshot import Snapshot
from tests.fiches import NOW

FICHES = 10


def reckoned(
    sets: Mapping[str, Sequence[int]], reports: Sequence[tuple[int, int]] = (), scope: Mapping[str, str] | None = None
) -> Reckoned:
    """Return a quarter of ten fiches, numbered from 1.

    sets      name → numbers of the fiches that bear it; all are published where it is not said.
    reports   number of the fiche and days since it was told, of each open report.
    """
    ids = np.arange(1, FICHES + 1)
    bits = {name: np.isin(ids, list(numbers)) for name, numbers in {"publiees": list(ids), **sets}.items()}
    events = {"signalements-ouverts": np.array([number - 1 for number, _ in reports], dtype=np.int32)}
    days = {"signalements-ouverts": np.array([days for _, days in reports], dtype=np.int32)}
    period = period_of("2026-T1")
    assert period is not None
    day = Quarter(2026, 1).last_day
    return Reckoned(
        period, (Snapshot(day, NOW, ids, bits, events, days, (), (), (), {}, {}, ()),), Scope(dict(scope or {}))
    )


def test_nothing_late_for_a_month_is_no_point() -> None:
    assert overdue(reckoned({}), None) is None
    assert overdue(reckoned({"retard-30": []}), reckoned({"retard-90": [1, 2]})) is None


def test_the_longest_lateness_that_somebody_is_in_is_told_with_what_it_was() -> None:
    late = {"retard-30": [1, 2, 3, 4], "retard-60": [1, 2]}
    assert overdue(reckoned(late), None) == Overdue(60, 2, None, 0, 0)
    # The same lateness is looked at in the quarter before, were nobody in it then.
    before = reckoned({"retard-30": [5], "retard-60": [], "retard-90": []})
    assert overdue(reckoned(late), before) == Overdue(60, 2, 0, 0, 0)
    assert overdue(reckoned({**late, "retard-90": [1]}), before) == Overdue(90, 1, 0, 0, 0)


def test_three_institutions_at_most_are_told_to_hold_what_is_late_and_nobody_is_none() -> None:
    owners = {"institution:": [1, 2, 3], "institution:a": [4, 5], "institution:b": [6], "institution:c": [7, 8]}
    late = {"retard-30": range(1, 10)}
    assert overdue(reckoned({**owners, **late, "institution:d": [9, 10]}), None) == Overdue(30, 9, None, 5, 3)
    # One that holds nothing late is not counted among them.
    assert overdue(reckoned({**owners, "retard-30": [1, 4]}), None) == Overdue(30, 2, None, 1, 1)
    assert overdue(reckoned({**owners, "retard-30": [1]}), None) == Overdue(30, 1, None, 0, 0)


def test_what_is_late_is_published_and_within_what_is_asked() -> None:
    sets = {"publiees": [1, 2, 3], "retard-90": [3, 4], "retard-60": [2, 3, 4], "institution:a": [2, 4]}
    assert overdue(reckoned(sets), None) == Overdue(90, 1, None, 0, 0)
    narrowed = {"institution": "a"}
    assert overdue(reckoned(sets, scope=narrowed), None) == Overdue(60, 1, None, 1, 1)


def test_reports_that_wait_for_a_week_at_most_are_no_point() -> None:
    assert waiting(reckoned({})) is None
    assert waiting(reckoned({}, [(1, 0), (2, 7)])) is None


def test_reports_that_wait_for_longest_are_told_each_as_often_as_it_was_made() -> None:
    nobodys = {"institution:": [1, 2]}
    assert waiting(reckoned(nobodys, [(1, 8), (1, 21), (3, 9), (4, 2)])) == Waiting(7, 3, 2)
    assert waiting(reckoned(nobodys, [(1, 8), (2, 22), (3, 40)])) == Waiting(21, 2, 1)
    assert waiting(reckoned({}, [(3, 22)])) == Waiting(21, 1, 0)


def test_reports_that_wait_are_those_of_the_fiches_asked_for() -> None:
    sets = {"institution:": [1], "institution:a": [2]}
    narrowed = {"institution": "a"}
    assert waiting(reckoned(sets, [(1, 30), (2, 8)], narrowed)) == Waiting(7, 1, 0)
