"""When a rule of opening hours holds, in French: ``Tu[1,3]`` is "1er et 3e mardis du mois"."""

import re

from directory.services.hours.rules import MONTHS as CODES_OF_MONTHS
from search.text.french import DAYS, MONTHS, NBSP

CODES_OF_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

_MONTH = "|".join(CODES_OF_MONTHS)
_WIDE = re.compile(
    rf"(?:(?P<year>\d{{4}})\s+)?(?P<first>{_MONTH})(?:\s+(?P<first_day>\d{{1,2}}))?"
    rf"(?:\s*-\s*(?:(?:(?P<last_year>\d{{4}})\s+)?(?P<last>{_MONTH})(?:\s+(?P<last_day>\d{{1,2}}))?|(?P<until>\d{{1,2}})))?"
)
_WEEKS = re.compile(r"week\s+0?(?P<first>\d)\s*-\s*5\d\s*/\s*2")
_DAY = re.compile(
    r"(?P<first>Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?P<last>Mo|Tu|We|Th|Fr|Sa|Su))?(?:\[(?P<ranks>-?\d(?:,-?\d)*)\])?|PH"
)
_SEASONS = ("avril", "août", "octobre")


def selector_in_words(selector: str) -> str:
    """Return the days and dates of a rule in French, empty when one of them has no words here."""
    rest = selector.replace(":", " ").strip()
    said: list[str] = []
    for read in (_dates, _weeks, _days):
        words, rest = read(rest.lstrip(" ,"))
        said += [words] if words else []
    return "" if rest.strip(" ,") else ", ".join(said)


def _dates(text: str) -> tuple[str, str]:
    found: list[str] = []
    while match := _WIDE.match(text):
        found.append(_period(match))
        text = text[match.end() :]
        if not re.match(rf"\s*,\s*(?:\d{{4}}\s+)?(?:{_MONTH})\b", text):
            break
        text = text.lstrip(" ,")
    return joined(found), text


def _period(match: re.Match[str]) -> str:
    first, year = _month(match["first"]), match["year"] or ""
    if match["first_day"] is None:
        if match["last"] is None:
            return " ".join(filter(None, (f"en {first}", year)))
        return f"{_from(first)} à {_month(match['last'])}"
    start = _date(match["first_day"], first, year)
    if match["until"] is not None:
        return f"du {_rank(match['first_day'])} au {_date(match['until'], first, year)}"
    if match["last"] is not None and match["last_day"] is not None:
        end = _date(match["last_day"], _month(match["last"]), match["last_year"] or "")
        return f"du {start} au {end}"
    return f"le {start}"


def _month(code: str) -> str:
    return MONTHS[CODES_OF_MONTHS.index(code)]


def _from(month: str) -> str:
    return f"d’{month}" if month in _SEASONS else f"de {month}"


def _rank(day: str) -> str:
    return "1er" if int(day) == 1 else str(int(day))


def _date(day: str, month: str, year: str) -> str:
    return NBSP.join(filter(None, (_rank(day), month, year)))


def _weeks(text: str) -> tuple[str, str]:
    match = _WEEKS.match(text)
    if match is None:
        return "", text
    return "semaines impaires" if int(match["first"]) % 2 else "semaines paires", text[match.end() :]


def _days(text: str) -> tuple[str, str]:
    found: list[str] = []
    while match := _DAY.match(text):
        found.append(_day(match))
        text = text[match.end() :].lstrip(" ,")
    return joined(found), text


def _day(match: re.Match[str]) -> str:
    if match["first"] is None:
        return "jours fériés"
    name = DAYS[CODES_OF_DAYS.index(match["first"])]
    if match["ranks"]:
        ranks = [int(rank) for rank in match["ranks"].split(",")]
        plural = "s" if len(ranks) > 1 else ""
        return f"{joined([_nth(rank) for rank in ranks])} {name}{plural} du mois"
    return f"du {name} au {DAYS[CODES_OF_DAYS.index(match['last'])]}" if match["last"] else name


def _nth(rank: int) -> str:
    if rank == -1:
        return "dernier"
    if rank < 0:
        return f"{-rank}e avant la fin"
    return "1er" if rank == 1 else f"{rank}e"


def joined(words: list[str]) -> str:
    """Return ``a, b et c``."""
    return " et ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
