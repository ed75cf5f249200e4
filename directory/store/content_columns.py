"""In which columns what a fiche says is kept: read from the rows of its fields, never listed.

A list of codes is one JSON text. The structure has a column for each of its fields; the places have a table of their
own; other parts (closures) are one JSON text, a list of values for each, in the order of the fields of the part.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeAlias

from sqlalchemy import Column, Date, Double, Text

from directory.store.types import codes_json, codes_of, to_json
from fiche.content import FIELDS, Content
from fiche.fields import Field, Kind, fields_of
from fiche.parts import PLACE_FIELDS, Place, Structure

Value: TypeAlias = "str | int | float | date | None"

PLACES = "places"


@dataclass(frozen=True, slots=True)
class ContentColumn:
    """One column. ``path``: where its value is in a ``Content``, such as ``structure.siret``."""

    name: str
    path: str
    row: Field

    def make(self) -> Column[str] | Column[date] | Column[float]:
        if self.row.kind is Kind.DATE:
            return Column(self.name, Date)
        if self.row.kind is Kind.NUMBER:
            return Column(self.name, Double)
        return Column(self.name, Text, nullable=False)


def _content_columns() -> Iterator[ContentColumn]:
    for name, row in FIELDS.items():
        if row.kind is Kind.PART and row.part is not None:
            for member, part_row in fields_of(row.part).items():
                yield ContentColumn(f"{name}_{member}", f"{name}.{member}", part_row)
        elif name != PLACES:
            yield ContentColumn(name, name, row)


CONTENT_COLUMNS = tuple(_content_columns())
"""In the order of the fields of ``Content``."""
PLACE_COLUMNS = tuple(ContentColumn(name, name, row) for name, row in PLACE_FIELDS.items())


def _written(row: Field) -> Callable[..., Value] | None:
    """Return what makes the kept form of a value, or None where it is kept as it is."""
    if row.is_list_of_codes:
        return codes_json
    return _parts_json(row) if row.kind is Kind.PARTS else None


def _read(row: Field) -> Callable[..., object] | None:
    """Return what makes a value from its kept form, or None where it is kept as it is."""
    if row.is_list_of_codes:
        return codes_of
    return _parts_of(row) if row.kind is Kind.PARTS else None


def _parts_json(row: Field) -> Callable[[Sequence[object]], str]:
    values = attrgetter(*_members(row))

    def write(parts: Sequence[object]) -> str:
        return to_json([[_plain(value) for value in values(part)] for part in parts]) if parts else "[]"

    return write


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _parts_of(row: Field) -> Callable[[str], tuple[object, ...]]:
    made = row.part
    days = [each.kind is Kind.DATE for each in _members(row).values()]

    def read(text: str) -> tuple[object, ...]:
        if text == "[]" or made is None:
            return ()
        return tuple(
            made(*(date.fromisoformat(value) if day and value else value for day, value in zip(days, values)))  # noqa: B905 (a part kept before it had its last field)
            for values in json.loads(text)
        )

    return read


def _members(row: Field) -> Mapping[str, Field]:
    return fields_of(row.part) if row.part is not None else {}


PLACE_NAMES = tuple(column.name for column in PLACE_COLUMNS)
_values = attrgetter(*(column.path for column in CONTENT_COLUMNS))
_place_values = attrgetter(*PLACE_NAMES)
_WRITERS = tuple((at, write) for at, column in enumerate(CONTENT_COLUMNS) if (write := _written(column.row)))
_READERS = tuple((at, read) for at, column in enumerate(CONTENT_COLUMNS) if (read := _read(column.row)))
_FIRST = next(at for at, column in enumerate(CONTENT_COLUMNS) if column.path.startswith("structure."))
_STRUCTURE = slice(_FIRST, _FIRST + sum(column.path.startswith("structure.") for column in CONTENT_COLUMNS))
_PLACES_AT = tuple(FIELDS).index(PLACES)


def content_of(values: list[object], places: tuple[Place, ...]) -> Content:
    """Build a content from the values of ``CONTENT_COLUMNS``, which it works on in place.

    By position: looking columns up by name takes as long as the query itself.
    """
    for at, read in _READERS:
        values[at] = read(values[at])
    values[_STRUCTURE] = [Structure(*values[_STRUCTURE])]  # type: ignore[arg-type]  # in the order of its fields
    values.insert(_PLACES_AT, places)
    return Content(*values)  # type: ignore[arg-type]  # in the order of its fields


def kept_values(content: Content) -> list[Value]:
    """Return the values of ``CONTENT_COLUMNS`` for a content."""
    values: list[Value] = list(_values(content))
    for at, write in _WRITERS:
        values[at] = write(values[at])
    return values


def place_values(place: Place) -> tuple[Value, ...]:
    """Return the values of ``PLACE_NAMES`` for a place."""
    return _place_values(place)
