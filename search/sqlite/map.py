"""Places of a list on the map: points when there are few, clusters of tiles otherwise."""

import numpy as np
from numpy.typing import NDArray

from search.query import CLUSTER_ZOOM, FINE_ZOOM, MAP_POINTS, Box, MapAnswer, MapPoint
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns
from search.tiles import Tile, clusters_of

MERCATOR_LIMIT = 85.0511287798066
"""Latitude, in degrees, at which the square of web maps ends."""


def map_answer(columns: Columns, listed: Bits, box: Box, zoom: int) -> MapAnswer:
    """Return the places in ``box`` of the rows listed."""
    rows, latitudes, longitudes, ranks = _places(columns, listed, box)
    total = len(np.unique(rows))
    identifiers = columns.integers["id"][rows]
    if len(rows) <= MAP_POINTS:
        order = np.lexsort((ranks, identifiers))
        points = zip(identifiers[order].tolist(), latitudes[order].tolist(), longitudes[order].tolist(), strict=True)
        return MapAnswer(total, tuple(MapPoint(*point) for point in points), ())
    level = zoom + CLUSTER_ZOOM
    coarse = _count_tiles(rows, latitudes, longitudes, level)
    fine = _count_tiles(rows, latitudes, longitudes, level + FINE_ZOOM)
    return MapAnswer(total, (), clusters_of(coarse, fine))


def _places(
    columns: Columns, listed: Bits, box: Box
) -> tuple[Rows, NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return row, latitude, longitude and rank of each place in the box; ranks follow the order in the fiche."""
    first = bits.to_rows(listed)
    extra = columns.extra
    held = np.flatnonzero((extra.owner >= 0) & bits.to_flags(listed)[extra.owner]) if len(extra.owner) else first[:0]
    rows = np.concatenate((first, extra.owner[held].astype(np.int64)))
    latitudes = np.concatenate((columns.reals["latitude"][first], extra.reals["latitude"][held]))
    longitudes = np.concatenate((columns.reals["longitude"][first], extra.reals["longitude"][held]))
    ranks = np.concatenate((np.zeros(len(first), dtype=np.int64), held + 1))
    inside = (latitudes >= box.south) & (latitudes <= box.north)
    inside &= (longitudes >= box.west) & (longitudes <= box.east)
    return rows[inside], latitudes[inside], longitudes[inside], ranks[inside]


def _count_tiles(
    rows: Rows, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64], zoom: int
) -> dict[Tile, int]:
    """Count the rows of each tile: one with two places in a tile counts once."""
    side = 2**zoom
    xs = np.clip(np.floor((longitudes + 180.0) / 360.0 * side), 0, side - 1).astype(np.int64)
    sines = np.sin(np.radians(np.clip(latitudes, -MERCATOR_LIMIT, MERCATOR_LIMIT)))
    ys = np.floor((0.5 - np.log((1 + sines) / (1 - sines)) / (4 * np.pi)) * side)
    ys = np.clip(ys, 0, side - 1).astype(np.int64)
    pairs = np.unique(np.stack((rows, xs, ys), axis=1), axis=0)
    tiles, totals = np.unique(pairs[:, 1:], axis=0, return_counts=True)
    return {(zoom, int(x), int(y)): int(count) for (x, y), count in zip(tiles, totals, strict=True)}
