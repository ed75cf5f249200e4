"""A day is that of a place: the same instant is two days, or three, over the territories of France."""

from datetime import UTC, date, datetime

import pytest

from search.places.clock import day_begins, days_between, local_day

LATE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
MARCH_2, MARCH_3 = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    "commune, day",
    [
        ("", MARCH_3),
        ("75056", MARCH_3),
        ("97411", MARCH_3),  # Saint-Denis de La Réunion, 03:30
        ("97209", MARCH_2),  # Fort-de-France, 19:30
        ("97302", MARCH_2),  # Cayenne, 20:30
        ("98818", MARCH_3),  # Nouméa, 10:30
        ("98735", MARCH_2),  # Papeete, 13:30
    ],
)
def test_late_in_the_evening_the_day_depends_on_the_place(commune: str, day: date) -> None:
    assert local_day(LATE, commune) == day


def test_a_day_begins_when_it_does_in_its_place() -> None:
    assert day_begins(MARCH_3).astimezone(UTC) == datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert day_begins(MARCH_3, "97209").astimezone(UTC) == datetime(2026, 3, 3, 4, tzinfo=UTC)
    for commune in ("", "97209", "97411"):
        assert local_day(day_begins(MARCH_3, commune), commune) == MARCH_3


def test_days_between_two_instants_are_those_of_the_place() -> None:
    an_hour_later = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    assert days_between(LATE, an_hour_later, "75056") == 0
    assert days_between(datetime(2026, 3, 2, 22, 30, tzinfo=UTC), LATE, "75056") == 1
    assert days_between(LATE, datetime(2026, 3, 3, 4, 30, tzinfo=UTC), "97209") == 1
