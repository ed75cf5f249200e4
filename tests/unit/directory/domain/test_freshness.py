"""When a fiche falls due, and the rungs of asking."""

from collections import Counter
from datetime import date, timedelta

import pytest

from directory.domain.freshness import SHOWN_BEFORE, Due, Rung, Steps, add_months, due_on, next_rung

CREATED = date(2026, 1, 31)
STEPS = Steps()


@pytest.mark.parametrize(
    "months, expected",
    [(1, date(2026, 2, 28)), (3, date(2026, 4, 30)), (6, date(2026, 7, 31)), (12, date(2027, 1, 31))],
)
def test_a_month_ends_where_it_ends(months: int, expected: date) -> None:
    assert add_months(CREATED, months) == expected
    assert due_on(None, CREATED, months) == expected


def test_a_leap_day_has_a_birthday_every_year() -> None:
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2027, 8, 29), 6) == date(2028, 2, 29)


def test_what_a_person_verified_counts_from_that_day_whatever_door_it_came_through() -> None:
    for spread in (None, 1, 600):
        assert due_on(date(2026, 3, 2), CREATED, 6, spread=spread) == date(2026, 9, 2)


@pytest.mark.parametrize("first", [1, 17, 100_000])
@pytest.mark.parametrize("months", range(1, 13))
def test_fiches_of_one_day_fall_due_all_over_the_period(first: int, months: int) -> None:
    """Story 16: 600 fiches imported on one day."""
    dates = [due_on(None, CREATED, months, spread=number) for number in range(first, first + 600)]
    last = add_months(CREATED, months)
    assert min(dates) > CREATED + SHOWN_BEFORE and max(dates) <= last
    days = (last - CREATED - SHOWN_BEFORE).days
    a_day = Counter(dates)
    assert len(a_day) >= days - 3
    assert max(a_day.values()) <= 600 / days + 2


def due(**said: object) -> Due:
    return Due(1, "cd13", date(2026, 3, 2), **said)  # type: ignore[arg-type]


def test_nobody_is_asked_before_the_date() -> None:
    assert next_rung(due(), date(2026, 3, 1), STEPS) is None
    assert next_rung(due(), date(2026, 3, 2), STEPS) is Rung.ASKED


def test_the_rungs_count_from_the_day_somebody_was_asked_and_not_from_the_date() -> None:
    asked = date(2026, 6, 1)
    one = due(rung=Rung.ASKED, asked_on=asked, rung_on=asked)
    assert next_rung(one, asked + timedelta(29), STEPS) is None
    assert next_rung(one, asked + timedelta(30), STEPS) is Rung.AGAIN


def test_a_worker_that_was_off_for_months_climbs_one_rung_and_gives_the_next_its_delay() -> None:
    """Story 15."""
    late = date(2026, 12, 1)
    one = due(rung=Rung.ASKED, asked_on=date(2026, 3, 2), rung_on=date(2026, 3, 2))
    assert next_rung(one, late, STEPS) is Rung.AGAIN
    two = due(rung=Rung.AGAIN, asked_on=date(2026, 3, 2), rung_on=late)
    assert next_rung(two, late + timedelta(1), STEPS) is None
    assert next_rung(two, late + timedelta(30), STEPS) is Rung.RGC
    three = due(rung=Rung.RGC, asked_on=date(2026, 3, 2), rung_on=late)
    assert next_rung(three, late + timedelta(30), STEPS) is Rung.STEERING


def test_who_left_or_has_a_dead_mailbox_gives_way_to_the_next_rung_at_once() -> None:
    """Story 17."""
    asked = date(2026, 3, 2)
    assert next_rung(due(rung=Rung.ASKED, rung_on=asked), asked, STEPS, is_lost=True) is Rung.AGAIN
    assert next_rung(due(rung=Rung.RGC, rung_on=asked), asked, STEPS, is_lost=True) is Rung.STEERING
    assert next_rung(due(rung=Rung.STEERING, rung_on=asked), date(2027, 1, 1), STEPS, is_lost=True) is None


def test_the_days_of_the_rungs_are_settings() -> None:
    steps = Steps(again=10, rgc=15, steering=40)
    assert [steps.wait_after(rung).days for rung in (Rung.ASKED, Rung.AGAIN, Rung.RGC)] == [10, 5, 25]
