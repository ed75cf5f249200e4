"""Coordinates of French files that are not degrees: Lambert-93 and Web Mercator.

Formulas of the Lambert conformal conic projection with two parallels on the GRS 80 ellipsoid (IGN, NTG 71), and of the
spherical Mercator projection. Metres, east then north; degrees, latitude then longitude.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

_A = 6_378_137.0
_E = 0.0818191910428158
_N = 0.7256077650
_C = 11_754_255.426
_X0, _Y0 = 700_000.0, 12_655_612.050
_LON0 = math.radians(3.0)
_MOST_TURNS = 12
_CLOSE = 1e-12

Point = tuple[float, float]


def from_lambert_93(x: float, y: float) -> Point:
    """Return latitude and longitude, to a millimetre."""
    radius = math.hypot(x - _X0, y - _Y0)
    angle = math.atan2(x - _X0, _Y0 - y)
    isometric = -math.log(abs(radius / _C)) / _N
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(_MOST_TURNS):
        sine = _E * math.sin(latitude)
        before = latitude
        latitude = 2 * math.atan(((1 + sine) / (1 - sine)) ** (_E / 2) * math.exp(isometric)) - math.pi / 2
        if abs(latitude - before) < _CLOSE:
            break
    return math.degrees(latitude), math.degrees(_LON0 + angle / _N)


def from_web_mercator(x: float, y: float) -> Point:
    """Return latitude and longitude."""
    return math.degrees(2 * math.atan(math.exp(y / _A)) - math.pi / 2), math.degrees(x / _A)


@dataclass(frozen=True, slots=True)
class Projection:
    """``east`` and ``north``: from, to, in metres, over mainland France and Corsica."""

    name: str
    label: str
    east: Point
    north: Point

    def holds(self, east: float, north: float) -> bool:
        return self.east[0] <= east <= self.east[1] and self.north[0] <= north <= self.north[1]

    def degrees(self, east: float, north: float) -> Point:
        """Return latitude and longitude of metres."""
        return from_lambert_93(east, north) if self.name == "lambert-93" else from_web_mercator(east, north)


PROJECTIONS: Mapping[str, Projection] = {
    each.name: each
    for each in (
        Projection("lambert-93", "Lambert-93", (50_000.0, 1_300_000.0), (6_000_000.0, 7_200_000.0)),
        Projection("web-mercator", "Web Mercator", (-650_000.0, 1_150_000.0), (5_000_000.0, 6_700_000.0)),
    )
}
"""Lambert-93 first: where both would hold a whole file, French ones are in it."""
