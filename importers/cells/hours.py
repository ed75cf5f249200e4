"""Opening hours as files write them, turned into OpenStreetMap syntax when nothing is left to guess.

What is not understood whole is kept as text: a fiche that says nothing precise is shown "à vérifier", a fiche that
says something false sends a person to a closed door.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from opening_hours import OpeningHours
from opening_hours import ParserError as BadHours  # type: ignore[attr-defined]  # missing from its stubs

from importers.cells.hours_prose import read_prose
from importers.cells.hours_reading import NotUnderstood, Reading, settled
from importers.cells.hours_remarks import takes_away
from importers.cells.hours_tokens import closing
from importers.cells.plain_text import clean_text, is_blank
from importers.cells.week import CODES, DAY_INDEX, Week, day_names, minutes_of, osm_of
from search.text.analysis import fold
from search.text.french import DAYS

ASKS = re.compile(
    r"(?:(?:se|nous|les|veuillez|merci de) )*(?:vous )?"
    r"(?:rapprocher de|contacter|consulter|renseigner(?: aupr[eè]s de)?|voir avec|t[ée]l[ée]phoner [àa])"
    r"(?: (?:l['’]organisme|la structure|le service|la mairie|l['’]accueil|l['’][ée]tablissement))?\.?",
    re.IGNORECASE,
)
"""What stands for hours that nobody gave: kept as it is, and nothing to mend."""


@dataclass(frozen=True, slots=True)
class Hours:
    """``osm`` is valid or empty; ``text`` is what it does not say. Not ``understood``: all of it is in ``text``."""

    osm: str = ""
    text: str = ""
    understood: bool = True


_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# "Mar 9h" is a Tuesday in French; months are only believed beside days in English.
_STARTS_AS_OSM = re.compile(
    rf"(?:{'|'.join(CODES)}|PH)(?:[-,;\[]| *\d| off| closed| \")|24/7|(?:{_MONTHS})\b.*\b(?:{'|'.join(CODES)})\b"
)
_FRENCH_NAMES = dict(zip(CODES, DAYS, strict=True)) | {"PH": "jours fériés", "off": "fermé", "closed": "fermé"}
_OSM_NAMES = re.compile(rf"\b(?:{'|'.join(_FRENCH_NAMES)})\b")
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")
_EMPTY_RANGE = re.compile(r"(\d\d:\d\d)-\1")
_NO_TIME = re.compile(r"(?:lundi-dimanche )?\b00:00-00:00\b ?")
_NAMES_DAYS = re.compile(rf"\b(?:{'|'.join(DAYS)})s?\b", re.IGNORECASE)
EVERY_HOUR = "Mo-Su 00:00-24:00"
_COMMENT = re.compile(r"(\b(?:open|closed|off|unknown)\s*)?\"([^\"]*)\"")
_CLOSED = re.compile(r"ferm[ée]e?s?\.?", re.IGNORECASE)
_SENTENCES = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-ZÀ-Ý])")
_ANNOUNCED = re.compile(
    r"^(?:(?:nos |les |jours et )?(?:horaires?|heures|permanences?|ouverture|ouvert(?:e|s|es)?|accueil)"
    r"(?: d['’](?:ouverture|accueil))?(?: (?:du|au) public)?)\s*:?\s*",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})\s?[hH:]?\s?(\d{2})?(?::\d{2})?$")


def read_hours(text: str) -> Hours:
    """Read one cell: OpenStreetMap syntax, kept as it is when valid, or French prose."""
    return Hours() if is_blank(text) else _read(text)


@lru_cache(maxsize=20_000)
def _read(text: str) -> Hours:
    prose = clean_text(text)
    if _STARTS_AS_OSM.match(prose):
        osm = _valid_osm(prose)
        if osm:
            return Hours(osm)
        prose = _in_french(prose)
    reading = read_prose(prose)
    osm = _written(reading) if reading is not None else ""
    if reading is None or not osm:
        left = _NO_TIME.sub("", prose).strip(" ;-\n")
        return Hours(text=_as_sentence(left), understood=not re.search(r"\w", left))
    return Hours(osm, _remarks(reading))


def _written(reading: Reading) -> str:
    """Return what was read in OpenStreetMap syntax, empty when it has no hours or cannot be written."""
    if reading.is_always:
        return "24/7; PH off" if reading.holidays == "off" else "24/7"
    try:
        osm = osm_of(reading.week, holidays=reading.holidays) if reading.week else ""
    except ValueError:
        return ""
    return "24/7" if osm == EVERY_HOUR else osm


def _valid_osm(text: str) -> str:
    # School holidays are parsed, then ignored in silence; "14:00-14:00" is parsed as a whole day.
    if _SCHOOL_HOLIDAYS.search(text) or _EMPTY_RANGE.search(text):
        return ""
    candidate = " ".join(text.split()).rstrip("; ")
    try:
        OpeningHours(candidate)
    except BadHours:
        return ""
    return _COMMENT.sub(_doubted, candidate)


def _doubted(comment: re.Match[str]) -> str:
    """Return a comment, told to leave its hours unsure when its words may take something away from them."""
    if comment[1] or not takes_away(comment[2]):
        return comment[0]
    return f"unknown {comment[0]}"


def _in_french(text: str) -> str:
    """Write day codes as words, in a text that follows the syntax too loosely to be parsed."""
    spaced = re.sub(r"(?<=[a-z]),(?=[A-Z])", ", ", re.sub(r"\s*;\s*", " ; ", text))
    return _OSM_NAMES.sub(lambda match: _FRENCH_NAMES[match.group()], spaced)


def hours_in(text: str) -> Hours:
    """Return the hours told within a description, when one of its sentences gives days and times and nothing else.

    What is not understood whole is left to the description: nothing is told of it.
    """
    for piece in _SENTENCES.split(clean_text(text)):
        sentence = _ANNOUNCED.sub("", piece.strip(" .;-•"))
        if not (_NAMES_DAYS.search(sentence) and re.search(r"\d\s?[hH:]", sentence)):
            continue
        found = read_hours(sentence)
        if found.osm and not found.text:
            return found
    return Hours()


def read_week(cells: Sequence[str], days: Sequence[int] = tuple(range(7))) -> Hours:
    """Read the cells of a week. One that is not understood makes the whole week a text.

    days   the day of each cell (0 is Monday); a day may have two, its morning and its afternoon.
    An empty cell is a day without opening, as long as another one is filled.
    """
    written = [(day, clean_text(cell)) for day, cell in zip(days, cells, strict=False) if not is_blank(cell)]
    filled = _by_day(written)
    reading = _week_of(filled)
    if reading is not None and (reading.week or not filled):
        return Hours(_written(reading), _remarks(reading))
    text = "\n".join(f"{DAYS[day].capitalize()}\u00a0: {cell}" for day, cell in filled)
    return Hours(text=text, understood=bool(filled) and reading is not None)


def _by_day(written: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Put the cells of one day together: one that says closed does not close the other half."""
    halves: dict[int, list[str]] = {}
    for day, cell in written:
        halves.setdefault(day, []).append(cell)
    joined = {
        day: cells if len(cells) == 1 else ([cell for cell in cells if not _CLOSED.fullmatch(cell)] or cells[:1])
        for day, cells in halves.items()
    }
    return [(day, " et ".join(cells)) for day, cells in sorted(joined.items())]


