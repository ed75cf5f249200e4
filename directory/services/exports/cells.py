"""Fiches as rows of the template of files: what an export writes, reading gives back.

A row for each place, all of them whole, so that a sheet may be sorted. Pure: no SQL, no clock.
"""

import html
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from fiche.content import Content
from fiche.fields import Field, Kind
from fiche.parts import PLACE_FIELDS, Closure, Place
from importers.cells.plain_text import clean_text, one_line
from importers.flat import FLAT_FIELDS
from importers.native import IDENTIFIER, template_columns
from search.text.french import NBSP

Cell: TypeAlias = str | float | date | tuple[str, ...] | None
Cells: TypeAlias = dict[str, Cell]

LIST_SEPARATOR = "|"
NAMED_CONTACT = FLAT_FIELDS["named_contact"].row.column
COLUMNS: tuple[str, ...] = tuple(column.name for column in template_columns())
"""In the order of the file."""

DECIMALS = 6
"""Of degrees, about ten centimetres: what a save rounds in its own way reads the same at this step."""

_FLAT = tuple((each.row, each.of) for each in FLAT_FIELDS.values() if each.row.is_in_files)
_PLACE = tuple((name, row) for name, row in PLACE_FIELDS.items() if row.is_in_files)
_AT_COMMUNE = "commune"


def native_rows(content: Content, identifier: str, *, named: bool) -> Iterator[Cells]:
    """Yield the rows of a fiche, one for each place, one in all when it has none.

    named   whether the named contact may be given; else its cell is empty.
    """
    shared: Cells = {IDENTIFIER: identifier}
    for row, of in _FLAT:
        shared[row.column] = _cell(row, of(content))
    if not named:
        shared[NAMED_CONTACT] = ""
    for place in content.places or (Place(),):
        yield {name: (shared | _place(place))[name] for name in COLUMNS}


def _place(place: Place) -> Cells:
    # A point that stands for the whole commune would be read as that of the address: the commune says it.
    is_rough = place.precision == _AT_COMMUNE
    return {
        row.column: None if is_rough and row.kind is Kind.NUMBER else _cell(row, getattr(place, name))
        for name, row in _PLACE
    }


def _cell(row: Field, value: object) -> Cell:
    """Return a value as its column holds it."""
    if isinstance(value, tuple):
        return tuple(_closure(each) if isinstance(each, Closure) else str(each) for each in value)
    if isinstance(value, float):
        return round(value, DECIMALS)
    if value is None or isinstance(value, date):
        return value
    reading = _READINGS.get(row.kind)
    return spelled(str(value), reading) if reading is not None else str(value)


_READINGS: Mapping[Kind, Callable[[str], str]] = {Kind.TEXT: clean_text, Kind.LINE: one_line}


def _closure(closure: Closure) -> str:
    days = f"{closure.first_day:%d/%m/%Y}-{closure.last_day:%d/%m/%Y}"
    message = spelled(closure.message.replace(LIST_SEPARATOR, "/"), one_line)
    return f"{days}{NBSP}: {message}" if message else days


def spelled(text: str, read: Callable[[str], str]) -> str:
    """Return a text so that reading a file gives it back, blanks aside: what looks like a tag is spelled out.

    ``<b>`` in a fiche is four characters that a person typed; a file that held them would lose them as markup.
    """
    if not text or read(text) == text:
        return text
    tidied = read(html.escape(text, quote=False))
    return tidied if read(tidied) == tidied else html.escape(tidied, quote=False)


def as_text(cell: Cell) -> str:
    """Return a cell as a French spreadsheet shows it: decimal comma, days first, lists between bars."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return LIST_SEPARATOR.join(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return cell
