"""Where each row stands against the place asked for (search-semantics §2), as sets of rows."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.places.geometry import EARTH_RADIUS_KM, chord2_of, unit_vector
from search.query import NEAR_KM, Around, Box, Point
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns, Reals

Chords = NDArray[np.float64]


class Spots(NamedTuple):
    """One set of rows for each judgement of a place; a row is in one at most."""

    here: Bits
    remote: Bits
    beyond: Bits
    unplaced: Bits
    competent: Bits


def everywhere(columns: Columns) -> Spots:
    """Judge without a place: everything is here."""
    live = columns.flags["live"]
    none = bits.empty(len(live))
    return Spots(live, none, none, none, none)


def chords_of(columns: Columns, centre: Point, rows: Rows) -> Chords:
    """Return, for each row, the squared chord to its nearest place; infinite without a point.

    Same sums in the same order as ``geometry.chord2``, so that they are equal to the last bit.
    """
    x, y, z = unit_vector(centre.latitude, centre.longitude)
    reals = columns.reals
    found = _chord2(reals["x"][rows], reals["y"][rows], reals["z"][rows], x, y, z)
    extra = columns.extra
    slots = columns.second[rows]
    at = np.flatnonzero(slots)
    slots = slots[at]
    while len(at):
        chords = _chord2(extra.reals["x"][slots], extra.reals["y"][slots], extra.reals["z"][slots], x, y, z)
        found[at] = np.fmin(found[at], chords)
        slots = extra.following[slots]
        more = slots > 0
        at, slots = at[more], slots[more]
    return np.where(np.isnan(found), np.inf, found)


def _chord2(xs: Chords, ys: Chords, zs: Chords, x: float, y: float, z: float) -> Chords:
    dx, dy, dz = xs - x, ys - y, zs - z
    squares: Chords = dx * dx + dy * dy + dz * dz
    return squares


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


def rows_in_box(columns: Columns, box: Box, among: Bits) -> Rows:
    """Return the rows of ``among`` with a place in the box, ascending."""
    inside = in_box(columns.reals["latitude"], columns.reals["longitude"], box)
    extra = columns.extra
    also = in_box(extra.reals["latitude"], extra.reals["longitude"], box) & (extra.owner >= 0)
    inside[extra.owner[also]] = True
    return bits.to_rows(bits.from_flags(inside) & among)


def in_box(latitude: Reals, longitude: Reals, box: Box) -> NDArray[np.bool_]:
    """Tell which points lie in the box, edges included; not a number lies nowhere."""
    inside = latitude >= box.south
    inside &= latitude <= box.north
    inside &= longitude >= box.west
    inside &= longitude <= box.east
    return inside


def rows_in_communes(columns: Columns, communes: frozenset[str]) -> Bits:
    """Return the rows with a place in one of the communes."""
    numbers = [columns.communes[code] for code in communes if code and code in columns.communes]
    if not numbers:
        return bits.empty(columns.words)
    table = np.zeros(len(columns.communes), dtype=np.bool_)
    table[numbers] = True
    inside = np.take(table, columns.integers["commune"])
    extra = columns.extra
    also = np.take(table, extra.commune) & (extra.owner >= 0)
    inside[extra.owner[also]] = True
    return bits.from_flags(inside)


def spots_of(columns: Columns, around: Around) -> Spots:
    """Judge every row; the rules are those of ``listing.spot_of``."""
    flags, receptions = columns.flags, columns.codes["receptions"]
    live, known, pointed = flags["live"], flags["known_area"], flags["pointed"]
    on_site = receptions.rows_with("sur-place")
    remote = receptions.rows_with("a-distance") | receptions.rows_with("itinerant")
    sets = columns.area_sets
    # Two questions in one reading: 1, an area of the chain; 2 more, one that is not the whole country.
    met = np.take(
        sets.meeting(around.chain) + sets.meeting([area for area in around.chain if area != "fr"]) * np.uint8(2),
        columns.integers["area"],
    )
    covered, competent = bits.from_flags(met > 0), bits.from_flags(met > 1)
    near, close = rows_in_communes(columns, around.communes), bits.empty(columns.words)
    left = live & ~(known & ~covered)
    if around.radius_km is None:
        close = rows_in_communes(columns, around.neighbours)
    elif around.centre is not None:
        rows, chords = within(columns, around.centre, NEAR_KM, left)
        close = bits.from_rows(rows, columns.words)
        near |= bits.from_rows(rows[chords <= chord2_of(around.radius_km)], columns.words)
    here = left & on_site & near
    left &= ~here
    away = left & remote & (known | near)
    left &= ~away
    beyond = left & on_site & pointed & (competent | close)
    left &= ~beyond
    left &= (on_site & ~flags["placed"]) | (remote & ~known)
    return Spots(here, away, beyond, unplaced=left, competent=competent)


def spots_named(spots: Spots, named: Bits, whole: Bits) -> Spots:
    """Move what is asked for by its name to where it counts as here: the rule of ``listing.spot_named`` on sets."""
    elsewhere = spots.remote | spots.beyond | spots.unplaced
    moved = (spots.remote & named) | (elsewhere & whole)
    return Spots(
        spots.here | moved, spots.remote & ~moved, spots.beyond & ~moved, spots.unplaced & ~moved, spots.competent
    )


def within(columns: Columns, centre: Point, radius_km: float, among: Bits) -> tuple[Rows, Chords]:
    """Return the rows of ``among`` with a place within ``radius_km``, ascending, and the chord to the nearest one."""
    box = box_around(centre, radius_km)
    rows = bits.to_rows(among) if box is None else rows_in_box(columns, box, among)
    chords = chords_of(columns, centre, rows)
    inside = chords <= chord2_of(radius_km)
    return rows[inside], chords[inside]