def _week_of(filled: Sequence[tuple[int, str]]) -> Reading | None:
    """Return what the cells of a week say together, None when one is not understood."""
    whole = Reading()
    for day, cell in filled:
        reading = read_prose(cell, days=(day,))
        # A cell that speaks of every day is not about its own; words alone do not say whether the day is open.
        if reading is None or reading.is_always or reading.holidays:
            return None
        if reading.remarks and not (reading.week or reading.closed):
            return None
        whole = whole.merged(reading)
    try:
        return settled(whole)
    except NotUnderstood:
        return None


def read_day(day: str, times: Sequence[str]) -> tuple[Week, bool]:
    """Read one row of a table of hours: a day (name, or 1 for Monday), then starts and ends by pairs.

    The second value is False when it is unreadable.
    """
    folded = fold(day).strip()
    number = int(folded) - 1 if folded in ("1", "2", "3", "4", "5", "6", "7") else DAY_INDEX.get(folded[:3], -1)
    found = [_minutes_of_cell(cell) for cell in times if not is_blank(cell)]
    if number < 0 or len(found) % 2 or None in found:
        return (), not any(not is_blank(cell) for cell in (day, *times))
    minutes = [value for value in found if value is not None]
    pairs = [pair for pair in zip(minutes[0::2], minutes[1::2], strict=True) if pair != (0, 0)]
    if any(start >= end for start, end in pairs):
        return (), False
    return tuple((number, pair) for pair in pairs), True


def _minutes_of_cell(cell: str) -> int | None:
    match = _CLOCK.match(cell.strip())
    return minutes_of(int(match[1]), int(match[2] or 0)) if match else None


def _remarks(reading: Reading) -> str:
    """Return the remarks, each with its days unless it goes for every open day or names days itself."""
    opened = {day for day, _ in reading.week}
    by_text: dict[str, set[int]] = {}
    for days, text in reading.remarks:
        by_text.setdefault(text, set()).update(days)
    lines = []
    for text, told in by_text.items():
        everywhere = not told or told >= opened or _NAMES_DAYS.search(text) is not None
        lines.append(text if everywhere else f"{day_names(sorted(told))} : {text}")
    return "\n".join(lines)


def _as_sentence(text: str) -> str:
    whole = text.startswith("(") and closing(text, 0) == len(text) - 1
    text = text[1:-1].strip() if whole else text
    return text[:1].upper() + text[1:]
