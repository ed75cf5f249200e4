"""Rows by where they stand: a place asked for reads what surrounds it, and not every row of the country."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search.places.geometry import Vectors, chord2_from, chord2_of, unit_vector
from search.query import Box, Point
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.columns import Columns, Integers, Reals
from search.sqlite.places import Chords, box_around, chords_of, commune_table, rows_in_communes, stand_in

CELL_DEGREES = 0.25
"""Of latitude and of longitude: what lies within 100 km touches a hundred such cells of France."""
_CELLS_A_LINE = 1 + round(360 / CELL_DEGREES)
MOST_GROUPS = 500
"""Groups put together one by one; a whole region has thousands of communes, and then every row is looked at."""
MOST_MOVED = 1_000
MOST_MOVED_SHARE = 20

Numbers = NDArray[np.int32]


class PlaceIndex:
    """Rows grouped by commune, by set of service areas and by cell of the globe, as they stood when it was made.

    Rows that moved since are told by ``note_moved``: they are judged one by one, by what the columns hold now.
    """

    def __init__(self, columns: Columns) -> None:
        extra, numbers, rows = columns.extra, columns.integers, np.arange(columns.rows, dtype=np.int32)
        slots = np.flatnonzero(extra.owner >= 0)
        owners = extra.owner[slots]
        self._by_area = _Groups(numbers["area"][rows], rows)
        self._by_commune = _Groups(
            np.concatenate((numbers["commune"][rows], extra.commune[slots])),
            np.concatenate((rows, owners)),
        )
        self._first = _Cells(rows, {name: values[rows] for name, values in columns.reals.items()})
        self._further = _Cells(owners, {name: values[slots] for name, values in extra.reals.items()})
        self._moved = bits.NO_ROWS
        self._most_moved = max(MOST_MOVED, len(rows) // MOST_MOVED_SHARE)

    def note_moved(self, columns: Columns, rows: Collection[int]) -> None:
        moved = np.fromiter(rows, dtype=np.int64, count=len(rows))
        # A row that came and went between two readings may never have had room.
        self._moved = bits.distinct(np.concatenate((self._moved, moved[moved < columns.capacity])))

    @property
    def is_worn(self) -> bool:
        """Tell whether so many rows moved that the index is to be made again."""
        return len(self._moved) > self._most_moved

    def in_communes(self, columns: Columns, communes: Collection[str]) -> Bits:
        """Return the rows with a place in one of the communes: ``rows_in_communes``."""
        if len(communes) > MOST_GROUPS:
            return rows_in_communes(columns, communes)
        table = commune_table(columns, communes)
        flags = self._flags(columns, self._by_commune.of(np.flatnonzero(table).tolist()))
        flags[self._moved] = stand_in(columns, table, self._moved)
        return bits.from_flags(flags)

    def in_areas(self, columns: Columns, areas: Sequence[str]) -> Bits:
        """Return the rows whose set of service areas holds one of ``areas``."""
        met = columns.area_sets.meeting(areas)
        sets = np.flatnonzero(met).tolist()
        if len(sets) > MOST_GROUPS:
            return bits.from_flags(np.take(met, columns.integers["area"]))
        flags = self._flags(columns, self._by_area.of(sets))
        flags[self._moved] = met[columns.integers["area"][self._moved]]
        return bits.from_flags(flags)

    def within(self, columns: Columns, centre: Point, radii_km: Sequence[float]) -> list[Bits]:
        """Return, for each radius, the rows with a place that near."""
        rows, chords = self._near(columns, centre, max(radii_km))
        moved = chords_of(columns, centre, self._moved)
        found: list[Bits] = []
        for limit in map(chord2_of, radii_km):
            flags = self._flags(columns, [rows[chords <= limit]])
            flags[self._moved] = moved <= limit
            found.append(bits.from_flags(flags))
        return found

    def _near(self, columns: Columns, centre: Point, radius_km: float) -> tuple[Integers, Chords]:
        """Return a row for each place within a radius at least, and the squared chord to that place."""
        box = box_around(centre, radius_km)
        if box is None:
            every = np.arange(columns.rows)
            return every, chords_of(columns, centre, every)
        vector = unit_vector(centre.latitude, centre.longitude)
        (first, vectors), (further, others) = self._first.touching(box), self._further.touching(box)
        return (
            np.concatenate((first, further)),
            np.concatenate((chord2_from(vector, vectors), chord2_from(vector, others))),
        )

    @staticmethod
    def _flags(columns: Columns, groups: Iterable[Integers]) -> NDArray[np.bool_]:
        flags = np.zeros(columns.capacity, dtype=np.bool_)
        for rows in groups:
            flags[rows] = True
        return flags


class _Groups:
    """Rows put together by a small number that each holds."""

    def __init__(self, numbers: Integers, rows: Numbers) -> None:
        self._rows = rows[np.argsort(numbers, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(numbers))))

    def of(self, numbers: Iterable[int]) -> Iterable[Numbers]:
        """Yield the rows of each number; there are none of a number that came later."""
        starts, known = self._starts, len(self._starts) - 1
        return (self._rows[starts[number] : starts[number + 1]] for number in numbers if number < known)


class _Cells:
    """Points put together by the square of the globe that holds them, each with its row and its unit vector.

    The vectors stand here again, in this order: gathered one by one from the columns, they take three times as long.
    """

    def __init__(self, rows: Integers, reals: Mapping[str, Reals]) -> None:
        placed = np.flatnonzero(~np.isnan(reals["latitude"]))
        lines, across = _line(reals["latitude"][placed], -90.0), _line(reals["longitude"][placed], -180.0)
        keys = lines * np.int32(_CELLS_A_LINE) + across
        order = np.argsort(keys, kind="stable")
        placed = placed[order]
        self._keys: Numbers = keys[order]
        self._rows: Numbers = rows[placed].astype(np.int32)
        self._vectors: Vectors = np.stack([reals[name][placed] for name in ("x", "y", "z")])

    def touching(self, box: Box) -> tuple[Numbers, Vectors]:
        """Return the rows and the vectors of the points of the cells that a box touches: its own, and some around."""
        south, north = _line(np.array((box.south, box.north)), -90.0).tolist()
        west, east = _line(np.array((box.west, box.east)), -180.0).tolist()
        lines = np.arange(south, north + 1, dtype=np.int32) * np.int32(_CELLS_A_LINE)
        starts = self._keys.searchsorted(lines + np.int32(west)).tolist()
        ends = self._keys.searchsorted(lines + np.int32(east), side="right").tolist()
        parts = list(map(slice, starts, ends))
        return (
            np.concatenate([self._rows[part] for part in parts]),
            np.concatenate([self._vectors[:, part] for part in parts], axis=1),
        )


def _line(degrees: Reals, least: float) -> Numbers:
    return np.floor((degrees - least) / CELL_DEGREES).astype(np.int32)
