"""The usual week of a service in words, and apart from it what differs: ranks in the month, seasons, holidays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from directory.services.hours.holidays import holiday_name
from directory.services.hours.intervals import hours_known, spans_of
from directory.services.hours.rules import Rule, rules_of
from directory.services.hours.selectors import CODES_OF_DAYS, joined, selector_in_words
from directory.services.hours.words import WeekDay, times_in_words, week_day
from fiche.parts import Closure
from search.places.commune import department_of
from search.text.french import DAYS, NBSP, day_in_words

A_MONDAY = date(2027, 2, 1)
"""Of a week without public holiday anywhere in France."""
DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class UsualHours:
    """Lines to hand over, each whole.

    week     the usual days, those alike together, closed ones left out: ``du lundi au vendredi : 9 h – 17 h``.
    besides  what the text says of other days: ``1er et 3e mardis du mois : 14 h – 17 h``, ``jours fériés : fermé``.
    ahead    what differs in the days to come: closures with their dates, public holidays.
    """

    week: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()


def usual_hours(hours: str, closures: Sequence[Closure], commune_code: str, today: date) -> UsualHours:
    """Return the hours as a person needs them on paper, whatever the day on which they are read."""
    department = department_of(commune_code)
    told = tuple(closure_in_words(each) for each in closures if each.last_day >= today)
    if not hours_known(hours):
        return UsualHours(ahead=told)
    week, besides = _lines(hours)
    return UsualHours(week, besides, (*told, *_holidays_ahead(hours, closures, department, today)))


def with_ranks(week: Sequence[WeekDay], hours: str) -> tuple[WeekDay, ...]:
    """Return the days to come, the closed ones told what they are when they are open once or twice a month."""
    ranked = [rule for rule in rules_of(hours) if "[" in rule.selector and not rule.is_closing]
    return tuple(_with_rank(day, ranked) for day in week)


def _with_rank(day: WeekDay, ranked: Sequence[Rule]) -> WeekDay:
    if day.ranges or day.unsure or day.note:
        return day
    code = f"{CODES_OF_DAYS[day.day.weekday()]}["
    words = [selector_in_words(rule.selector) for rule in ranked if code in rule.selector]
    return replace(day, note=joined([said for said in words if said]))


def closure_in_words(closure: Closure) -> str:
    """Return ``Fermé du 26 novembre au 4 décembre 2026 : congés``."""
    first, last = closure.first_day, closure.last_day
    if first == last:
        said = f"Fermé le {_dated(first)}"
    else:
        start = day_in_words(first) if first.year == last.year else _dated(first)
        said = f"Fermé du {start} au {_dated(last)}"
    return f"{said}{NBSP}: {closure.message}" if closure.message else said


def _dated(day: date) -> str:
    return f"{day_in_words(day)}{NBSP}{day.year}"


@lru_cache(maxsize=5_000)
def _lines(hours: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rules = rules_of(hours)
    usual = [rule for rule in rules if _is_usual(rule)]
    besides = [_rule_in_words(rule) for rule in rules if not _is_usual(rule)]
    if not usual:
        return (), tuple(dict.fromkeys(besides))
    first, *others = usual
    text = first.text + "".join(f"{rule.separator} {rule.text}" for rule in others)
    spans = spans_of(text, "", A_MONDAY - timedelta(days=1), 9)
    days = [week_day(A_MONDAY + timedelta(days=n), A_MONDAY, spans, (), "") for n in range(7)]
    return _grouped(days), tuple(dict.fromkeys(besides))


def _is_usual(rule: Rule) -> bool:
    """Tell whether a rule holds every week: weekdays alone, without rank in the month nor public holidays."""
    return rule.is_of_weekdays and "[" not in rule.selector and rule.selector != "PH" and not rule.is_fallback


def _grouped(days: Sequence[WeekDay]) -> tuple[str, ...]:
    alike: dict[str, list[int]] = {}
    for index, day in enumerate(days):
        said = ", ".join((*day.ranges, *day.unsure))
        if said:
            note = f" ({day.note})" if day.note else ""
            alike.setdefault(said + note, []).append(index)
    return tuple(f"{days_in_words(indices)}{NBSP}: {said}" for said, indices in alike.items())


def days_in_words(indices: Sequence[int]) -> str:
    """Return ``du lundi au vendredi``, ``lundi, mardi et jeudi`` or ``tous les jours``, from 0 for Monday."""
    if len(indices) == len(DAYS):
        return "tous les jours"
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    words: list[str] = []
    for run in runs:
        names = [DAYS[index] for index in run]
        words += [f"du {names[0]} au {names[-1]}"] if len(run) > 2 else names
    return joined(words)


def _rule_in_words(rule: Rule) -> str:
    when = "aux autres moments" if rule.is_fallback and not rule.selector else selector_in_words(rule.selector)
    if not when:
        return "D’autres horaires à certaines dates, à demander"
    return f"{when}{NBSP}: {_said_by(rule)}"


def _said_by(rule: Rule) -> str:
    if rule.is_closing:
        return f"fermé ({rule.comment})" if rule.comment else "fermé"
    times = times_in_words(rule.times)
    if rule.is_vague or rule.is_fallback:
        return ", ".join(filter(None, (times, rule.comment or "à vérifier")))
    return f"{times} ({rule.comment})" if rule.comment else times


def _holidays_ahead(hours: str, closures: Sequence[Closure], department: str, today: date) -> tuple[str, ...]:
    """Return the public holidays of the days to come on which the usual hours of the day do not hold."""
    spans = spans_of(hours, department, today - timedelta(days=1), DAYS_AHEAD + 2)
    ordinary = spans_of(hours, "", A_MONDAY - timedelta(days=1), 9)
    found: list[str] = []
    for day in (today + timedelta(days=n) for n in range(DAYS_AHEAD)):
        name = holiday_name(day, department)
        usual = week_day(A_MONDAY + timedelta(days=day.weekday()), today, ordinary, (), "")
        is_closed = any(each.first_day <= day <= each.last_day for each in closures)
        told = week_day(day, today, spans, (), department)
        if not name or is_closed or not (usual.ranges or usual.unsure or told.ranges):
            continue
        said = ", ".join((*told.ranges, *told.unsure)) or "fermé"
        found.append(f"{DAYS[day.weekday()]} {day_in_words(day)} ({name}){NBSP}: {said}")
    return tuple(found)
