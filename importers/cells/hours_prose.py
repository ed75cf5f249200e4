"""French sentences about opening hours, read by a small grammar; what does not follow it whole is not read at all.

    text       = clause, then a separator or nothing, then clause…
    clause     = days [exceptions] (times | "fermé" | "24h/24") | times days | exceptions | remark
    days       = day [dash day], then "et", a comma or nothing, then days
    times      = time dash time, then "et", a comma, a dash or nothing, then times
    exceptions = ("sauf" | "fermé") (days [half] | "jours fériés")
    remark     = words in parentheses, or "sur rendez-vous"

A text gives its days before their times, or after them; a clause that could be read both ways is not understood.
"""

from collections.abc import Sequence

from importers.cells.hours_reading import Days, NotUnderstood, Reading, interval_of, settled
from importers.cells.hours_remarks import sentences, takes_away
from importers.cells.hours_tokens import Token, TokenKind, tokens_of
from importers.cells.week import Interval

EVERY_DAY: Days = tuple(range(7))
WEEKEND: Days = (5, 6)

_DAY_WORDS: tuple[TokenKind, ...] = ("day", "weekend", "every")
_TIME_WORDS: tuple[TokenKind, ...] = ("time", "number")
_LINKS: tuple[TokenKind, ...] = ("filler", "colon", "half")


def read_prose(text: str, days: Days = ()) -> Reading | None:
    """Return what a text says, None when it is not understood whole.

    days   of a cell that is about them and names no other.
    """
    tokens = tokens_of(text)
    if tokens is None:
        return None
    try:
        return settled(_Grammar(tokens, days, Reading()).read())
    except NotUnderstood:
        return None


