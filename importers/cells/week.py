"""A week of opening hours: intervals by day, and how they are written."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from search.text.french import DAYS

CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

DAY_MINUTES = 24 * 60

Interval: TypeAlias = tuple[int, int]
"""Minutes since midnight, start before end; a night ends after 24:00."""
Week: TypeAlias = tuple[tuple[int, Interval], ...]
"""Pairs of a day (0 is Monday) and an interval, sorted."""

DAY_INDEX = {name[:3]: index for index, name in enumerate(DAYS)}
"""By the first three letters of the name."""


def minutes_of(hour: int, minute: int) -> int | None:
    """Return minutes since midnight, or None for a time that does not exist."""
    total = hour * 60 + minute
    return total if minute < 60 and total <= 24 * 60 else None


def osm_of(week: Iterable[tuple[int, Interval]], *, holidays: Literal["", "off", "open"] = "") -> str:
    """Write intervals in OpenStreetMap syntax, days alike together: "Mo-Fr 09:00-12:00; Sa 10:00-12:00".

    holidays   closed, open as on the other days, or not spoken of.
    Raises ValueError for holidays open as days that are not alike.
    """
    by_day: dict[int, list[Interval]] = {}
    for day, interval in sorted(set(week)):
        merged = by_day.setdefault(day, [])
        if merged and interval[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], interval[1]))
        else:
            merged.append(interval)
    groups: dict[str, list[int]] = {}
    for day, intervals in sorted(by_day.items()):
        groups.setdefault(",".join(f"{_clock(start)}-{_clock(end)}" for start, end in intervals), []).append(day)
    if holidays == "open" and len(groups) > 1:
        raise ValueError(holidays)
    also = ",PH" if holidays == "open" else ""
    rules = [f"{_day_codes(days)}{also} {times}" for times, days in groups.items()]
    # After a semicolon, the hours of a day would cut the end of the night before.
    has_nights = any(end > DAY_MINUTES for intervals in by_day.values() for _, end in intervals)
    text = (", " if has_nights else "; ").join(rules)
    return f"{text}; PH off" if holidays == "off" else text


def _clock(minutes: int) -> str:
    shown = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{shown // 60:02d}:{shown % 60:02d}"


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _day_codes(days: Sequence[int]) -> str:
    return ",".join(CODES[a] if a == b else f"{CODES[a]}-{CODES[b]}" for a, b in _runs(days))


def day_names(days: Sequence[int]) -> str:
    parts = [DAYS[a] if a == b else f"du {DAYS[a]} au {DAYS[b]}" for a, b in _runs(days)]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
