"""Degrees to the metres of French files: the inverse of what importers read."""

import math

from importers.cells.projections import _A, _C, _E, _LON0, _N, _X0, _Y0, Point


def to_lambert_93(latitude: float, longitude: float) -> Point:
    """Return metres, east then north."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    sine = _E * math.sin(phi)
    isometric = math.log(math.tan(math.pi / 4 + phi / 2) * ((1 - sine) / (1 + sine)) ** (_E / 2))
    radius = _C * math.exp(-_N * isometric)
    angle = _N * (lam - _LON0)
    return _X0 + radius * math.sin(angle), _Y0 - radius * math.cos(angle)


def to_web_mercator(latitude: float, longitude: float) -> Point:
    """Return metres, east then north."""
    return _A * math.radians(longitude), _A * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
