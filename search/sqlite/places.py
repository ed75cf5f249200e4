"""Where rows stand: how far from a point, in which communes, in which box."""

import math
from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from search.places.geometry import EARTH_RADIUS_KM, chord2_from, unit_vector
from search.query import Box, Point
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns, Integers, Reals

Chords = NDArray[np.float64]


def chords_of(columns: Columns, centre: Point, rows: Rows) -> Chords:
    """Return, for each row, the squared chord to its nearest place; infinite without a point.

    Same sums in the same order as ``geometry.chord2``, so that they are equal to the last bit.
    """
    found = chords_to(columns.reals, centre, rows)
    at, slots = _further(columns, rows)
    if len(at):
        np.fmin.at(found, at, chords_to(columns.extra.reals, centre, slots))
    found[np.isnan(found)] = np.inf
    return found


def chords_to(reals: Mapping[str, Reals], centre: Point, places: Integers) -> Chords:
    """Return the squared chord to each of the places of a table; not a number for one without a point."""
    vector = unit_vector(centre.latitude, centre.longitude)
    return chord2_from(vector, [reals[name][places] for name in ("x", "y", "z")])


def _further(columns: Columns, rows: Rows) -> tuple[Rows, Integers]:
    """Return, for each place of ``rows`` but the first ones, where its row is in ``rows``, and its slot."""
    slots = columns.second[rows]
    at = (slots > 0).nonzero()[0]
    slots = slots[at]
    all_at, all_slots = [at], [slots]
    while len(at):
        slots = columns.extra.following[slots]
        more = (slots > 0).nonzero()[0]
        at, slots = at[more], slots[more]
        all_at.append(at)
        all_slots.append(slots)
    return np.concatenate(all_at), np.concatenate(all_slots)


def box_around(centre: Point, radius_km: float) -> Box | None:
    """Return a box that surely holds the circle, or None where longitudes wrap."""
    margin = math.degrees(radius_km / EARTH_RADIUS_KM) * 1.001
    south, north = centre.latitude - margin, centre.latitude + margin
    if south <= -89 or north >= 89:
        return None
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    wide = margin / widest * 1.001
    west, east = centre.longitude - wide, centre.longitude + wide
    return Box(south, west, north, east) if west > -180 and east < 180 else None


def stand_in_box(columns: Columns, box: Box, rows: Rows) -> NDArray[np.bool_]:
    """Tell which of ``rows`` have a place in the box."""
    reals, further = columns.reals, columns.extra.reals
    inside = in_box(reals["latitude"][rows], reals["longitude"][rows], box)
    at, slots = _further(columns, rows)
    inside[at[in_box(further["latitude"][slots], further["longitude"][slots], box)]] = True
    return inside


def in_box(latitude: Reals, longitude: Reals, box: Box) -> NDArray[np.bool_]:
    """Tell which points lie in the box, edges included; not a number lies nowhere."""
    inside = latitude >= box.south
    inside &= latitude <= box.north
    inside &= longitude >= box.west
    inside &= longitude <= box.east
    return inside


def commune_table(columns: Columns, communes: Collection[str]) -> NDArray[np.bool_]:
    """Return, by number of commune, whether it is one of ``communes``; never that of a place without a commune."""
    table = np.zeros(len(columns.communes), dtype=np.bool_)
    table[commune_numbers(columns, communes)] = True
    return table


def commune_numbers(columns: Columns, communes: Collection[str]) -> list[int]:
    """Return the numbers of those of ``communes`` where a fiche has a place."""
    return [columns.communes[code] for code in communes if code and code in columns.communes]


def stand_in(columns: Columns, table: NDArray[np.bool_], rows: Rows) -> NDArray[np.bool_]:
    """Tell which of ``rows`` have a place in a commune of a ``commune_table``."""
    inside = table[columns.integers["commune"][rows]]
    at, slots = _further(columns, rows)
    inside[at[table[columns.extra.commune[slots]]]] = True
    return inside


def rows_in_communes(columns: Columns, communes: Collection[str]) -> Bits:
    """Return the rows with a place in one of the communes."""
    table = commune_table(columns, communes)
    if not table.any():
        return bits.empty(columns.words)
    inside = np.take(table, columns.integers["commune"])
    extra = columns.extra
    also = np.take(table, extra.commune) & (extra.owner >= 0)
    inside[extra.owner[also]] = True
    return bits.from_flags(inside)
