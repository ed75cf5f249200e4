"""What a text about opening hours says, gathered as it is read, and settled once it is read whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from importers.cells.hours_tokens import Token
from importers.cells.week import DAY_MINUTES, Interval
from search.text.analysis import fold

Days = tuple[int, ...]

_NOON, _LUNCH_ENDS = 12 * 60, 14 * 60
_NIGHT_BEGINS, _NIGHT_ENDS = 17 * 60, 9 * 60
_STARTS = {"matin": (0, 13 * 60), "apres": (11 * 60 + 30, DAY_MINUTES), "soir": (16 * 60, DAY_MINUTES)}
"""When what is said of a half day may begin: "l’après-midi de 2h à 5h" is not the night."""


class NotUnderstood(Exception):
    """The sentence does not follow the grammar, or contradicts itself."""


@dataclass(slots=True)
class Reading:
    """What a text says.

    week            intervals by day; a night ends after 24:00.
    holidays        what is said of public holidays: closed, open as on other days, or nothing.
    remarks         words, each with the days they stand beside, none for all.
    named           days that are named one by one with hours.
    closed          days said to be closed; ``closed_halves``: the same of a morning (True) or an afternoon.
    without_hours   days of which "00:00-00:00" is all that is said.
    """

    week: set[tuple[int, Interval]] = field(default_factory=set)
    is_always: bool = False
    holidays: Literal["", "off", "open"] = ""
    remarks: list[tuple[Days, str]] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    closed_halves: set[tuple[int, bool]] = field(default_factory=set)
    without_hours: set[int] = field(default_factory=set)

    def add(self, days: Days, intervals: Sequence[Interval]) -> None:
        for start, end in intervals:
            if (start, end) == (0, 0):
                self.without_hours.update(days)
            else:
                self.week.update((day, (start, end)) for day in days)

    def close(self, days: Days, half: str) -> None:
        """Close days, or one half of each."""
        if not half:
            self.closed.update(days)
        elif (name := half_of(half)) == "soir":
            raise NotUnderstood
        else:
            self.closed_halves.update((day, name == "matin") for day in days)

    def merged(self, other: "Reading") -> "Reading":
        """Return what two cells of one week say together."""
        return Reading(
            week=self.week | other.week,
            is_always=self.is_always or other.is_always,
            holidays=self.holidays or other.holidays,
            remarks=[*self.remarks, *other.remarks],
            named=self.named | other.named,
            closed=self.closed | other.closed,
            closed_halves=self.closed_halves | other.closed_halves,
            without_hours=self.without_hours | other.without_hours,
        )


def half_of(text: str) -> str:
    """Return ``matin``, ``apres`` or ``soir``."""
    return next(name for name in _STARTS if name in fold(text))


def interval_of(first: Token, last: Token, *, half: str) -> Interval:
    """Return an interval, (0, 0) for "00:00-00:00"; a night ends after 24:00. Raises NotUnderstood."""
    start, end = first.minutes, last.minutes
    if start is None or end is None:
        raise NotUnderstood
    if (start, end) == (0, 0):
        return 0, 0
    start %= DAY_MINUTES
    if end == 0:
        end = DAY_MINUTES
    if end <= start:
        if start < _NIGHT_BEGINS or end > _NIGHT_ENDS:
            raise NotUnderstood
        end += DAY_MINUTES
    if half:
        earliest, latest = _STARTS[half_of(half)]
        if not earliest <= start < latest:
            raise NotUnderstood
    return start, end


def settled(reading: Reading) -> Reading:
    """Take away what is closed. Raises NotUnderstood where what is said contradicts itself, or says no hours."""
    week = {(day, interval) for day, interval in reading.week if day not in reading.closed}
    if reading.closed & reading.named & {day for day, _ in reading.week}:
        raise NotUnderstood
    if reading.is_always and (week or reading.closed or reading.closed_halves):
        raise NotUnderstood
    for day, is_morning in reading.closed_halves:
        week -= _in_half({(known, interval) for known, interval in week if known == day}, is_morning=is_morning)
    if _overlaps(week):
        raise NotUnderstood
    _check_days_without_hours(reading, {day for day, _ in week})
    reading.week = week
    return reading


def _in_half(told: set[tuple[int, Interval]], *, is_morning: bool) -> set[tuple[int, Interval]]:
    if any(start < _NOON and end > _LUNCH_ENDS for _, (start, end) in told):
        raise NotUnderstood
    return {(day, interval) for day, interval in told if (interval[0] < _NOON) == is_morning}


def _overlaps(week: set[tuple[int, Interval]]) -> bool:
    """Tell whether two intervals of one day overlap, or a night and the day after it."""
    by_day: dict[int, list[Interval]] = {}
    for day, interval in week:
        by_day.setdefault(day, []).append(interval)
    for day, intervals in by_day.items():
        after = [(start + DAY_MINUTES, end + DAY_MINUTES) for start, end in by_day.get((day + 1) % 7, ())]
        for start, end in intervals:
            others = [other for other in (*intervals, *after) if other != (start, end)]
            if any(start < ends and begins < end for begins, ends in others):
                return True
    return False


def _check_days_without_hours(reading: Reading, opened: set[int]) -> None:
    """Raise NotUnderstood when words beside "00:00-00:00" may be the hours themselves."""
    silent = reading.without_hours - opened
    if silent and any(not days or silent.intersection(days) for days, _ in reading.remarks):
        raise NotUnderstood
