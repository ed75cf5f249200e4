"""Clusters of the map, from the number of fiches of coarse and fine tiles: the same sums on every engine."""

from collections.abc import Mapping
from functools import lru_cache
from math import atan, degrees, pi, sinh

from search.places.geometry import geotile
from search.query import FINE_ZOOM, Box, Cluster

Tile = tuple[int, int, int]
"""zoom, x, y."""


def tile_box(box: Box, zoom: int) -> tuple[Tile, Tile]:
    """Return the north-west and south-east tiles of those that a box touches."""
    return geotile(box.north, box.west, zoom), geotile(box.south, box.east, zoom)


def corners_of(tiles: tuple[Tile, Tile]) -> Box:
    """Return the box, in degrees, from the north-west to the south-east of two tiles, a little wider."""
    (zoom, west, north), (_, east, south) = tiles
    side = 2**zoom
    margin = 1e-6

    def latitude(y: int) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * y / side))))

    return Box(
        south=-90.0 if south + 1 == side else latitude(south + 1) - margin,
        west=max(-180.0, west / side * 360 - 180 - margin),
        north=90.0 if north == 0 else latitude(north) + margin,
        east=min(180.0, (east + 1) / side * 360 - 180 + margin),
    )


def tile_centre(tile: Tile) -> tuple[float, float]:
    """Return latitude and longitude, in degrees, of the middle of a tile."""
    zoom, x, y = tile
    return _middle_latitude(zoom, y), (x + 0.5) / 2**zoom * 360 - 180


@lru_cache(maxsize=50_000)
def _middle_latitude(zoom: int, y: int) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * (y + 0.5) / 2**zoom))))


def clusters_of(coarse: Mapping[Tile, int], fine: Mapping[Tile, int]) -> tuple[Cluster, ...]:
    """Return one cluster for each coarse tile, largest first then by tile.

    coarse, fine   fiches by tile, the fine ones ``FINE_ZOOM`` levels below the coarse ones.
    """
    sums: dict[Tile, list[float]] = {tile: [0.0, 0.0, 0.0] for tile in coarse}
    for (zoom, x, y), count in sorted(fine.items()):
        parent = sums[(zoom - FINE_ZOOM, x >> FINE_ZOOM, y >> FINE_ZOOM)]
        latitude, longitude = tile_centre((zoom, x, y))
        parent[0] += count
        parent[1] += latitude * count
        parent[2] += longitude * count
    clusters = []
    for tile, total in sorted(coarse.items(), key=lambda item: (-item[1], item[0])):
        weight, latitude, longitude = sums[tile]
        name = "/".join(str(part) for part in tile)
        clusters.append(Cluster(name, total, round(latitude / weight, 6), round(longitude / weight, 6)))
    return tuple(clusters)
