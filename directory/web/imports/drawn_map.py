"""A map that needs no script: the outlines of départements and the places of a file, as one drawing."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from directory.services.imports.sampling import Spot

OUTLINES = Path(__file__).parents[3] / "static" / "geo" / "departements.topo.json"
WIDTH = 760
MOST_HEIGHT, LEAST_HEIGHT = 520, 380
LEAST_SPAN = 0.2
"""Degrees of latitude that a map shows at least."""
MARGIN = 0.08
FAR = 0.02
"""Share of the places that may lie outside the frame: one wrong point would make all the others one dot."""

Ring: TypeAlias = Sequence[tuple[float, float]]
"""Latitude, longitude."""


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    is_rough: bool


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """``land``: paths; ``far``: places outside the frame."""

    width: int
    height: int
    land: tuple[str, ...]
    marks: tuple[Mark, ...]
    far: int


@dataclass(frozen=True, slots=True)
class _Frame:
    south: float
    north: float
    west: float
    east: float

    @property
    def stretch(self) -> float:
        """Return how much narrower a degree of longitude is than one of latitude."""
        return math.cos(math.radians((self.south + self.north) / 2))

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def drawn_map(spots: Sequence[Spot]) -> DrawnMap | None:
    """Draw places; None when there is none. Places at one spot of the drawing are drawn once."""
    if not spots:
        return None
    frame = _frame(spots)
    scale = WIDTH / ((frame.east - frame.west) * frame.stretch)
    height = round((frame.north - frame.south) * scale)

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        return round((longitude - frame.west) * frame.stretch * scale, 1), round((frame.north - latitude) * scale, 1)

    inside = [each for each in spots if frame.holds(each.latitude, each.longitude)]
    marks = {(at(each.latitude, each.longitude), each.is_rough): None for each in inside}
    land = (_path([at(*point) for point in ring]) for ring in _outlines() if _meets(ring, frame))
    drawn = sorted((Mark(*point, rough) for point, rough in marks), key=lambda each: (each.is_rough, each.y, each.x))
    return DrawnMap(WIDTH, height, tuple(land), tuple(drawn), len(spots) - len(inside))


def _frame(spots: Sequence[Spot]) -> _Frame:
    """Frame most of the places, with what is around, in a shape that a page can hold."""
    south, north = _extent([each.latitude for each in spots])
    west, east = _extent([each.longitude for each in spots])
    tall = max((north - south) * (1 + 2 * MARGIN), LEAST_SPAN)
    stretch = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * (1 + 2 * MARGIN) * stretch, tall * WIDTH / MOST_HEIGHT)
    tall = max(tall, wide * LEAST_HEIGHT / WIDTH)
    middle, centre = (south + north) / 2, (west + east) / 2
    half = wide / stretch / 2
    return _Frame(middle - tall / 2, middle + tall / 2, centre - half, centre + half)


def _extent(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    aside = int(len(ordered) * FAR / 2)
    return ordered[aside], ordered[-1 - aside]


def _meets(ring: Ring, frame: _Frame) -> bool:
    latitudes, longitudes = [each[0] for each in ring], [each[1] for each in ring]
    return (
        min(latitudes) <= frame.north
        and max(latitudes) >= frame.south
        and min(longitudes) <= frame.east
        and max(longitudes) >= frame.west
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


@cache
def _outlines() -> tuple[Ring, ...]:
    """Return the rings of the départements, kept as arcs that neighbours share, in small steps on a grid."""
    topology = json.loads(OUTLINES.read_text(encoding="utf-8"))
    arcs = [_absolute(arc, topology["transform"]) for arc in topology["arcs"]]
    rings: list[Ring] = []
    for shape in topology["objects"]["departements"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings += [_joined(ring, arcs) for polygon in polygons for ring in polygon]
    return tuple(rings)


def _absolute(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> list[tuple[float, float]]:
    (wide, tall), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    found = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        found.append((y * tall + south, x * wide + west))
    return found


def _joined(ring: Sequence[int], arcs: Sequence[list[tuple[float, float]]]) -> Ring:
    points: list[tuple[float, float]] = []
    for number in ring:
        # A negative number is the arc ~number, walked backwards.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points
