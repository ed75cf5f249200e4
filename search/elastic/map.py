"""Places of a list on the map: points when there are few, clusters of tiles otherwise."""

from typing import Any

from search.elastic.clauses import every
from search.elastic.client import Reads
from search.elastic.mapping import Json, places_of
from search.elastic.spots import in_box
from search.query import CLUSTER_ZOOM, FINE_ZOOM, MAP_POINTS, Box, MapAnswer, MapPoint
from search.tiles import Tile, clusters_of, corners_of, tile_box

MOST_TILES = 65_535


def map_answer(reads: Reads, index: str, listed: Json, box: Box, zoom: int) -> MapAnswer:
    """Return the places, in ``box``, of the fiches that ``listed`` finds."""
    few: Json = {
        "query": every(listed, in_box(box)),
        "sort": [{"id": "asc"}],
        "size": MAP_POINTS + 1,
        "track_total_hits": True,
        "_source": ["id", "places"],
    }
    answer = reads.together(index, [few])[0]
    total = answer["hits"]["total"]["value"]
    if total <= MAP_POINTS:
        points = [point for found in answer["hits"]["hits"] for point in _points(found["_source"], box)]
        if len(points) <= MAP_POINTS:
            return MapAnswer(total, tuple(points), ())
    level = zoom + CLUSTER_ZOOM
    edges = corners_of(tile_box(box, level))
    bodies = [_tiles(every(listed, in_box(edges)), at, edges) for at in (level, level + FINE_ZOOM)]
    north_west, south_east = tile_box(box, level)
    coarse, fine = (_counts(found) for found in reads.together(index, bodies))

    def inside(tile: Tile, finer: int) -> bool:
        x, y = tile[1] >> finer, tile[2] >> finer
        return north_west[1] <= x <= south_east[1] and north_west[2] <= y <= south_east[2]

    return MapAnswer(
        total,
        (),
        clusters_of(
            {tile: count for tile, count in coarse.items() if inside(tile, 0)},
            {tile: count for tile, count in fine.items() if inside(tile, FINE_ZOOM)},
        ),
    )


def _points(source: Any, box: Box) -> list[MapPoint]:
    return [
        MapPoint(source["id"], place.latitude, place.longitude)
        for place in places_of(source)
        if place.latitude is not None and place.longitude is not None and box.holds(place.latitude, place.longitude)
    ]


def _tiles(clause: Json, level: int, edges: Box) -> Json:
    corners = {"top": edges.north, "left": edges.west, "bottom": edges.south, "right": edges.east}
    grid: Json = {"field": "places.point", "precision": level, "size": MOST_TILES, "bounds": corners}
    return {"size": 0, "query": clause, "aggs": {"tiles": {"geotile_grid": grid}}}


def _counts(answer: Any) -> dict[Tile, int]:
    found: dict[Tile, int] = {}
    for bucket in answer["aggregations"]["tiles"]["buckets"]:
        zoom, x, y = (int(part) for part in bucket["key"].split("/"))
        found[zoom, x, y] = bucket["doc_count"]
    return found
