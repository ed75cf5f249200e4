"""Places of a list on the map: points when there are few, clusters of tiles otherwise."""

from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from search.query import CLUSTER_ZOOM, FINE_ZOOM, MAP_POINTS, Box, MapAnswer, MapPoint
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns, Reals
from search.tiles import Tile, clusters_of, tile_box

MERCATOR_LIMIT = 85.0511287798066
"""Latitude, in degrees, at which the square of web maps ends."""


def map_answer(columns: Columns, listed: Bits, box: Box, zoom: int) -> MapAnswer:
    """Return the places, in ``box``, of the rows listed."""
    rows, latitudes, longitudes, ranks = _places(columns, listed)
    inside = (latitudes >= box.south) & (latitudes <= box.north)
    inside &= (longitudes >= box.west) & (longitudes <= box.east)
    total = len(np.unique(rows[inside]))
    if np.count_nonzero(inside) <= MAP_POINTS:
        identifiers = columns.integers["id"][rows[inside]]
        order = np.lexsort((ranks[inside], identifiers))
        found = (identifiers[order], latitudes[inside][order], longitudes[inside][order])
        return MapAnswer(total, tuple(starmap(MapPoint, zip(*(column.tolist() for column in found), strict=True))), ())
    level = zoom + CLUSTER_ZOOM
    (_, west, north), (_, east, south) = tile_box(box, level)
    xs, ys = _tile_numbers(latitudes, longitudes, level)
    whole = (xs >= west) & (xs <= east) & (ys >= north) & (ys <= south)
    rows, latitudes, longitudes = rows[whole], latitudes[whole], longitudes[whole]
    coarse = _count_tiles(rows, latitudes, longitudes, level)
    fine = _count_tiles(rows, latitudes, longitudes, level + FINE_ZOOM)
    return MapAnswer(total, (), clusters_of(coarse, fine))


def _places(columns: Columns, listed: Bits) -> tuple[Rows, Reals, Reals, NDArray[np.int64]]:
    """Return row, latitude, longitude and rank of each point; ranks follow the order in the fiche."""
    first = bits.to_rows(listed)
    first = first[~np.isnan(columns.reals["latitude"][first])]
    extra = columns.extra
    held = np.flatnonzero((extra.owner >= 0) & bits.to_flags(listed)[extra.owner])
    held = held[~np.isnan(extra.reals["latitude"][held])]
    rows = np.concatenate((first, extra.owner[held].astype(np.int64)))
    latitudes = np.concatenate((columns.reals["latitude"][first], extra.reals["latitude"][held]))
    longitudes = np.concatenate((columns.reals["longitude"][first], extra.reals["longitude"][held]))
    ranks = np.concatenate((np.zeros(len(first), dtype=np.int64), held + 1))
    return rows, latitudes, longitudes, ranks


def _tile_numbers(latitudes: Reals, longitudes: Reals, zoom: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return x and y of the tile of each point, as ``geometry.geotile``."""
    side = 2**zoom
    xs = np.clip(np.floor((longitudes + 180.0) / 360.0 * side), 0, side - 1).astype(np.int64)
    sines = np.sin(np.radians(np.clip(latitudes, -MERCATOR_LIMIT, MERCATOR_LIMIT)))
    ys = np.floor((0.5 - np.log((1 + sines) / (1 - sines)) / (4 * np.pi)) * side)
    return xs, np.clip(ys, 0, side - 1).astype(np.int64)


def _count_tiles(rows: Rows, latitudes: Reals, longitudes: Reals, zoom: int) -> dict[Tile, int]:
    """Count the rows of each tile: one with two places in a tile counts once."""
    xs, ys = _tile_numbers(latitudes, longitudes, zoom)
    pairs = np.unique(np.stack((rows, xs, ys), axis=1), axis=0)
    tiles, totals = np.unique(pairs[:, 1:], axis=0, return_counts=True)
    return {(zoom, int(x), int(y)): int(count) for (x, y), count in zip(tiles, totals, strict=True)}
