"""Days and hours understood in a query: "samedi matin", "ce soir", "demain à 14 h"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from search.text.french import DAYS, MONTHS, NBSP

_NOW = (("maintenant",), ("tout", "de", "suite"), ("immediatement",), ("en", "ce", "moment"))
_DAYS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("apres", "demain"), 2), (("demain",), 1), (("aujourd", "hui"), 0), (("aujourdhui",), 0),
)  # fmt: skip
_WEEKEND = (("week", "end"), ("weekend",))
# Part of a day: what is typed, the hour meant, how it is said after a day.
_PARTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("apres", "midi"), "15:00", "après-midi"), (("aprem",), "15:00", "après-midi"), (("matin",), "10:00", "matin"),
    (("matinee",), "10:00", "matin"), (("midi",), "12:30", "midi"), (("soir",), "19:00", "soir"),
    (("soiree",), "19:00", "soir"), (("nuit",), "23:00", "dans la nuit"),
)  # fmt: skip
_THIS = frozenset({"ce", "cet", "cette"})
_FIRST = _THIS.union(DAYS, (said[0] for said in (*_NOW, *_WEEKEND, *(said for said, _ in _DAYS))))
"""What a moment begins with; a day may have an s."""
_ARTICLES = frozenset({"le", "la", "les", "un"})
_OPEN = frozenset({"ouvert", "ouverte", "ouverts", "ouvertes", "ouvre", "ouverture", "disponible", "dispo"})
_HOUR = re.compile(r"^([01]?\d|2[0-3])h([0-5]\d)?$")


@dataclass(frozen=True, slots=True)
class WhenUnderstood:
    """A moment understood, proposed and never applied unasked.

    value   ready for the parameter ``ouvert``: ``maintenant``, an ISO date, or a local date-time to the minute.
    label   the moment in French, to show.
    words   the folded words it was read from.
    """

    value: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    date: date
    label: str
    end: int


def find_when(read: Sequence[str], today: date) -> tuple[WhenUnderstood, tuple[int, int]] | None:
    """Return the first moment said in the folded words ``read`` (stop words included) and where it stands.

    "ouvert" before it is part of it.
    """
    for start, word in enumerate(read):
        if word not in _FIRST and word.removesuffix("s") not in _FIRST:
            continue
        for found, end in _moments(read, start, today):
            return found, (_opening(read, start), end)
    return None


def _opening(read: Sequence[str], start: int) -> int:
    """Return where "ouvert le …" begins before a moment, or ``start``."""
    before = start
    while before > 0 and read[before - 1] in _ARTICLES:
        before -= 1
    return before - 1 if before > 0 and read[before - 1] in _OPEN else start


def _moments(read: Sequence[str], start: int, today: date) -> Iterator[tuple[WhenUnderstood, int]]:
    if end := _after(read, start, _NOW):
        yield WhenUnderstood("maintenant", "maintenant", tuple(read[start:end])), end
    this_part = _part(read, start + 1) if read[start] in _THIS else None
    if this_part:
        hour, said, end = this_part
        label = "cette nuit" if said == "dans la nuit" else f"{'cet' if said[0] == 'a' else 'ce'} {said}"
        yield WhenUnderstood(f"{today.isoformat()}T{hour}", label, tuple(read[start:end])), end
    day = _day(read, start, today)
    if day:
        yield _in_day(read, start, day)


def _in_day(read: Sequence[str], start: int, day: _Day) -> tuple[WhenUnderstood, int]:
    part = _part(read, day.end)
    clock = None if part else _clock(read, day.end)
    if part:
        hour, said, end = part
        if exact := _clock(read, end):
            hour, end = exact
            said = f"à {_spoken(hour)}"
        value, label = f"{day.date.isoformat()}T{hour}", f"{day.label} {said}"
    elif clock:
        hour, end = clock
        value, label = f"{day.date.isoformat()}T{hour}", f"{day.label} à {_spoken(hour)}"
    else:
        value, label, end = day.date.isoformat(), day.label, day.end
    return WhenUnderstood(value, label, tuple(read[start:end])), end


def _day(read: Sequence[str], start: int, today: date) -> _Day | None:
    for said, days in _DAYS:
        if _after(read, start, (said,)):
            label = ("aujourd’hui", "demain", "après-demain")[days]
            return _Day(today + timedelta(days=days), label, start + len(said))
    if end := _after(read, start, _WEEKEND):
        return _dated(today, 5, end)
    word = read[start].removesuffix("s")
    if word in DAYS:
        end = start + 1
        if _after(read, end, (("prochain",),)):
            # "samedi prochain" said on a Saturday is not today.
            return _dated(today + timedelta(days=1), DAYS.index(word), end + 1)
        return _dated(today, DAYS.index(word), end)
    return None


def _dated(earliest: date, weekday: int, end: int) -> _Day:
    day = earliest + timedelta(days=(weekday - earliest.weekday()) % 7)
    number = "1er" if day.day == 1 else str(day.day)
    return _Day(day, f"{DAYS[weekday]} {number}{NBSP}{MONTHS[day.month - 1]}", end)


def _part(read: Sequence[str], start: int) -> tuple[str, str, int] | None:
    for said, hour, label in _PARTS:
        for lead in ((), ("au",), ("dans", "l"), ("dans", "la"), ("en",), ("le",), ("l",)):
            if end := _after(read, start, ((*lead, *said),)):
                return hour, label, end
    return None


def _clock(read: Sequence[str], start: int) -> tuple[str, int] | None:
    """Read "14h", "14h30", "14 h 30", "à 14 heures"."""
    place = start + 1 if start < len(read) and read[start] in {"a", "vers", "des"} else start
    said = list(read[place : place + 3])
    if len(said) > 1 and said[0].isdecimal() and said[1] in {"h", "heure", "heures"}:
        minutes = said[2] if len(said) > 2 and re.fullmatch("[0-5][0-9]", said[2], re.ASCII) else ""
        match, length = _HOUR.match(f"{said[0]}h{minutes}"), 3 if minutes else 2
    else:
        match, length = (_HOUR.match(said[0]) if said else None), 1
    return (f"{int(match[1]):02d}:{match[2] or '00'}", place + length) if match else None


def _spoken(hour: str) -> str:
    hours, minutes = hour.split(":")
    return f"{int(hours)}{NBSP}h" + ("" if minutes == "00" else f"{NBSP}{minutes}")


def _after(read: Sequence[str], start: int, expressions: Sequence[tuple[str, ...]]) -> int | None:
    """Return where one of the expressions that begins at ``start`` ends."""
    for said in expressions:
        if tuple(read[start : start + len(said)]) == said:
            return start + len(said)
    return None
