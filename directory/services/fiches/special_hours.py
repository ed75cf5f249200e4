"""Hours that no weekly grid says, read as people write them: ranks in the month, weeks in two, seasons, months closed.

Only what is understood whole is read: the rest is left in words, for the precisions.
"""

import re
from dataclasses import dataclass

import opening_hours

from importers.cells.hours import read_hours
from importers.cells.week import CODES
from search.text.analysis import fold
from search.text.french import DAYS

MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
          "decembre")  # fmt: skip
MONTH_CODES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RANKS = {
    "1er": "1", "premier": "1", "2e": "2", "2eme": "2", "deuxieme": "2", "second": "2", "3e": "3", "3eme": "3",
    "troisieme": "3", "4e": "4", "4eme": "4", "quatrieme": "4", "dernier": "-1",
}  # fmt: skip
WEEKS = {"paires": "week 02-52/2", "impaires": "week 01-53/2"}

_DAY = f"(?:{'|'.join(DAYS)})"
_RANK = f"(?:{'|'.join(sorted(RANKS, key=len, reverse=True))})s?"
_MONTH = f"(?:{'|'.join(MONTHS)})"
_RANKED = re.compile(
    rf"\b(?:(?:le|les|tous les|chaque)\s+)?(?P<ranks>{_RANK}(?:(?:\s*,\s*|\s+et\s+)(?:(?:le|les)\s+)?{_RANK})*)\s+"
    rf"(?P<day>{_DAY})s?(?:\s+(?:du|de chaque|de chacun des|par)\s+mois)?\b"
)
_IN_TWO = re.compile(r"\b(?:(?:les|en|une)\s+)?semaines?\s+(?P<kind>paire|impaire)s?\b")
_SEASON = re.compile(rf"\b(?:de|du|d)\s+(?:mois\s+d(?:e|\s)\s*)?(?P<first>{_MONTH})\s+a\s+(?P<last>{_MONTH})\b")
_IN_MONTHS = re.compile(rf"\ben\s+(?P<months>{_MONTH}(?:(?:\s*,\s*|\s+et\s+)(?:en\s+)?{_MONTH})*)\b")
_CLOSED = re.compile(r"\b(?:ferme|fermee|fermeture)s?\b")
_ONE_RULE = re.compile(rf"(?P<days>(?:{'|'.join(CODES)})(?:[-,](?:{'|'.join(CODES)}))*) (?P<times>\d[\d:,\-]*)")


@dataclass(frozen=True, slots=True)
class SpecialHours:
    """``osm``: what was understood, empty when nothing was; ``left``: what was not, in the words it was typed in."""

    osm: str = ""
    left: str = ""


def read_special_hours(text: str) -> SpecialHours:
    """Read hours typed in French or in the syntax of OpenStreetMap."""
    found = read_hours(text)
    osm = "" if found.osm else _case(fold(text))
    return SpecialHours(osm) if osm else SpecialHours(found.osm, found.text)


def _case(said: str) -> str:
    """Return the one rule that a folded text says, empty when a word of it is not understood."""
    said, weeks = _taken(said, _IN_TWO)
    said, season = _taken(said, _SEASON)
    said, months = (said, None) if season else _taken(said, _IN_MONTHS)
    said, ranked = _taken(said, _RANKED, keeps="day")
    when = [
        f"{_code(season['first'])}-{_code(season['last'])}" if season else "",
        ",".join(_code(month) for month in re.findall(_MONTH, months["months"])) if months else "",
        WEEKS[f"{weeks['kind']}s"] if weeks else "",
    ]
    prefix = " ".join(part for part in when if part)
    if (season or months) and re.fullmatch(r"[\s:,.]*", _CLOSED.sub("", said)) and _CLOSED.search(said):
        return _valid(f"{prefix} off")
    rule = _ONE_RULE.fullmatch(read_hours(said.strip(" :,;.")).osm)
    if rule is None or not (prefix or ranked):
        return ""
    days = rule["days"]
    if ranked:
        said_ranks = re.findall(_RANK, ranked["ranks"])
        ranks = dict.fromkeys(RANKS.get(rank) or RANKS[rank.removesuffix("s")] for rank in said_ranks)
        days = f"{days}[{','.join(ranks)}]" if days in CODES else ""
    return _valid(f"{prefix} {days} {rule['times']}".strip()) if days else ""


def _taken(said: str, pattern: re.Pattern[str], keeps: str = "") -> tuple[str, re.Match[str] | None]:
    """Return a text without what a pattern finds first in it, one group of it apart, and what was found."""
    found = pattern.search(said)
    if found is None:
        return said, None
    return f"{said[: found.start()]} {found[keeps] if keeps else ''} {said[found.end() :]}".strip(), found


def _code(month: str) -> str:
    return MONTH_CODES[MONTHS.index(month)]


def _valid(osm: str) -> str:
    return osm if opening_hours.validate(osm) else ""
