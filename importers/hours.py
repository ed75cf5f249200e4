"""Opening hours as files write them, turned into OpenStreetMap syntax when nothing is left to guess.

What is not understood whole is kept as text: a fiche that says nothing precise is shown "à vérifier", a fiche that
says something false sends a person to a closed door.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from opening_hours import OpeningHours
from opening_hours import ParserError as BadHours  # type: ignore[attr-defined]  # missing from its stubs

from importers.cleaning import clean_text, is_blank
from search.text.analysis import fold

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

Interval: TypeAlias = tuple[int, int]
"""Minutes since midnight, start before end, 24:00 at most."""
Week: TypeAlias = tuple[tuple[int, Interval], ...]
"""Pairs of a day (0 is Monday) and an interval, sorted."""


@dataclass(frozen=True, slots=True)
class Hours:
    """``osm`` is valid or empty; ``text`` is what it does not say. Not ``understood``: all of it is in ``text``."""

    osm: str = ""
    text: str = ""
    understood: bool = True


_TOKEN = re.compile(
    r"""
      (?P<all>tous\ les\ jours|7\s?j(?:ours)?\s?(?:/|sur)\s?7)
    | (?P<day>\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b|\b(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?)
    | (?P<half>\bmatin(?:[ée]e)?s?\b|\bapr[èe]s?[\s-]?midis?\b)
    | (?P<time>\d{1,2}\s?(?:h(?:eures?)?|:)(?:\s?[0-5]\d(?!\s?h|\d))?|\bmidi\b|\bminuit\b)
    | (?P<number>\d{1,2}(?!\d))
    | (?P<to>-|–|—|→|\b(?:jusqu['’]à|à|au|a)(?!\w))
    | (?P<and>,|/|&|\+|\bet\b|\bpuis\b)
    | (?P<stop>;|\||\n|•|\.)
    | (?P<closed>\bferm[ée]e?s?\b|\bfermeture\b)
    | (?P<filler>:|\b(?:de|du|le|les|ouverts?|ouverture|ouverte|horaires?|heures?|sans\ interruption|en\ continu|non[\s-]stop)\b)
    | (?P<blank>\s+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DAY_INDEX = {name[:3]: index for index, name in enumerate(DAYS)}
_OSM_DAY = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b|24/7")
_FRENCH_NAMES = dict(zip(_CODES, DAYS, strict=True)) | {"PH": "jours fériés", "off": "fermé", "closed": "fermé"}
_OSM_NAMES = re.compile(rf"\b(?:{'|'.join(_FRENCH_NAMES)})\b")
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")
_NO_TIME = re.compile(r"(?:lundi-dimanche )?\b00:00-00:00\b ?")
_RESTRICTS = re.compile(
    r"^(?:(?:accueil|permanences?|ouvert|ouverture|uniquement|seulement|le|les|chaque|tous les|la|et|horaires?|valables?) )*"
    r"(?:1ers?|1eres?|[2-5] ?(?:e|eme|nd|nde)s?|premiere?s?|deuxiemes?|seconde?s?|troisiemes?|quatriemes?|dernier[es]*"
    r"|semaines? (?:im)?paires?|15 jours|quinze jours|une (?:fois|semaine))\b"
    r"|^(?:accueil |ouvert )*(?:uniquement|seulement) (?:pendant|durant) "
)
_NAMES_DAYS = re.compile(rf"\b(?:{'|'.join(DAYS)})s?\b", re.IGNORECASE)
_EMPTY_RANGE = re.compile(r"(\d\d:\d\d)-\1")


def read_hours(text: str) -> Hours:
    """Read one cell: OpenStreetMap syntax, kept as it is when valid, or French prose."""
    return Hours() if is_blank(text) else _read(text)


@lru_cache(maxsize=20_000)
def _read(text: str) -> Hours:
    prose = clean_text(text)
    if _OSM_DAY.search(prose):
        osm = _valid_osm(prose)
        if osm:
            return Hours(osm)
        prose = _in_french(prose)
    reader = _Prose()
    if not reader.read(prose) or not reader.week:
        left = _NO_TIME.sub("", prose).strip(" ;-\n")
        return Hours(text=_as_sentence(left), understood=not re.search(r"\w", left))
    return Hours(osm_of(reader.week), _remarks(reader))


def _valid_osm(text: str) -> str:
    # School holidays are parsed, then ignored in silence; "14:00-14:00" is parsed as a whole day.
    if _SCHOOL_HOLIDAYS.search(text) or _EMPTY_RANGE.search(text):
        return ""
    candidate = " ".join(text.split()).rstrip("; ")
    try:
        OpeningHours(candidate)
    except BadHours:
        return ""
    return candidate


def _in_french(text: str) -> str:
    """Write day codes as words, in a text that follows the syntax too loosely to be parsed."""
    spaced = re.sub(r"(?<=[a-z]),(?=[A-Z])", ", ", re.sub(r"\s*;\s*", " ; ", text))
    return _OSM_NAMES.sub(lambda match: _FRENCH_NAMES[match.group()], spaced)


def read_week(cells: Sequence[str]) -> Hours:
    """Read seven cells, Monday first. One that is not understood makes the whole week a text.

    An empty cell is a day without opening, as long as another one is filled.
    """
    filled = [(day, clean_text(cell)) for day, cell in enumerate(cells[:7]) if not is_blank(cell)]
    reader = _Prose()
    understood = all(reader.read(cell, days=(day,)) for day, cell in filled)
    if understood and (reader.week or not filled):
        return Hours(osm_of(reader.week), _remarks(reader))
    text = "\n".join(f"{DAYS[day].capitalize()} : {cell}" for day, cell in filled)
    only_closed = bool(filled) and understood
    return Hours(text=text, understood=only_closed)


def read_day(day: str, times: Sequence[str]) -> tuple[Week, bool]:
    """Read one row of a table of hours: a day (name, or 1 for Monday) and starts and ends by pairs; False if unreadable."""
    folded = fold(day).strip()
    number = int(folded) - 1 if folded in ("1", "2", "3", "4", "5", "6", "7") else _DAY_INDEX.get(folded[:3], -1)
    found = [_minutes_of_cell(cell) for cell in times if not is_blank(cell)]
    if number < 0 or len(found) % 2 or None in found:
        return (), not any(not is_blank(cell) for cell in (day, *times))
    minutes = [value for value in found if value is not None]
    pairs = [pair for pair in zip(minutes[0::2], minutes[1::2], strict=True) if pair != (0, 0)]
    if any(start >= end for start, end in pairs):
        return (), False
    return tuple((number, pair) for pair in pairs), True


def _minutes_of_cell(cell: str) -> int | None:
    match = re.match(r"(\d{1,2})\s?[hH:]?\s?(\d{2})?(?::\d{2})?$", cell.strip())
    return _minutes(int(match[1]), int(match[2] or 0)) if match else None


def _minutes(hour: int, minute: int) -> int | None:
    total = hour * 60 + minute
    return total if minute < 60 and total <= 24 * 60 else None


@dataclass(slots=True)
class _Token:
    kind: str
    text: str


@dataclass(slots=True)
class _Prose:
    """Reads sentences such as "lundi-jeudi 9h-12h et 14h-17h (sur rendez-vous) ; vendredi : fermé"."""

    week: set[tuple[int, Interval]] = field(default_factory=set)
    remarks: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    _days: tuple[int, ...] = ()
    _intervals: list[Interval] = field(default_factory=list)
    _closed: bool = False
    _told: bool = False

    def read(self, text: str, days: tuple[int, ...] = ()) -> bool:
        """Add what ``text`` says; False as soon as something is not understood."""
        tokens = _tokens(text)
        if tokens is None:
            return False
        self._start(days)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind in ("day", "all"):
                if days or not self._end():
                    return False
                named, at = _day_list(tokens, at)
                if not named:
                    return False
                self._start(named)
                continue
            if token.kind in ("time", "number"):
                at = self._take_times(tokens, at)
                if at < 0:
                    return False
                continue
            if token.kind == "closed":
                self._closed = True
            elif token.kind == "remark":
                if _RESTRICTS.match(fold(token.text).strip()):
                    return False
                self.remarks.append((self._days, token.text))
            at += 1
        return self._end()

    def _start(self, days: tuple[int, ...]) -> None:
        self._days, self._intervals, self._closed, self._told = days, [], False, False

    def _take_times(self, tokens: list[_Token], at: int) -> int:
        """Take "9h-12h et 14h-17h" from ``at``; return where it stops, -1 when it makes no sense."""
        if not self._days:
            return -1
        while at < len(tokens) and tokens[at].kind == "time":
            start = _time(tokens[at].text)
            link = tokens[at + 1] if at + 1 < len(tokens) else None
            linked = link is not None and (link.kind == "to" or link.text == "/")
            end_at = at + 2 if linked else at + 1
            if end_at >= len(tokens) or tokens[end_at].kind not in (("time", "number") if linked else ("time",)):
                return -1
            end = _time(tokens[end_at].text)
            if start is None or end is None:
                return -1
            if (start, end) == (0, 0):
                self._told = True
            elif not self._add((start, end)):
                return -1
            at = end_at + 1
            while at < len(tokens) and tokens[at].kind in ("and", "filler", "half"):
                at += 1
        return at if at == len(tokens) or tokens[at].kind not in ("time", "number") else -1

    def _add(self, interval: Interval) -> bool:
        """Keep an interval that follows the last one, or repeats what is already said."""
        start, end = interval
        if start >= end:
            return False
        if any(known[0] <= start and end <= known[1] for known in self._intervals):
            return True
        if self._intervals and start < self._intervals[-1][1]:
            return False
        self._intervals.append(interval)
        return True

    def _end(self) -> bool:
        """Close the rule of the current days; False when it says nothing, or disagrees with another of the same day."""
        if not self._days:
            return not self._intervals and not self._closed
        if not self._intervals:
            remarks = [text for days, text in self.remarks if days == self._days]
            # "00:00-00:00" stands for no opening, unless words beside it say when.
            return self._closed or (self._told and all(fold(text).startswith("ferme") for text in remarks))
        if self._closed:
            return False
        for day in self._days:
            before = [interval for known, interval in self.week if known == day]
            for start, end in self._intervals:
                if any(start < other[1] and other[0] < end and (start, end) != other for other in before):
                    return False
                self.week.add((day, (start, end)))
        return True


def _tokens(text: str) -> list[_Token] | None:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        if text[at] == "(":
            end = _closing(text, at)
            remark = text[at + 1 : end].strip()
            if remark:
                found.append(_Token("remark", remark))
            at = end + 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        kind = match.lastgroup or "blank"
        if kind != "blank":
            found.append(_Token(kind, match.group()))
        at = match.end()
    return found


def _closing(text: str, at: int) -> int:
    depth = 0
    for position in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)


def _day_list(tokens: list[_Token], at: int) -> tuple[tuple[int, ...], int]:
    """Read "lundi-jeudi", "lundi, mardi et jeudi", "tous les jours" from ``at``; where it stops comes second."""
    named: set[int] = set()
    while True:
        if tokens[at].kind == "all":
            named.update(range(7))
            at += 1
        else:
            first = last = _DAY_INDEX[tokens[at].text[:3].lower()]
            if at + 2 < len(tokens) and tokens[at + 1].kind == "to" and tokens[at + 2].kind == "day":
                last = _DAY_INDEX[tokens[at + 2].text[:3].lower()]
                at += 2
            if last < first:
                return (), at
            named.update(range(first, last + 1))
            at += 1
        following = at
        while following < len(tokens) and (
            tokens[following].kind in ("and", "half") or tokens[following].text.lower() in ("le", "du")
        ):
            following += 1
        if following < len(tokens) and tokens[following].kind in ("day", "all") and tokens[at].kind == "and":
            at = following
            continue
        return tuple(sorted(named)), at


def _time(text: str) -> int | None:
    lowered = text.lower()
    if lowered in ("midi", "minuit"):
        return 12 * 60 if lowered == "midi" else 24 * 60
    digits = re.findall(r"\d+", text)
    return _minutes(int(digits[0]), int(digits[1]) if len(digits) > 1 else 0)


def osm_of(week: Iterable[tuple[int, Interval]]) -> str:
    """Write intervals in OpenStreetMap syntax, days with the same hours together: "Mo-Fr 09:00-12:00; Sa 10:00-12:00"."""
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
    return "; ".join(f"{_day_codes(days)} {times}" for times, days in groups.items())


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _day_codes(days: Sequence[int]) -> str:
    return ",".join(_CODES[a] if a == b else f"{_CODES[a]}-{_CODES[b]}" for a, b in _runs(days))


def _day_names(days: Sequence[int]) -> str:
    parts = [DAYS[a] if a == b else f"du {DAYS[a]} au {DAYS[b]}" for a, b in _runs(days)]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _remarks(reader: _Prose) -> str:
    """Return the remarks, each with its days unless it goes for every open day or names days itself."""
    opened = {day for day, _ in reader.week}
    by_text: dict[str, set[int]] = {}
    for days, text in reader.remarks:
        by_text.setdefault(text, set()).update(days)
    lines = []
    for text, told in by_text.items():
        everywhere = not told or told >= opened or _NAMES_DAYS.search(text) is not None
        lines.append(text if everywhere else f"{_day_names(sorted(told))} : {text}")
    return "\n".join(lines)


def _as_sentence(text: str) -> str:
    whole = text.startswith("(") and _closing(text, 0) == len(text) - 1
    text = text[1:-1].strip() if whole else text
    return text[:1].upper() + text[1:]
