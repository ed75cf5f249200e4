"""The coordinates of a file: which of two numbers is the latitude, found from its values and told once."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from importers.base import RowMessage
from importers.cells.pairs import read_pair
from importers.cells.plain_text import is_blank
from importers.cells.points import degrees_of, may_be_in_france
from importers.cells.projections import PROJECTIONS, Projection
from importers.files.rows import Rows
from importers.files.titles import written_otherwise
from importers.formats.mapping import FileMapping
from importers.formats.rules import FieldRule
from importers.row_fields import joined

MOST_ROWS = 1_000
ENOUGH = 0.8
FEWEST = 3
"""Rows below which an order is not that of the file: each is put right and told by itself."""


@dataclass(frozen=True, slots=True)
class Coordinates:
    """How a mapping reads coordinates in one file; ``swapped``: the columns, or the pairs, are the other way round."""

    mapping: FileMapping
    swapped: bool = False

    def of(self, cells: Mapping[str, str]) -> tuple[str, str]:
        """Return latitude and longitude in degrees, as texts; as written where they are not understood."""
        north, east, is_told = _written(self.mapping, cells)
        if self.swapped and not is_told:
            north, east = east, north
        projection = PROJECTIONS.get(self.mapping.projection)
        return (north, east) if projection is None else _in_degrees(projection, north, east)

    @property
    def notices(self) -> tuple[RowMessage, ...]:
        """What to say once of the coordinates of a whole file."""
        return (_SWAPPED,) if self.swapped else ()


_SWAPPED = RowMessage(
    1,
    "coordonnees-inversees",
    "Dans tout le fichier, latitude et longitude sont l’une à la place de l’autre : elles sont remises.",
    advice="Rien à faire ; échangez les deux colonnes si vous corrigez le fichier.",
)


def coordinates_of(rows: Rows, mapping: FileMapping) -> Coordinates:
    """Look at the first rows of a file and settle the order of its coordinates."""
    if not {"latitude", "longitude"} <= set(mapping.place) and mapping.point is None:
        return Coordinates(mapping)
    names = written_otherwise(rows.header, mapping.used_columns)
    right = wrong = 0
    projection = PROJECTIONS.get(mapping.projection)
    with closing(rows.open_rows()) as found:
        for row in islice(found, MOST_ROWS):
            cells = row.cells | {name: row.cells.get(header, "") for name, header in names.items()}
            north, east, is_told = _written(mapping, cells)
            numbers = (degrees_of(north), degrees_of(east))
            if is_told or numbers[0] is None or numbers[1] is None:
                continue
            point = (numbers[0], numbers[1])
            right += _fits(projection, point)
            wrong += _fits(projection, (point[1], point[0]))
    return Coordinates(mapping, swapped=wrong >= FEWEST and wrong > ENOUGH * (right + wrong))


def _written(mapping: FileMapping, cells: Mapping[str, str]) -> tuple[str, str, bool]:
    if mapping.point is not None:
        text = joined(mapping.point, cells)
        pair, is_told = read_pair(text)
        if pair is not None:
            return (*pair, is_told)
        return (text, text, True) if not is_blank(text) else ("", "", True)
    return _text(mapping.place.get("latitude"), cells), _text(mapping.place.get("longitude"), cells), False


def _text(rule: FieldRule | None, cells: Mapping[str, str]) -> str:
    return joined(rule, cells) if rule is not None else ""


def _fits(projection: Projection | None, point: tuple[float, float]) -> bool:
    return may_be_in_france(point) if projection is None else projection.holds(point[1], point[0])


def _in_degrees(projection: Projection, north: str, east: str) -> tuple[str, str]:
    y, x = degrees_of(north), degrees_of(east)
    if x is None or y is None or not projection.holds(x, y):
        return north, east
    latitude, longitude = projection.degrees(x, y)
    return f"{latitude:.7f}", f"{longitude:.7f}"
