"""Places of a list on the map: points when there are few, clusters of tiles otherwise."""

from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from search.query import CLUSTER_ZOOM, FINE_ZOOM, MAP_POINTS, Box, MapAnswer, MapPoint
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows, distinct
from search.sqlite.columns import Columns, Reals
from search.sqlite.places import in_box
from search.tiles import Tile, clusters_of, corners_of, tile_box

MERCATOR_LIMIT = 85.0511287798066
"""Latitude, in degrees, at which the square of web maps ends."""


def map_answer(columns: Columns, listed: Bits, box: Box, zoom: int) -> MapAnswer:
    """Return the places, in ``box``, of the rows listed."""
    level = zoom + CLUSTER_ZOOM
    touched = tile_box(box, level)
    rows, latitudes, longitudes, ranks = _places(columns, listed, corners_of(touched))
    inside = in_box(latitudes, longitudes, box)
    total = len(distinct(rows[inside]))
    if np.count_nonzero(inside) <= MAP_POINTS:
        identifiers = columns.integers["id"][rows[inside]]
        order = np.lexsort((ranks[inside], identifiers))
        found = (identifiers[order], latitudes[inside][order], longitudes[inside][order])
        return MapAnswer(total, tuple(starmap(MapPoint, zip(*(column.tolist() for column in found), strict=True))), ())
    (_, west, north), (_, east, south) = touched
    fine_xs, fine_ys = _tile_numbers(latitudes, longitudes, level + FINE_ZOOM)
    xs, ys = fine_xs >> FINE_ZOOM, fine_ys >> FINE_ZOOM
    whole = (xs >= west) & (xs <= east) & (ys >= north) & (ys <= south)
    coarse = _count_tiles(rows[whole], xs[whole], ys[whole], level)
    fine = _count_tiles(rows[whole], fine_xs[whole], fine_ys[whole], level + FINE_ZOOM)
    return MapAnswer(total, (), clusters_of(coarse, fine))


def _places(columns: Columns, listed: Bits, box: Box) -> tuple[Rows, Reals, Reals, NDArray[np.int64]]:
    """Return row, latitude, longitude and rank of each point in ``box``; ranks follow the order in the fiche."""
    wanted = bits.to_flags(listed)
    reals, extra = columns.reals, columns.extra
    first = np.flatnonzero(in_box(reals["latitude"], reals["longitude"], box) & wanted)
    held = np.flatnonzero(in_box(extra.reals["latitude"], extra.reals["longitude"], box) & (extra.owner >= 0))
    held = held[wanted[extra.owner[held]]]
    rows = np.concatenate((first, extra.owner[held].astype(np.int64)))
    latitudes = np.concatenate((reals["latitude"][first], extra.reals["latitude"][held]))
    longitudes = np.concatenate((reals["longitude"][first], extra.reals["longitude"][held]))
    # The slots of the further places of a fiche ascend, and begin at 1.
    ranks = np.concatenate((np.zeros(len(first), dtype=np.int64), held))
    return rows, latitudes, longitudes, ranks


def _tile_numbers(latitudes: Reals, longitudes: Reals, zoom: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return x and y of the tile of each point, as ``geometry.geotile``."""
    side = 2**zoom
    xs = np.clip(np.floor((longitudes + 180.0) / 360.0 * side), 0, side - 1).astype(np.int64)
    sines = np.sin(np.radians(np.clip(latitudes, -MERCATOR_LIMIT, MERCATOR_LIMIT)))
    ys = np.floor((0.5 - np.log((1 + sines) / (1 - sines)) / (4 * np.pi)) * side)
    return xs, np.clip(ys, 0, side - 1).astype(np.int64)


def _count_tiles(rows: Rows, xs: NDArray[np.int64], ys: NDArray[np.int64], zoom: int) -> dict[Tile, int]:
    """Count the rows of each tile: one with two places in a tile counts once."""
    tiles, at = np.unique(xs << zoom | ys, return_inverse=True)
    pairs = distinct(rows * len(tiles) + at)
    totals = np.bincount(pairs % len(tiles), minlength=len(tiles)) if len(tiles) else tiles
    numbered = zip((tiles >> zoom).tolist(), (tiles & (2**zoom - 1)).tolist(), totals.tolist(), strict=True)
    return {(zoom, x, y): total for x, y, total in numbered}
