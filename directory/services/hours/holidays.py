"""Public holidays by place, and what opening hours say of them.

They are the country's and, in some départements, some more (Alsace-Moselle, overseas). opening-hours-py knows the
country's only: rules about them are repeated for the others, day by day. This can go when it knows subdivisions.

Those of ``YEARS`` stand in a file that ``tools/make_holidays.py`` makes; its package is loaded for others alone.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from directory.services.hours.rules import MONTHS, Rule

FILE = Path(__file__).parent / "data" / "holidays.csv"
HEADERS = ("jour", "nom", "departement")
YEARS = range(2024, 2041)

SUBDIVISIONS = {
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
"""Département → what the package ``holidays`` calls it."""

# Days and public holidays, nothing else: such a rule can be repeated for a date.
_DAYS_ONLY = re.compile(r"(?:[A-Za-z\-,\[\]\d]+,)?PH(?:,[A-Za-z\-,\[\]\d]+)?")


def holidays_of(department: str) -> str:
    """Return the département if it has public holidays of its own; empty for the others, which share the country's."""
    return department if department in SUBDIVISIONS else ""


@lru_cache(maxsize=2_000)
def holiday_name(day: date, department: str) -> str:
    """Return ``jour férié, Noël``, or empty on an ordinary day."""
    name = _calendar(department, day.year).get(day)
    return f"jour férié, {name}" if name else ""


def _calendar(department: str, year: int) -> Mapping[date, str]:
    return _kept()[holidays_of(department), year] if year in YEARS else calendar_of(department, year)


def calendar_of(department: str, year: int) -> dict[date, str]:
    """Return the public holidays of a year with their names, in order, as the package says them."""
    # The calendars of the whole world are loaded with it.
    from holidays import country_holidays

    found = country_holidays("FR", subdiv=SUBDIVISIONS.get(department), years=[year], language="fr")
    return dict(sorted(found.items()))


@cache
def _kept() -> Mapping[tuple[str, int], Mapping[date, str]]:
    """Return what ``calendar_of`` would, by département, empty for the country, and year."""
    country: defaultdict[int, dict[date, str]] = defaultdict(dict)
    own: defaultdict[tuple[str, int], dict[date, str]] = defaultdict(dict)
    with FILE.open(encoding="utf-8", newline="") as file:
        for said, name, department in list(csv.reader(file, delimiter=";"))[1:]:
            day = date.fromisoformat(said)
            (own[department, day.year] if department else country[day.year])[day] = name
    return {
        (department, year): dict(sorted({**days, **own[department, year]}.items()))
        for year, days in country.items()
        for department in ("", *SUBDIVISIONS)
    }


@lru_cache(maxsize=500)
def _days(department: str, year: int) -> tuple[date, ...]:
    return tuple(_calendar(department, year))


@lru_cache(maxsize=500)
def _regional_days(department: str, year: int) -> tuple[date, ...]:
    national = set(_days("", year))
    return tuple(day for day in _days(department, year) if day not in national)


def with_regional_holidays(rules: Sequence[Rule], department: str, years: Sequence[int]) -> tuple[Rule, ...]:
    """Return the rules with what they say of public holidays repeated for those of the département."""
    return tuple(repeated for rule in rules for repeated in (rule, *_repeated(rule, department, years)))


def _repeated(rule: Rule, department: str, years: Sequence[int]) -> Iterator[Rule]:
    if department in SUBDIVISIONS and _can_be_repeated(rule):
        for year in years:
            for day in _regional_days(department, year):
                yield replace(rule, separator=";", selector=f"{year} {MONTHS[day.month - 1]} {day.day:02d}")


def _can_be_repeated(rule: Rule) -> bool:
    return _DAYS_ONLY.fullmatch(rule.selector) is not None


def unspoken_holidays(rules: Sequence[Rule], department: str, first: date, last: date) -> tuple[date, ...]:
    """Return the public holidays of a place, both ends included, of which the rules say nothing.

    "24/7" speaks of every day; a rule of public holidays speaks of all, or of the country's only when its other
    conditions keep it from being repeated; a rule that names the very date speaks of that day.
    """
    if any(rule.is_always for rule in rules):
        return ()
    named = [rule for rule in rules if rule.names_holidays]
    spoken_regionally = any(_can_be_repeated(rule) for rule in named)
    found = []
    for year in range(first.year, last.year + 1):
        regional = _regional_days(department, year)
        for day in _days(department, year):
            if not first <= day <= last:
                continue
            spoken = spoken_regionally if day in regional else bool(named)
            if not spoken and not any(rule.names_date(day.year, day.month, day.day) for rule in rules):
                found.append(day)
    return tuple(found)
