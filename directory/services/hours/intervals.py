"""Opening hours, from the OpenStreetMap text of a fiche to the times it is open, and the times it may be.

Everything is on the clock of the fiche's place: a minute is ``search.criteria.local_minute``, so that a service of
La Réunion that opens at 9 opens at 9 there.

Open: the text says so with times. Possible: no text, a text that is not understood, the state *unknown*, words or days
without times, an end left open, a fallback (``||``), times of the sun, a public holiday of which nothing is said.
Closed: the rest.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from opening_hours import OpeningHours, State
from opening_hours import ParserError as BadHours  # type: ignore[attr-defined]  # missing from its stubs

from directory.services.hours.holidays import holidays_of, unspoken_holidays, with_regional_holidays
from directory.services.hours.rules import Rule, rules_of
from fiche.parts import Closure
from search.criteria import MINUTES_A_DAY, local_minute

Interval = tuple[int, int]

SpanState = Literal["open", "possible", "closed"]

_STATES: dict[State, SpanState] = {State.OPEN: "open", State.UNKNOWN: "possible", State.CLOSED: "closed"}
# Parsed, then ignored in silence: nothing that such a text says can be believed.
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one state, half-open, in minutes; ``comment`` is what the hours add in words.

    Closed stretches are told only when they have words.
    """

    start: int
    end: int
    state: SpanState = "open"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Openings:
    """When a service is open, and when it may be: half-open, merged, sorted, without a moment in common."""

    open: tuple[Interval, ...]
    possible: tuple[Interval, ...]


def hours_known(hours: str) -> bool:
    """Tell whether ``hours`` is a text that is understood: neither empty, nor unreadable."""
    return bool(hours) and _readable(hours)


def openings(hours: str, closures: Sequence[Closure], department: str, from_day: date, days: int) -> Openings:
    """Return when a service is open, and when it may be, in ``days`` days from ``from_day``.

    Days of closure are taken away. All on the clock of the place, so that no time zone is needed here.
    """
    found = _openings(hours, holidays_of(department), from_day, days)
    if not closures:
        return found
    return Openings(_without(found.open, closures), _without(found.possible, closures))


def spans_of(hours: str, department: str, from_day: date, days: int) -> tuple[Span, ...]:
    """Return the stretches of ``hours`` in ``days`` days, sorted, each with its comment.

    Hours that are not understood are one stretch, possible from end to end.
    """
    return _spans(hours, holidays_of(department), from_day, days)


@lru_cache(maxsize=20_000)
def _readable(hours: str) -> bool:
    if _SCHOOL_HOLIDAYS.search(hours) or not rules_of(hours):
        return False
    try:
        OpeningHours(hours, country="FR")
    except BadHours:
        return False
    return True


@lru_cache(maxsize=20_000)
def _openings(hours: str, department: str, from_day: date, days: int) -> Openings:
    spans = _spans(hours, department, from_day, days)
    return Openings(_merged(spans, "open"), _merged(spans, "possible"))


@lru_cache(maxsize=20_000)
def _spans(hours: str, department: str, from_day: date, days: int) -> tuple[Span, ...]:
    start = from_day.toordinal() * MINUTES_A_DAY
    whole = Span(start, start + days * MINUTES_A_DAY, "possible")
    if not hours_known(hours):
        return (whole,)
    rules = rules_of(hours)
    main = tuple(rule for rule in rules if not rule.is_fallback)
    try:
        spans = _evaluated(main, department, from_day, days)
        last_day = from_day + timedelta(days=days - 1)
        for holiday in unspoken_holidays(main, department, from_day, last_day):
            spans = _doubted(spans, holiday)
        if main != rules:
            for rule in rules:
                alone = _evaluated((replace(rule, separator=""),), department, from_day, days)
                spans = _cut(spans, alone)
                spans = _with_fallback(spans, alone) if rule.is_fallback else spans
            spans = _agreeing(spans, hours)
        elif any(rule.has_open_end for rule in main):
            # Written as two rules, the end of a night would outlast the rule of the day after.
            spans = _agreeing(_cut(spans, _as_said(hours, from_day, days)), hours)
    except BadHours:
        return (whole,)
    return tuple(span for span in spans if span.state != "closed" or span.comment)


