"""French sentences about opening hours, read word by word; the first word not understood stops the reading."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from importers.cells.week import DAY_INDEX, Interval, minutes_of
from search.text.analysis import fold

# The most frequent tokens come first: a long file has a million of them.
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<time>\d{1,2}\s?(?:h(?:eures?)?|:)(?:\s?[0-5]\d(?!\s?h|\d))?|\bmidi\b|\bminuit\b)
    | (?P<to>-|–|—|→|\b(?:jusqu['’]à|à|au|a)(?!\w))
    | (?P<and>,|/|&|\+|\bet\b|\bpuis\b)
    | (?P<stop>[;|•.])
    | (?P<day>\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b|\b(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?)
    | (?P<filler>:|\b(?:de|du|le|les|ouverts?|ouverture|ouverte|horaires?|heures?)\b
        |\b(?:sans\ interruption|en\ continu|non[\s-]stop)\b)
    | (?P<half>\bmatin(?:[ée]e)?s?\b|\bapr[èe]s?[\s-]?midis?\b)
    | (?P<closed>\bferm[ée]e?s?\b|\bfermeture\b)
    | (?P<all>tous\ les\ jours|7\s?j(?:ours)?\s?(?:/|sur)\s?7)
    | (?P<number>\d{1,2}(?!\d))
    | (?P<remark>\()
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"^(?:(?:accueil|permanences?|ouvert|ouverture|uniquement|seulement|le|les|chaque|tous les|la|et|horaires?) )*"
    r"(?:1ers?|1eres?|[2-5] ?(?:e|eme|nd|nde)s?|premiere?s?|deuxiemes?|seconde?s?|troisiemes?|quatriemes?|dernier[es]*"
    r"|semaines? (?:im)?paires?|15 jours|quinze jours|une (?:fois|semaine))\b"
    r"|^(?:accueil |ouvert )*(?:uniquement|seulement) (?:pendant|durant) "
)


@dataclass(slots=True)
class _Token:
    kind: str
    text: str


@dataclass(slots=True)
class Prose:
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
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "remark":
            after = closing(text, at - 1)
            remark = text[at:after].strip()
            at = after + 1
            if remark:
                found.append(_Token(kind, remark))
        elif kind != "stop":
            found.append(_Token(kind, match[kind]))
    return found


def closing(text: str, at: int) -> int:
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
            first = last = DAY_INDEX[tokens[at].text[:3].lower()]
            if at + 2 < len(tokens) and tokens[at + 1].kind == "to" and tokens[at + 2].kind == "day":
                last = DAY_INDEX[tokens[at + 2].text[:3].lower()]
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


@lru_cache(maxsize=2_000)
def _time(text: str) -> int | None:
    lowered = text.lower()
    if lowered in ("midi", "minuit"):
        return 12 * 60 if lowered == "midi" else 24 * 60
    digits = re.findall(r"\d+", text)
    return minutes_of(int(digits[0]), int(digits[1]) if len(digits) > 1 else 0)
