"""The weekly grid of the form, and the OpenStreetMap text it stands for: one way, then back to the same grid.

A line is a range of hours and the days on which it holds; lines add up, as people say them. What a grid cannot say is
never flattened into one: it stays a text, beside the grid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from directory.services.hours.intervals import hours_known, spans_of
from directory.services.hours.rules import Rule, rules_of
from directory.services.hours.selectors import CODES_OF_DAYS
from search.criteria import MINUTES_A_DAY

BY_APPOINTMENT = "sur rendez-vous"
HOLIDAYS_OFF = "PH off"
ALWAYS = "24/7"
WHOLE_WEEK = tuple(range(7))
COMPARED_FROM, COMPARED_DAYS = date(2027, 4, 26), 40
"""Weeks that hold four public holidays of France, one on a Thursday and one on a Monday."""


class Holidays(StrEnum):
    """What is said of public holidays: closed, open as on another day, nothing."""

    CLOSED = "ferme"
    OPEN = "ouvert"
    UNKNOWN = "inconnu"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One range of hours. Minutes since midnight, ``start`` before ``end``; a night ends after 24:00.

    days   from 0 for Monday, sorted.
    """

    start: int
    end: int
    by_appointment: bool
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """``lines`` in one order, each range once: two grids that say the same are equal."""

    lines: tuple[Line, ...] = ()
    holidays: Holidays = Holidays.UNKNOWN

    @classmethod
    def of(cls, lines: Iterable[Line], holidays: Holidays = Holidays.UNKNOWN) -> "Grid":
        """Return the grid of some lines, in any order: those of one range become one."""
        days: dict[tuple[int, int, bool], set[int]] = {}
        for line in lines:
            days.setdefault((line.start, line.end, line.by_appointment), set()).update(line.days)
        kept = sorted(Line(*what, tuple(sorted(when))) for what, when in days.items() if when)
        return cls(tuple(kept), holidays if kept else Holidays.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Entered:
    """Hours as a form shows them: a grid, and beside it the text of what the grid cannot say."""

    grid: Grid = Grid()
    special: str = ""


def osm_of(entered: Entered) -> str:
    """Return the OpenStreetMap text of a grid and of what stands beside it; empty when both are."""
    grid, special = entered.grid, entered.special
    rules = ALWAYS if grid == _ALWAYS_OPEN else _joined_rules(grid)
    off = HOLIDAYS_OFF if grid.holidays is Holidays.CLOSED else ""
    return _followed(_followed(rules, special), off)


def entered_of(hours: str) -> Entered:
    """Return hours as a form shows them: as much as possible in the grid, the rest, unchanged, beside it."""
    return _entered(hours) if hours else Entered()


@lru_cache(maxsize=5_000)
def _entered(hours: str) -> Entered:
    rules = rules_of(hours) if hours_known(hours) else ()
    off = [rule for rule in rules[-1:] if rule.text == HOLIDAYS_OFF]
    rules = rules[: len(rules) - len(off)]
    for count in range(len(rules), 0, -1):
        grid = _grid_of(rules[:count])
        if grid is None:
            continue
        if off:
            grid = replace(grid, holidays=Holidays.CLOSED)
        found = Entered(grid, _text_of(rules[count:]))
        if means_the_same(osm_of(found), hours):
            return found
    return Entered(special=hours)


def means_the_same(one: str, other: str) -> bool:
    """Say whether two texts open, and say, the same at every minute of some weeks with and without holidays."""
    return all(
        spans_of(one, department, COMPARED_FROM, COMPARED_DAYS)
        == spans_of(other, department, COMPARED_FROM, COMPARED_DAYS)
        for department in ("", "67")
    )


def _grid_of(rules: Sequence[Rule]) -> Grid | None:
    """Return the grid that some rules fill, None when one says something else than hours of weekdays."""
    if len(rules) == 1 and rules[0].text == ALWAYS:
        return _ALWAYS_OPEN
    usual: set[tuple[int, int, bool, int]] = set()
    holidays: set[tuple[int, int, bool, int]] = set()
    for rule in rules:
        found = _cells_of(rule)
        if found is None:
            return None
        if rule.selector.startswith("PH "):
            holidays |= found
            continue
        if rule.separator == ";":
            days = {day for *_, day in found}
            usual = {cell for cell in usual if cell[3] not in days}
        usual |= found
    if holidays and holidays != usual:
        return None
    lines = (Line(start, end, by_appointment, (day,)) for start, end, by_appointment, day in usual)
    return Grid.of(lines, Holidays.OPEN if holidays else Holidays.UNKNOWN)


def _cells_of(rule: Rule) -> set[tuple[int, int, bool, int]] | None:
    if rule.is_fallback or rule.modifier or rule.comment not in ("", BY_APPOINTMENT) or not rule.times:
        return None
    days = _days_of(rule.selector.removeprefix("PH "))
    ranges = [_range_of(time) for time in rule.times]
    if not days or None in ranges:
        return None
    by_appointment = rule.comment == BY_APPOINTMENT
    return {(*each, by_appointment, day) for each in ranges if each is not None for day in days}


def _days_of(selector: str) -> set[int]:
    found: set[int] = set()
    for part in selector.split(",") if selector else ["Mo-Su"]:
        first, _, last = part.strip().partition("-")
        if first not in CODES_OF_DAYS or (last and last not in CODES_OF_DAYS):
            return set()
        start, end = CODES_OF_DAYS.index(first), CODES_OF_DAYS.index(last or first)
        found.update(range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1)))
    return found


