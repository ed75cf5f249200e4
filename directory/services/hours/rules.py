"""The rules of an opening hours text, taken apart: what each says of which days, and whether it says it with times.

The parser of opening-hours-py tells when a service is open, not why: a comment without times, an end left open and a
time of sunset are open hours to it. Each rule is read here first, and written again with the state that it deserves.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_CLOCK = r"\d{1,2}:\d{2}"
_SUN = r"dawn|dusk|sunrise|sunset"
_TIME = rf"(?:{_CLOCK}|(?:{_SUN})\b|\((?:{_SUN})\s*[+-]\s*{_CLOCK}\))"
_SPAN = rf"{_TIME}(?:\s*-\s*{_TIME})?(?:\s*/\s*(?:{_CLOCK}|\d+))?\+?"
_RULE = re.compile(
    rf"\s*(?P<selector>[^\"]*?)\s*(?P<times>24/7|{_SPAN}(?:\s*,\s*{_SPAN})*)?"
    r"\s*(?P<modifier>\b(?:open|closed|off|unknown)\b)?\s*(?:\"(?P<comment>[^\"]*)\")?\s*",
    re.IGNORECASE,
)
_OPEN_END = re.compile(rf"({_CLOCK})(?:\s*-\s*({_CLOCK}))?\+")
_SAYS_TIMES = re.compile(rf"{_TIME}\+?\s*$|24/7\s*$", re.IGNORECASE)
_BEGINS_WITH_TIME = re.compile(rf"\s*{_TIME}", re.IGNORECASE)
_HOLIDAYS = re.compile(r"\bPH\b")
_WEEKDAYS = re.compile(r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?(?:\[[\d,-]+\])?\s*,?\s*)*")
_SINGLE_DATE = re.compile(rf"(?<![-\w])(?:(\d{{4}}) )?({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!\s*[-:])")

NIGHT_ENDS = "06:00"
"""Until when an end left open past midnight may last."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``Mo-Fr 09:00-12:00,14:00+ "sur rendez-vous"``.

    separator   what stands before it: ``;`` replaces what was said of its days, ``,`` adds to it,
                ``||`` speaks only where the others do not; empty for the first.
    selector    the days, dates, weeks; empty for every day.
    times       spans as written, or ``24/7``; empty when none is said.
    modifier    ``open``, ``closed``, ``off``, ``unknown`` or empty, which means open.
    """

    separator: str
    selector: str
    times: tuple[str, ...]
    modifier: str
    comment: str

    @property
    def is_fallback(self) -> bool:
        return self.separator == "||"

    @property
    def is_closing(self) -> bool:
        return self.modifier in ("closed", "off")

    @property
    def is_vague(self) -> bool:
        """Whether it says nothing certain: unknown, no times, or times of the sun, which the parser makes up."""
        if self.is_closing:
            return False
        return self.modifier == "unknown" or not self.times or any(re.search(_SUN, time) for time in self.times)

    @property
    def has_open_end(self) -> bool:
        """Whether a span says no end, or one that may be later: ``14:00+``."""
        return any(_OPEN_END.fullmatch(time) for time in self.times)

    @property
    def is_always(self) -> bool:
        """Whether it says "at any hour of any day", public holidays included."""
        return self.times == ("24/7",) and not self.selector and not self.is_vague

    @property
    def names_holidays(self) -> bool:
        return _HOLIDAYS.search(self.selector) is not None

    @property
    def is_of_weekdays(self) -> bool:
        """Whether weekdays and public holidays alone say when it holds: no date, no season, no week."""
        return _WEEKDAYS.fullmatch(self.selector) is not None

    def names_date(self, year: int, month: int, day: int) -> bool:
        """Tell whether it speaks of this very date, not of a period around it."""
        return any(
            (not said_year or int(said_year) == year) and said_month == MONTHS[month - 1] and int(said_day) == day
            for said_year, said_month, said_day in _SINGLE_DATE.findall(self.selector)
        )

    @property
    def text(self) -> str:
        """The rule as it was written, without its separator."""
        return _written(self)

    def written(self) -> str:
        """Return the rule without its separator; what is not certain has the state *unknown*."""
        if self.is_vague:
            return _written(replace(self, modifier="unknown"))
        ends = [_OPEN_END.fullmatch(time) for time in self.times]
        if self.is_closing or not any(ends):
            return _written(self)
        # Unknown first: of two rules that both speak of a moment, the later one holds.
        may = tuple(f"{end[1]}-{_latest(end[1], end[2])}" for end in ends if end)
        sure = tuple(_without_end(time) for time in self.times if _without_end(time))
        vague = _written(replace(self, times=may, modifier="unknown"))
        return f"{vague}, {_written(replace(self, times=sure))}" if sure else vague


def _written(rule: Rule) -> str:
    comment = f'"{rule.comment}"' if rule.comment else ""
    return " ".join(part for part in (rule.selector, ",".join(rule.times), rule.modifier, comment) if part)


def _latest(start: str, end: str | None) -> str:
    """Return until when an open end may last: the night's end for one that is past midnight, else midnight."""
    if end is not None and end.zfill(5) <= start.zfill(5):
        return max(end.zfill(5), NIGHT_ENDS) if start.zfill(5) > NIGHT_ENDS else end
    return "24:00" if end is None or end.zfill(5) <= "24:00" else end


def _without_end(time: str) -> str:
    """Return the part of a span that is said: all of it, up to an open end, or nothing for "05:00+"."""
    end = _OPEN_END.fullmatch(time)
    if end is None:
        return time
    return f"{end[1]}-{end[2]}" if end[2] else ""


@lru_cache(maxsize=20_000)
def rules_of(hours: str) -> tuple[Rule, ...]:
    """Return the rules of a text in order; empty when one is not understood."""
    rules: list[Rule] = []
    for separator, text in _pieces(hours):
        if not text.strip():
            continue
        rule = _rule(separator if rules else "", text)
        if rule is None:
            return ()
        rules.append(rule)
    return tuple(rules)


def _rule(separator: str, text: str) -> Rule | None:
    match = _RULE.fullmatch(text)
    if match is None:
        return None
    times = tuple(re.sub(r"\s+", "", time) for time in (match["times"] or "").split(",") if time.strip())
    return Rule(separator, match["selector"], times, (match["modifier"] or "").lower(), match["comment"] or "")


def _pieces(hours: str) -> list[tuple[str, str]]:
    """Cut a text into rules, each with the separator before it; quotes hide what is inside them."""
    pieces: list[tuple[str, str]] = []
    separator, start, at, quoted = "", 0, 0, False
    while at < len(hours):
        char = hours[at]
        quoted ^= char == '"'
        found = "" if quoted else _separator_at(hours, start, at)
        if found:
            pieces.append((separator, hours[start:at]))
            separator, start = found, at + len(found)
            at = start
        else:
            at += 1
    return [*pieces, (separator, hours[start:])]


def _separator_at(hours: str, start: int, at: int) -> str:
    if hours.startswith("||", at):
        return "||"
    if hours[at] == ";":
        return ";"
    if hours[at] != ",":
        return ""
    before = hours[start:at]
    # Times follow times in one rule; a comma between days, weeks or dates does not end the rule either.
    if _SAYS_TIMES.search(before):
        return "" if _BEGINS_WITH_TIME.match(hours, at + 1) else ","
    says_all = re.search(r"(?:\"|\b(?:open|closed|off|unknown))\s*$", before, re.IGNORECASE)
    return "," if says_all else ""
