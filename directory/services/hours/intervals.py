"""Opening hours, from the OpenStreetMap text of a fiche to intervals.

Everything is on the clock of the fiche's place: a minute is ``search.criteria.local_minute``, so that a service of
La Réunion that opens at 9 opens at 9 there. Public holidays are the country's and, where the fiche says what it does
on them, those of its département (Alsace-Moselle, overseas).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays
from opening_hours import OpeningHours, State
from opening_hours import ParserError as BadHours  # type: ignore[attr-defined]  # missing from its stubs

from fiche.content import Closure
from search.criteria import MINUTES_A_DAY, local_minute

Interval = tuple[int, int]

_SUBDIVISIONS = {
    **dict.fromkeys(("57",), "57"),
    **dict.fromkeys(("67", "68"), "6AE"),
    **{code: code for code in ("971", "972", "973", "974", "976")},
    "975": "PM",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
# A rule about public holidays, weekdays aside: what follows is a time or a closing.
_HOLIDAY_RULE = re.compile(
    r"^\s*(?:[A-Za-z\-,\[\]\d]+,)?PH(?:,[A-Za-z\-,\[\]\d]+)?\s+(?P<said>(?:\d|off|closed|open).*)$"
)
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of opening, half-open, in minutes; ``comment`` is what the hours add in words."""

    start: int
    end: int
    comment: str = ""


def hours_known(hours: str) -> bool:
    """Tell whether ``hours`` says when the service is open: neither empty, nor unreadable, nor only "unknown"."""
    return bool(hours) and _readable(hours) and not hours.strip().startswith("unknown")


def open_intervals(
    hours: str, closures: Sequence[Closure], department: str, from_day: date, days: int
) -> tuple[Interval, ...]:
    """Return when a service is open in ``days`` days from ``from_day``, half-open, merged, sorted.

    Unknown hours give the whole horizon: when it may be open. Days of closure are taken away. All on the clock of
    the place, so that no time zone is needed here.
    """
    start = from_day.toordinal() * MINUTES_A_DAY
    if hours_known(hours):
        intervals = _merged(hours, _SUBDIVISIONS.get(department, ""), from_day, days)
    else:
        intervals = ((start, start + days * MINUTES_A_DAY),)
    return _without(intervals, closures) if closures else intervals


def holidays_of(department: str) -> str:
    """Return the département if it has public holidays of its own; empty for the others, which share the country's."""
    return department if department in _SUBDIVISIONS else ""


@lru_cache(maxsize=20_000)
def _readable(hours: str) -> bool:
    try:
        OpeningHours(hours, country="FR")
    except BadHours:
        return False
    return True


@lru_cache(maxsize=200)
def _regional_holidays(subdivision: str, year: int) -> tuple[date, ...]:
    national = country_holidays("FR", years=[year])
    return tuple(sorted(set(country_holidays("FR", subdiv=subdivision, years=[year])) - set(national)))


def _with_regional_holidays(hours: str, subdivision: str, years: tuple[int, ...]) -> str:
    """Return the hours with what they say of public holidays repeated for those of the subdivision.

    opening-hours-py knows the country's only; this can go when it knows subdivisions.
    """
    if not subdivision or "PH" not in hours:
        return hours
    rules = []
    for rule in hours.split(";"):
        rules.append(rule)
        if found := _HOLIDAY_RULE.match(rule):
            said = found["said"].strip()
            days = (day for year in years for day in _regional_holidays(subdivision, year))
            rules.extend(f" {day.year} {_ENGLISH_MONTHS[day.month - 1]} {day.day:02d} {said}" for day in days)
    return ";".join(rules)


def spans_of(hours: str, department: str, from_day: date, days: int) -> tuple[Span, ...]:
    """Return the stretches of opening of known ``hours`` in ``days`` days, each with its comment."""
    return _spans(hours, _SUBDIVISIONS.get(department, ""), from_day, days)


@lru_cache(maxsize=20_000)
def _spans(hours: str, subdivision: str, from_day: date, days: int) -> tuple[Span, ...]:
    end_day = from_day + timedelta(days=days)
    years = tuple(range(from_day.year, end_day.year + 1))
    text = _with_regional_holidays(hours, subdivision, years)
    start = datetime.combine(from_day, datetime.min.time())
    end = datetime.combine(end_day, datetime.min.time())
    return tuple(
        Span(local_minute(opening), local_minute(closing), comment)
        for opening, closing, state, comment in OpeningHours(text, country="FR").intervals(start, end)
        if state != State.CLOSED
    )


@lru_cache(maxsize=20_000)
def _merged(hours: str, subdivision: str, from_day: date, days: int) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for span in _spans(hours, subdivision, from_day, days):
        if merged and span.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return tuple(merged)


def _without(intervals: tuple[Interval, ...], closures: Sequence[Closure]) -> tuple[Interval, ...]:
    for closure in closures:
        first = closure.first_day.toordinal() * MINUTES_A_DAY
        last = (closure.last_day.toordinal() + 1) * MINUTES_A_DAY
        kept: list[Interval] = []
        for start, end in intervals:
            if start < first:
                kept.append((start, min(end, first)))
            if end > last:
                kept.append((max(start, last), end))
        intervals = tuple(sorted({interval for interval in kept if interval[0] < interval[1]}))
    return intervals


@lru_cache(maxsize=2_000)
def holiday_name(day: date, department: str) -> str:
    """Return ``jour férié, Noël``, or empty on an ordinary day."""
    calendar = country_holidays("FR", subdiv=_SUBDIVISIONS.get(department), years=[day.year], language="fr")
    name = calendar.get(day)
    return f"jour férié, {name}" if name else ""