def _range_of(time: str) -> tuple[int, int] | None:
    first, _, last = time.partition("-")
    start, end = _minutes(first), _minutes(last)
    if start is None or end is None or start == end or start >= MINUTES_A_DAY:
        return None
    return start, end if end > start else end + MINUTES_A_DAY


def _minutes(text: str) -> int | None:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute) if hour.isdigit() and minute.isdigit() else None


def _joined_rules(grid: Grid) -> str:
    rules = [*_rules(grid.lines, by_appointment=False), *_rules(grid.lines, by_appointment=True)]
    if grid.holidays is Holidays.OPEN:
        rules += [f"PH {rule}" for rule in rules]
    # After a semicolon a rule takes the place of what was said of its days, the end of the night before included.
    return (", " if _adds_up(grid) else "; ").join(rules)


def _adds_up(grid: Grid) -> bool:
    plain = {day for line in grid.lines if not line.by_appointment for day in line.days}
    other = {day for line in grid.lines if line.by_appointment for day in line.days}
    has_nights = any(line.end > MINUTES_A_DAY for line in grid.lines)
    return has_nights or bool(plain & other) or grid.holidays is Holidays.OPEN


def _rules(lines: Iterable[Line], *, by_appointment: bool) -> list[str]:
    """Return one rule for the days that are alike, in the order of the week."""
    times: dict[int, list[str]] = {}
    for line in lines:
        if line.by_appointment == by_appointment:
            for day in line.days:
                times.setdefault(day, []).append(f"{_clock(line.start)}-{_clock(line.end)}")
    alike: dict[str, list[int]] = {}
    for day in sorted(times):
        alike.setdefault(",".join(times[day]), []).append(day)
    comment = f' "{BY_APPOINTMENT}"' if by_appointment else ""
    return [f"{_day_codes(days)} {said}{comment}" for said, days in alike.items()]


def _clock(minutes: int) -> str:
    shown = minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY
    return f"{shown // 60:02d}:{shown % 60:02d}"


def _day_codes(days: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    codes = [(CODES_OF_DAYS[run[0]], CODES_OF_DAYS[run[-1]], len(run)) for run in runs]
    return ",".join(first if count == 1 else f"{first}-{last}" for first, last, count in codes)


def _text_of(rules: Sequence[Rule]) -> str:
    return "".join(f"{rule.separator if rank else ''} {rule.text}" for rank, rule in enumerate(rules)).strip()


def _followed(text: str, more: str) -> str:
    """Return a text and what comes after it: added to it, unless it closes."""
    if not text or not more:
        return text or more
    first = rules_of(more)[:1]
    adds = first and not first[0].is_closing and first[0].selector
    return f"{text}{',' if adds else ';'} {more}"


_ALWAYS_OPEN = Grid((Line(0, MINUTES_A_DAY, by_appointment=False, days=WHOLE_WEEK),), Holidays.OPEN)
