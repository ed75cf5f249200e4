"""Opening hours in words: is it open now, until when, and what the week looks like."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from directory.services.hours.holidays import holiday_name, holidays_of
from directory.services.hours.intervals import Interval, Openings, Span, hours_known, openings, spans_of
from fiche.parts import Closure
from search.criteria import MINUTES_A_DAY, local_minute
from search.places.clock import zone_named
from search.places.commune import department_of, timezone
from search.text.french import DAYS, NBSP, day_in_words

STATUS_DAYS = 35
"""How far ahead the next opening is looked for."""
DAYS_FIRST = 4
"""How far ahead is enough for most: hours are worked out for so many days at first."""
SOON_MINUTES = 30
"""From so many minutes before the end, the sentence counts them down."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")

LONGEST_TEXT_CHARS = 80
"""What a line of a list shows of hours told in words."""

StatusKey = Literal["ouvert", "ferme-bientot", "ferme", "inconnu"]


@dataclass(frozen=True, slots=True)
class OpeningStatus:
    """What is said of a moment. ``sentence`` is never empty; ``note`` adds the reason of a closure."""

    key: StatusKey
    sentence: str
    note: str = ""


NOTHING_SAID = OpeningStatus("inconnu", "Horaires non communiqués")


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One line of the week: the next day of that name, today included.

    ranges   such as ``9 h – 12 h``; empty when no opening is certain.
    unsure   what it may be besides: ``à partir de 5 h, fin non précisée``, or the words of the hours. Closed: neither.
    note     a public holiday, or words of the hours.
    is_exceptional   closed by a closure of the fiche, which is told once, above the week.
    """

    name: str
    day: date
    is_today: bool
    ranges: tuple[str, ...]
    note: str = ""
    unsure: tuple[str, ...] = ()
    is_exceptional: bool = False


def status_at(
    hours: str,
    closures: Sequence[Closure],
    commune_code: str,
    instant: datetime,
    *,
    text: str = "",
    remote: bool = False,
) -> OpeningStatus:
    """Say whether the service is open at ``instant`` (aware) and when that changes.

    text           what the fiche says of its hours in words: shown for hours when there is nothing else.
    commune_code   INSEE code of the place, or empty: its clock and its public holidays.
    remote         people call or are visited: "Joignable" instead of "Ouvert".
    """
    at = instant.replace(second=0, microsecond=0) if instant.second or instant.microsecond else instant
    found = _status_at(hours, tuple(closures), *_calendar_of(commune_code), at, remote)
    return OpeningStatus("inconnu", _shortened(text)) if found is NOTHING_SAID and text.strip() else found


@lru_cache(maxsize=5_000)
def _calendar_of(commune_code: str) -> tuple[str, str]:
    """Return the time zone of a place, and the département of its own public holidays."""
    return timezone(commune_code), holidays_of(department_of(commune_code))


@lru_cache(maxsize=5_000)
def _status_at(
    hours: str, closures: tuple[Closure, ...], zone: str, department: str, instant: datetime, remote: bool
) -> OpeningStatus:
    """The same few hours stand on most of the fiches of a page."""
    now = instant.astimezone(zone_named(zone))
    today = now.date()
    minute = local_minute(now)
    word = "Joignable" if remote else "Ouvert"
    closure = next((c for c in closures if c.first_day <= today <= c.last_day), None)
    if closure is not None:
        until = _day_in_year(closure.last_day, today)
        return OpeningStatus(
            "ferme", f"{'Injoignable' if remote else 'Fermé'} jusqu’au {until} inclus", closure.message
        )
    if not hours_known(hours):
        return NOTHING_SAID
    ahead = _openings_ahead(hours, closures, department, today, minute)
    now_open, opens = _at(ahead.open, minute)
    may_be_open, may_open = _at(ahead.possible, minute)
    if now_open is not None:
        is_end_sure = all(now_open[1] != start for start, _ in ahead.possible)
        comment = _comment_at(hours, department, today, minute)
        return _open_status(now_open, minute, today, word, comment, is_end_sure)
    if may_be_open is not None:
        note = _comment_at(hours, department, today, minute) or holiday_name(today, department)
        return OpeningStatus("inconnu", "Horaires à vérifier", note)
    if may_open is not None and (opens is None or may_open < opens):
        verb = "Peut-être joignable" if remote else "Peut ouvrir"
        return OpeningStatus(
            "ferme", f"{verb} {_moment(may_open, today)}", _comment_at(hours, department, today, may_open)
        )
    if opens is not None:
        verb = "Joignable" if remote else "Ouvre"
        return OpeningStatus("ferme", f"{verb} {_moment(opens, today)}")
    return OpeningStatus("ferme", "Injoignable" if remote else "Fermé")


def _at(intervals: tuple[Interval, ...], minute: int) -> tuple[Interval | None, int | None]:
    """Return the interval that holds a minute, and the start of the next one."""
    index = bisect_right(intervals, (minute, MINUTES_A_DAY * 10**7)) - 1
    here = intervals[index] if index >= 0 and intervals[index][1] > minute else None
    return here, intervals[index + 1][0] if index + 1 < len(intervals) else None


def _openings_ahead(hours: str, closures: tuple[Closure, ...], department: str, today: date, minute: int) -> Openings:
    """Return the intervals as far as the next change, which is rarely more than days away."""
    found = openings(hours, closures, department, today, DAYS_FIRST)
    end = (today.toordinal() + DAYS_FIRST) * MINUTES_A_DAY
    if any(minute < at < end for interval in (*found.open, *found.possible) for at in interval):
        return found
    return openings(hours, closures, department, today, STATUS_DAYS)


def _shortened(text: str) -> str:
    """Return words about hours as one line of a list holds them."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_TEXT_CHARS:
        return line
    return line[:LONGEST_TEXT_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:.(-") + NBSP + "…"


def week_table(hours: str, closures: Sequence[Closure], commune_code: str, today: date) -> tuple[WeekDay, ...]:
    """Return the seven days to come, from Monday to Sunday; empty when the hours are unknown."""
    if not hours_known(hours):
        return ()
    department = department_of(commune_code)
    spans = spans_of(hours, department, today - timedelta(days=1), 9)
    days = sorted((today + timedelta(days=n) for n in range(7)), key=date.weekday)
    return tuple(week_day(day, today, spans, closures, department) for day in days)


def times_in_words(times: Sequence[str]) -> str:
    """Return ``9 h – 12 h, 14 h – 17 h`` for spans as a rule writes them; times of the sun have no words."""
    return ", ".join(filter(None, map(_span_in_words, times)))


def _span_in_words(span: str) -> str:
    if span == "24/7":
        return f"24{NBSP}h sur{NBSP}24"
    minutes = [int(hour) * 60 + int(minute) for hour, minute in _CLOCK.findall(span)]
    if len(minutes) == 1:
        return f"à partir de {clock(minutes[0])}, fin non précisée"
    if len(minutes) != 2:
        return ""
    return _range(*minutes) + (" au moins" if span.endswith("+") else "")


def clock(minute: int) -> str:
    """Return a minute of the day as people say it: ``9 h``, ``14 h 30``, ``minuit``."""
    hour, rest = divmod(minute % MINUTES_A_DAY, 60)
    if hour == 0 and rest == 0:
        return "minuit"
    return f"{hour}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hour}{NBSP}h"


def _day_in_year(day: date, today: date) -> str:
    return day_in_words(day) if day.year == today.year else f"{day_in_words(day)} {day.year}"


def _comment_at(hours: str, department: str, today: date, minute: int) -> str:
    days = max(DAYS_FIRST, minute // MINUTES_A_DAY - today.toordinal() + 1)
    spans = spans_of(hours, department, today, days)
    return next((span.comment for span in spans if span.start <= minute < span.end), "")


def _open_status(
    interval: Interval, minute: int, today: date, word: str, comment: str, is_end_sure: bool
) -> OpeningStatus:
    closes = interval[1]
    if not is_end_sure:
        return OpeningStatus("ouvert", f"{word} au moins jusqu’à {_end(closes, today)}", comment)
    if closes - minute >= (STATUS_DAYS - 1) * MINUTES_A_DAY:
        return OpeningStatus("ouvert", f"{word} 24{NBSP}h sur{NBSP}24", comment)
    if closes - minute <= SOON_MINUTES:
        verb = "Joignable encore" if word == "Joignable" else "Ferme dans"
        return OpeningStatus("ferme-bientot", f"{verb} {closes - minute}{NBSP}min", comment)
    return OpeningStatus("ouvert", f"{word} jusqu’à {_end(closes, today)}", comment)


def _end(closes: int, today: date) -> str:
    # Past midnight is still this evening; further away the day must be said.
    is_tonight = closes <= (today.toordinal() + 1) * MINUTES_A_DAY + MINUTES_A_DAY // 2
    return clock(closes) if is_tonight else _moment(closes, today)


def _moment(minute: int, today: date) -> str:
    """Return ``à 14 h``, ``demain à 9 h``, ``mardi à 9 h`` or ``le 12 janvier à 9 h``."""
    day = date.fromordinal(minute // MINUTES_A_DAY)
    away = (day - today).days
    at = f"à {clock(minute)}"
    if away == 0:
        return at
    if away == 1:
        return f"demain {at}"
    if away < 7:
        return f"{DAYS[day.weekday()]} {at}"
    return f"le {_day_in_year(day, today)} {at}"


def week_day(day: date, today: date, spans: tuple[Span, ...], closures: Sequence[Closure], department: str) -> WeekDay:
    name, is_today = DAYS[day.weekday()], day == today
    closure = next((c for c in closures if c.first_day <= day <= c.last_day), None)
    if closure is not None:
        return WeekDay(name, day, is_today, (), is_exceptional=True)
    start = day.toordinal() * MINUTES_A_DAY
    end = start + MINUTES_A_DAY
    holiday = holiday_name(day, department)
    shown = [(part, span) for span in spans if (part := _of_day(span, start)) is not None]
    sure = [(part, span.comment) for part, span in shown if span.state == "open"]
    unsure = dict.fromkeys(_unsure(part, span.comment, start) for part, span in shown if span.state == "possible")
    if sure and sure[0][0] == (start, end):
        return WeekDay(name, day, is_today, (f"24{NBSP}h sur{NBSP}24",), holiday)
    comments = dict.fromkeys(span.comment for _, span in shown if span.comment and span.comment not in unsure)
    note = ", ".join([*([holiday] if holiday else []), *comments])
    return WeekDay(name, day, is_today, tuple(_range(*part) for part, _ in sure), note, tuple(unsure))


def today_in_words(day: WeekDay) -> str:
    """Return the hours of a day in one line: ``9 h – 12 h, 14 h – 17 h``, or ``fermé``."""
    return ", ".join([*day.ranges, *day.unsure]) or "fermé"


def _range(opening: int, closing: int) -> str:
    return f"{clock(opening)}{NBSP}–{NBSP}{clock(closing)}"


def _unsure(part: Interval, comment: str, start: int) -> str:
    """Return what is told of a stretch that is only possible: its words, or its times as far as they are said."""
    end = start + MINUTES_A_DAY
    if comment and (part[0] == start or part[1] >= end):
        return comment
    if part == (start, end):
        return "à vérifier"
    if part[1] == end:
        return f"à partir de {clock(part[0])}, fin non précisée"
    if part[0] == start:
        return f"jusqu’à {clock(part[1])}, à vérifier"
    return f"{_range(*part)}, {comment or 'à vérifier'}"


def _of_day(span: Span, start: int) -> Interval | None:
    """Return the part of a span told on the day that begins at ``start``; a night belongs to the day it began."""
    end, half = start + MINUTES_A_DAY, MINUTES_A_DAY // 2
    if span.end <= start or span.start >= end:
        return None
    if start - half <= span.start < start and span.end <= start + half:
        return None
    night = span.start >= start + half and span.end <= end + half
    return max(span.start, start), span.end if night else min(span.end, end)