class _Grammar:
    """Reads tokens into a ``Reading``; every method raises NotUnderstood where the grammar is not followed."""

    def __init__(self, tokens: Sequence[Token], days: Days, reading: Reading) -> None:
        self._tokens = tokens
        self._at = 0
        self._fixed = days
        self._days = days
        self._intervals: list[Interval] = []
        self._half = ""
        self._reading = reading

    def read(self) -> Reading:
        while self._at < len(self._tokens):
            kind = self._kind()
            if kind in _DAY_WORDS:
                self._clause_of_days()
            elif kind in _TIME_WORDS:
                self._clause_of_times()
            elif kind == "always":
                self._always()
            elif kind in ("closed", "except"):
                self._exceptions()
            elif kind in ("holidays", "included"):
                self._holidays()
            elif kind in ("remark", "appointment"):
                self._remark()
            elif kind in _LINKS:
                self._skip(*_LINKS)
            elif kind in ("stop", "and") or self._token().is_dash:
                self._half = ""
                self._at += 1
            else:
                raise NotUnderstood
        return self._reading

    def _token(self, ahead: int = 0) -> Token:
        return self._tokens[self._at + ahead]

    def _kind(self, ahead: int = 0) -> TokenKind | None:
        at = self._at + ahead
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else None

    def _skip(self, *kinds: TokenKind) -> None:
        while self._kind() in kinds:
            if self._kind() == "half":
                self._half = self._token().text
            self._at += 1

    def _clause_of_days(self) -> None:
        """Read ``lundi-vendredi : 9h-12h``: days, then what they are."""
        if self._fixed:
            raise NotUnderstood
        self._half, self._intervals = "", []
        named_before = set(self._reading.named)
        self._days = days = self._day_list()
        self._skip("and", *_LINKS)
        while self._kind() in ("except", "remark", "appointment", *_LINKS):
            if self._kind() == "except":
                self._exceptions(within=days)
            elif self._kind() in _LINKS:
                self._skip(*_LINKS)
            else:
                self._remark()
        if self._kind() == "stop" and self._token().is_line_break and self._kind(1) in (*_TIME_WORDS, "filler"):
            self._at += 1
            self._skip(*_LINKS)
        if self._kind() in _TIME_WORDS:
            self._add(days, self._times())
        elif self._kind() == "closed":
            self._at += 1
            self._reading.named = named_before
            self._reading.close(days, self._half)
        elif self._kind() == "always":
            self._at += 1
            self._add(days, [(0, 24 * 60)])
        elif not self._is_empty_dash():
            raise NotUnderstood

    def _is_empty_dash(self) -> bool:
        """Pass over a dash that joins nothing: the day has no hours."""
        if self._kind() != "to" or not self._token().is_dash:
            return False
        while self._kind() == "to" and self._token().is_dash:
            self._at += 1
        return self._kind() not in _TIME_WORDS

    def _clause_of_times(self) -> None:
        """Read more times of the same days, or ``9h-12h du lundi au vendredi``."""
        intervals = self._times()
        if self._days:
            self._add(self._days, intervals)
            return
        self._skip("and", *_LINKS)
        if self._kind() not in _DAY_WORDS:
            raise NotUnderstood
        days = self._day_list()
        self._skip("half")
        self._add(days, intervals)
        # "9h-12h du lundi au vendredi, samedi 10h-12h": the last day belongs to what follows, or does not.
        if self._kind() in (*_TIME_WORDS, "to", "colon", "filler"):
            raise NotUnderstood

    def _always(self) -> None:
        self._at += 1
        self._skip("and")
        if self._kind() in _DAY_WORDS or (self._kind() == "filler" and self._kind(1) in _DAY_WORDS):
            self._skip("filler")
            self._add(self._day_list(), [(0, 24 * 60)])
        elif self._days:
            self._add(self._days, [(0, 24 * 60)])
        else:
            self._reading.is_always = True

    def _day_list(self) -> Days:
        named: set[int] = set()
        while True:
            named.update(self._day_range())
            at, half = self._at, self._half
            self._skip("half")
            if half and self._half != half:
                raise NotUnderstood
            self._skip("and", "filler")
            if self._kind() == "holidays" and self._kind(-1) == "and":
                self._at += 1
                self._reading.holidays = "open"
                at = self._at
            if self._kind() not in _DAY_WORDS:
                self._at = at
                return tuple(sorted(named))

    def _day_range(self) -> Days:
        token = self._token()
        self._at += 1
        if token.kind != "day":
            return EVERY_DAY if token.kind == "every" else WEEKEND
        if self._kind() == "to" and self._kind(1) == "day":
            last = self._token(1).first_day
            self._at += 2
            if last <= token.first_day:
                raise NotUnderstood
            return tuple(range(token.first_day, last + 1))
        self._reading.named.add(token.first_day)
        return (token.first_day,)

    def _times(self) -> list[Interval]:
        found: list[Interval] = []
        while self._kind() in _TIME_WORDS:
            found.append(self._span())
            self._half = ""
            at = self._at
            self._skip("and", *_LINKS)
            if self._kind() == "to" and self._token().is_dash and self._kind(1) in _TIME_WORDS:
                self._at += 1
            if self._kind() not in _TIME_WORDS:
                # What was passed over may begin the next clause.
                self._at = at
                self._half = ""
        return found

    def _span(self) -> Interval:
        between = self._at > 0 and self._token(-1).text.lower() == "entre"
        first = self._token()
        self._at += 1
        links = ("/", "et") if between else ("/",)
        is_linked = self._kind() == "to" or (self._kind() == "and" and self._token().text.lower() in links)
        self._at += is_linked
        if self._kind() not in _TIME_WORDS:
            raise NotUnderstood
        last = self._token()
        self._at += 1
        if "time" not in (first.kind, last.kind) or (not is_linked and first.kind != last.kind):
            raise NotUnderstood
        return interval_of(first, last, half=self._half)

    def _add(self, days: Days, intervals: Sequence[Interval]) -> None:
        self._intervals = [*self._intervals, *intervals]
        self._reading.add(days, intervals)

    def _exceptions(self, within: Days = ()) -> None:
        """Read ``sauf le jeudi``, ``fermé le mercredi après-midi``, ``fermé les jours fériés``.

        within   days of a clause whose times follow.
        """
        word = self._token()
        if word.kind == "except" and self._kind(-1) == "appointment":
            # "Sur rendez-vous sauf le jeudi": on Thursdays without one.
            raise NotUnderstood
        self._at += 1
        self._skip("filler", "colon")
        if self._kind() not in ("holidays", *_DAY_WORDS):
            if word.kind == "except" or not self._fixed or self._intervals:
                raise NotUnderstood
            self._reading.close(self._fixed, "")
            return
        while self._kind() in ("holidays", *_DAY_WORDS):
            if self._kind() == "holidays":
                self._at += 1
                self._reading.holidays = "off"
            else:
                self._half = ""
                days = self._day_list_named_to_close()
                self._skip("half")
                self._reading.close(days, self._half)
                self._half = ""
            if self._kind() == "and" and self._kind(1) in ("holidays", "filler", *_DAY_WORDS):
                self._skip("and", "filler")
        if not within and self._kind() in (*_TIME_WORDS, "to"):
            raise NotUnderstood

    def _day_list_named_to_close(self) -> Days:
        """Read days without noting that they were named: a day both open by name and closed is a contradiction."""
        before = set(self._reading.named)
        days = self._day_list()
        self._reading.named = before
        return days

    def _holidays(self) -> None:
        """Read ``jours fériés : fermé``, ``y compris jours fériés`` or ``jours fériés inclus``."""
        kinds: list[TokenKind] = []
        while (kind := self._kind()) in ("holidays", "included", "closed", "colon", "filler"):
            kinds += [kind] if kind in ("holidays", "included", "closed") else []
            self._at += 1
        if kinds == ["holidays", "closed"]:
            self._reading.holidays = "off"
        elif kinds in (["holidays", "included"], ["included", "holidays"]):
            self._reading.holidays = "open"
        else:
            raise NotUnderstood

    def _remark(self) -> None:
        token = self._token()
        self._at += 1
        kept = [said for said in sentences(token.text) if not self._is_exception(said)]
        if any(takes_away(said) for said in kept):
            raise NotUnderstood
        if kept:
            self._reading.remarks.append((self._days, " ".join(kept)))

    def _is_exception(self, sentence: str) -> bool:
        """Read a sentence of a remark that closes days, or public holidays; False when it is something else."""
        tokens = tokens_of(sentence.rstrip("."))
        if not tokens or not any(token.kind in ("closed", "except", "holidays") for token in tokens):
            return False
        if {token.kind for token in tokens} & {"time", "number", "always", "remark", "appointment"}:
            return False
        if len(tokens) == 1 and tokens[0].kind == "closed" and self._days and not self._intervals:
            self._reading.close(self._days, "")
            return True
        _Grammar(tokens, (), self._reading).read()
        return True