def _evaluated(rules: Sequence[Rule], department: str, from_day: date, days: int) -> list[Span]:
    """Return stretches of every state, without a gap, as the parser works them out from rules written again."""
    end_day = from_day + timedelta(days=days)
    told = with_regional_holidays(rules, department, range(from_day.year, end_day.year + 1))
    text = "".join(f"{rule.separator} {rule.written()}" for rule in told)
    return _as_said(text.strip(), from_day, days)


def _as_said(text: str, from_day: date, days: int) -> list[Span]:
    """Return stretches of every state, without a gap, as the parser reads a text."""
    start = datetime.combine(from_day, datetime.min.time())
    return [
        Span(local_minute(begins), local_minute(ends), _STATES[state], comment)
        for begins, ends, state, comment in OpeningHours(text, country="FR").intervals(start, start + timedelta(days))
    ]


def _doubted(spans: Iterable[Span], day: date) -> list[Span]:
    """Return the stretches with what is open on a day only possible."""
    start = day.toordinal() * MINUTES_A_DAY
    end = start + MINUTES_A_DAY
    found: list[Span] = []
    for span in spans:
        if span.state != "open" or span.end <= start or span.start >= end:
            found.append(span)
            continue
        inside = replace(span, start=max(span.start, start), end=min(span.end, end), state="possible")
        parts = (replace(span, end=start), inside, replace(span, start=end))
        found.extend(part for part in parts if part.start < part.end)
    return found


def _with_fallback(spans: Iterable[Span], fallback: Iterable[Span]) -> list[Span]:
    """Return the stretches with what the fallback does not close possible, wherever they say closed."""
    may = [replace(span, state="possible") for span in fallback if span.state != "closed"]
    found: list[Span] = []
    for span in spans:
        if span.state != "closed":
            found.append(span)
            continue
        at = span.start
        for other in may:
            begins, ends = max(at, other.start), min(span.end, other.end)
            if begins < ends:
                found.extend((replace(span, start=at, end=begins), replace(other, start=begins, end=ends)))
                at = ends
        found.append(replace(span, start=at))
    return [span for span in found if span.start < span.end]


def _cut(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return the stretches cut at midnight and wherever one of the others begins or ends."""
    bounds = sorted({bound for other in others for bound in (other.start, other.end)})
    found: list[Span] = []
    for span in spans:
        midnights = range((span.start // MINUTES_A_DAY + 1) * MINUTES_A_DAY, span.end, MINUTES_A_DAY)
        inside = (bound for bound in bounds if span.start < bound < span.end)
        at = sorted({span.start, span.end, *midnights, *inside})
        found.extend(replace(span, start=start, end=end) for start, end in pairwise(at))
    return found


def _agreeing(spans: Iterable[Span], hours: str) -> list[Span]:
    """Return the stretches of hours with a fallback, what the parser's two readings disagree on only possible.

    Its ``intervals()`` closes what its ``state()`` opens, and both lose the end of a night before a fallback.
    """
    parsed = OpeningHours(hours, country="FR")
    found: list[Span] = []
    for span in spans:
        day = datetime.fromordinal(span.start // MINUTES_A_DAY)
        state, comment = parsed.state(day + timedelta(minutes=span.start % MINUTES_A_DAY))
        if span.state == "possible" or _STATES[state] == span.state:
            found.append(span)
        else:
            found.append(replace(span, state="possible", comment=span.comment or comment))
    return found


def _merged(spans: Iterable[Span], state: SpanState) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for span in spans:
        if span.state != state:
            continue
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
