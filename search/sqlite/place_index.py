"""Rows by where they stand: a place asked for reads what surrounds it, and not every row of the country."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search.places.geometry import Vectors, chord2_from, chord2_of, unit_vector
from search.query import Box, Point
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns, Integers, Reals
from search.sqlite.places import (
    box_around,
    chords_of,
    commune_numbers,
    commune_table,
    rows_in_communes,
    stand_in,
    stand_in_box,
)

BAND_DEGREES, STEP_DEGREES = 0.5, 0.05
"""Points stand in bands of latitude, and go by steps of longitude there: what lies within 100 km touches five bands."""
_STEPS_A_BAND = 1 + round(360 / STEP_DEGREES)
MOST_GROUPS = 500
"""Groups put together one by one; a whole region has thousands of communes, and then every row is looked at."""
MOST_MOVED = 1_000
MOST_MOVED_SHARE = 20

Numbers = NDArray[np.int32]


class PlaceIndex:
    """Rows grouped by commune, by set of service areas and by band of the globe, as they stood when it was made.

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
        of_points = np.concatenate((rows, owners))
        reals = {name: np.concatenate((first[rows], extra.reals[name][slots])) for name, first in columns.reals.items()}
        self._points = _Points(of_points, reals)
        unbound = np.isin(numbers["area"][of_points], [0, *columns.area_sets.meeting(("fr",))]).nonzero()[0]
        self._unbound_points = _Points(of_points[unbound], {name: values[unbound] for name, values in reals.items()})
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
        numbers = commune_numbers(columns, communes)
        return self._set(
            columns,
            self._by_commune.of(numbers),
            lambda moved: stand_in(columns, commune_table(columns, communes), moved),
        )

    def in_areas(self, columns: Columns, areas: Sequence[str]) -> Bits:
        """Return the rows whose set of service areas holds one of ``areas``."""
        sets = columns.area_sets.meeting(areas)
        if len(sets) > MOST_GROUPS:
            return bits.from_flags(np.isin(columns.integers["area"], sets))
        return self._set(columns, self._by_area.of(sets), lambda moved: np.isin(columns.integers["area"][moved], sets))

    def in_box(self, columns: Columns, box: Box) -> Bits:
        """Return the rows with a place in the box."""
        rows = self._points.rows_touching(box).astype(np.int64)
        return self._set(
            columns, rows[stand_in_box(columns, box, rows)], lambda moved: stand_in_box(columns, box, moved)
        )

    def within(self, columns: Columns, centre: Point, radius_km: float) -> Bits:
        """Return the rows with a place that near."""
        return self._within(columns, self._points, centre, radius_km)

    def unbound_within(self, columns: Columns, centre: Point, radius_km: float) -> Bits:
        """Return those whose service area is unknown or the whole country: less than half, often; others may be there.

        The area of a row decides for most of them how far it is asked for.
        """
        return self._within(columns, self._unbound_points, centre, radius_km)

    def _within(self, columns: Columns, points: "_Points", centre: Point, radius_km: float) -> Bits:
        box, limit = box_around(centre, radius_km), chord2_of(radius_km)
        if box is None:
            every = np.arange(columns.rows)
            return bits.from_rows(every[chords_of(columns, centre, every) <= limit], columns.words)
        rows, vectors = points.touching(box)
        chords = chord2_from(unit_vector(centre.latitude, centre.longitude), vectors)
        return self._set(
            columns, rows[(chords <= limit).nonzero()[0]], lambda moved: chords_of(columns, centre, moved) <= limit
        )

    def _set(self, columns: Columns, rows: Integers, judge: Callable[[Rows], NDArray[np.bool_]]) -> Bits:
        """Return the set of ``rows``, but for those that moved: these are judged by what the columns hold now."""
        found = bits.from_rows(rows, columns.words)
        if len(self._moved):
            found &= ~bits.from_rows(self._moved, columns.words)
            found |= bits.from_rows(self._moved[judge(self._moved)], columns.words)
        return found


class _Groups:
    """Rows put together by a small number that each holds."""

    def __init__(self, numbers: Integers, rows: Numbers) -> None:
        self._rows = rows[np.argsort(numbers, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(numbers))))

    def of(self, numbers: Iterable[int]) -> Numbers:
        """Return the rows of some numbers; there are none of a number that came later."""
        starts, known = self._starts, len(self._starts) - 1
        groups = [self._rows[starts[number] : starts[number + 1]] for number in numbers if number < known]
        return np.concatenate(groups) if groups else self._rows[:0]


class _Points:
    """Points in the order of their band of latitude and of their longitude, each with its row and its unit vector.

    The vectors stand here again, in this order: gathered one by one from the columns, they take three times as long.
    """

    def __init__(self, rows: Numbers, reals: Mapping[str, Reals]) -> None:
        placed = np.flatnonzero(~np.isnan(reals["latitude"]))
        bands = np.floor((reals["latitude"][placed] + 90.0) / BAND_DEGREES).astype(np.int32)
        steps = np.floor((reals["longitude"][placed] + 180.0) / STEP_DEGREES).astype(np.int32)
        keys = bands * np.int32(_STEPS_A_BAND) + steps
        order = np.argsort(keys, kind="stable")
        placed = placed[order]
        self._keys: Numbers = keys[order]
        self._rows: Numbers = rows[placed].astype(np.int32)
        self._vectors: Vectors = np.stack([reals[name][placed] for name in ("x", "y", "z")])

    def touching(self, box: Box) -> tuple[Numbers, Vectors]:
        """Return the rows and the vectors of the points whose band and step a box touches: its own, and some around."""
        parts = self._parts(box)
        return (
            np.concatenate([self._rows[part] for part in parts]),
            np.concatenate([self._vectors[:, part] for part in parts], axis=1),
        )

    def rows_touching(self, box: Box) -> Numbers:
        """Return the rows of ``touching``."""
        return np.concatenate([self._rows[part] for part in self._parts(box)])

    def _parts(self, box: Box) -> list[slice]:
        south, north = (math.floor((degrees + 90.0) / BAND_DEGREES) for degrees in (box.south, box.north))
        west, east = (math.floor((degrees + 180.0) / STEP_DEGREES) for degrees in (box.west, box.east))
        edges = [band * _STEPS_A_BAND + step for band in range(south, north + 1) for step in (west, east + 1)]
        found = self._keys.searchsorted(np.array(edges, dtype=np.int32)).tolist()
        return list(map(slice, found[::2], found[1::2]))
