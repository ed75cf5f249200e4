"""The hours of a form: ranges and their days, public holidays, and a line for what a grid cannot say."""

import re
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from directory.errors import FieldError, field_error
from directory.services.fiches.special_hours import read_special_hours
from directory.services.hours.grid import Entered, Grid, Holidays, Line, entered_of, osm_of
from directory.services.hours.intervals import hours_known
from directory.web.writing.typed import DAY_CODES, HOURS, SPECIAL, SPECIAL_SHOWN, Typed, put_hours, put_line, ranks_of
from fiche.content import Content
from search.criteria import MINUTES_A_DAY

MOST_LINES = 60
_CLOCK = re.compile(r"(\d{1,2})(?:(?:h|:|\.)?(\d{2})?|h)(?:min|mn)?")
_SPAN = re.compile(r"(.+?)\s*(?:-|–|à|a)\s*(.+)")
_WORDS = {"midi": 12 * 60, "minuit": 0}


@dataclass
class HoursRead:
    """``left``: what was not understood, which goes with the precisions in words."""

    osm: str
    left: str = ""
    errors: list[FieldError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_clock(text: str) -> int | None:
    """Return the minutes of a time as people type it: ``9``, ``9h``, ``9 h 30``, ``930``, ``09:30``, ``midi``."""
    said = re.sub(r"[\s\u00a0\u202f]", "", text.lower())
    if said in _WORDS:
        return _WORDS[said]
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    digits = said if said.isdigit() else ""
    hour, minute = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(found[1]), int(found[2] or 0))
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= MINUTES_A_DAY else None


def read_hours_form(typed: Typed, before: Content | None) -> HoursRead:
    """Return the hours of a form; those that were not touched keep their bytes. ``typed`` is put in order."""
    if before is not None and _hours_of(typed) == _hours_of(_shown(before.hours)):
        return HoursRead(before.hours)
    read = HoursRead("")
    lines = [line for rank in ranks_of(typed, HOURS)[:MOST_LINES] if (line := _line(typed, rank, read)) is not None]
    holidays = typed.get(f"{HOURS}.feries", "")
    known = {each.value: each for each in Holidays}
    grid = Grid.of(lines, known.get(holidays, Holidays.UNKNOWN))
    special = typed.get(SPECIAL, "").strip()
    if special and special != typed.get(SPECIAL_SHOWN, "").strip():
        special = _special(special, typed, read)
    if not read.errors:
        _put_in_order(typed, grid)
    if special and not hours_known(special) and grid.lines:
        # The text that a fiche came with cannot be read: it would make the grid unreadable too.
        read.errors.append(field_error(SPECIAL, "horaires-illisibles", value=special))
        return read
    read.osm = osm_of(Entered(grid, special))
    return read


def _special(text: str, typed: Typed, read: HoursRead) -> str:
    found = read_special_hours(text)
    if found.left:
        read.left = found.left
        read.notes.append(
            f"«\u00a0{found.left}\u00a0» n’a pas été compris comme des horaires\u00a0: c’est gardé dans les "
            "précisions, et «\u00a0ouvert maintenant\u00a0» n’en tient pas compte."
        )
    typed[SPECIAL] = typed[SPECIAL_SHOWN] = found.osm
    return found.osm


def _line(typed: Typed, rank: int, read: HoursRead) -> Line | None:
    """Return the range of a line; None for one without hours, or that cannot be read."""
    wire = f"{HOURS}.{rank}"
    first, last = typed.get(f"{wire}.de", "").strip(), typed.get(f"{wire}.a", "").strip()
    both = _SPAN.fullmatch(first) if first and not last else None
    if both is not None:
        first, last = both[1], both[2]
    if not first and not last:
        return None
    days = tuple(sorted(DAY_CODES.index(code) for code in typed.getlist(f"{wire}.jour") if code in DAY_CODES))
    start, end = read_clock(first), read_clock(last)
    for name, text, minutes in (("de", first, start), ("a", last, end)):
        if minutes is None:
            code = "horaires-illisibles" if text else "valeur-manquante"
            said = "L’heure de fin" if name == "a" else "L’heure de début"
            read.errors.append(field_error(f"{wire}.{name}", code, value=text, libelle=said))
    if start is None or end is None:
        return None
    if not days:
        read.errors.append(field_error(f"{wire}.jour", "valeur-manquante", libelle=f"Un jour pour {first} – {last}"))
        return None
    if start in (end, MINUTES_A_DAY):
        read.errors.append(field_error(f"{wire}.a", "horaires-illisibles", value=f"{first} – {last}"))
        return None
    return Line(start, end if end > start else end + MINUTES_A_DAY, f"{wire}.rdv" in typed, days)


def _put_in_order(typed: Typed, grid: Grid) -> None:
    for name in [name for name in typed if name.startswith(f"{HOURS}.") and name.count(".") == 2]:
        typed.poplist(name)
    for rank, line in enumerate(grid.lines):
        put_line(typed, rank, line)


def _shown(hours: str) -> Typed:
    typed: Typed = MultiDict()
    put_hours(typed, entered_of(hours))
    return typed


def _hours_of(typed: Typed) -> dict[str, list[str]]:
    """Return what a form says of hours, lines left empty apart."""
    empty = {
        str(rank)
        for rank in ranks_of(typed, HOURS)
        if not typed.get(f"{HOURS}.{rank}.de", "").strip() and not typed.get(f"{HOURS}.{rank}.a", "").strip()
    }
    has_lines = any(str(rank) not in empty for rank in ranks_of(typed, HOURS))
    return {
        name: sorted(each for each in values if each)
        for name, values in typed.lists()
        if name.startswith(f"{HOURS}.")
        and name != SPECIAL_SHOWN
        and name.split(".")[1] not in empty
        and any(values)
        # The question of public holidays goes with ranges.
        and (has_lines or name != f"{HOURS}.feries")
    }
