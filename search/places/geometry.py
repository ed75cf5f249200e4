"""Points and distances, the same on every engine to the last bit.

Coordinates are put on Lucene's grid once, when a fiche is saved; distances come from the chord between two unit
vectors. Only additions and products are done on arrays: these round the same way in Python and numpy, sines may not.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0087714

LATITUDE_STEP = 180 / 2**32
LONGITUDE_STEP = 360 / 2**32

Vector = tuple[float, float, float]
Vectors = NDArray[np.float64]
"""Three rows x, y, z and one column a point."""

_MERCATOR_LIMIT = 85.06  # beyond the last tile of the projection: the edge tile


def quantise_latitude(latitude: float) -> float:
    """Return the latitude Lucene stores for ``latitude``: the step of its grid below. Twice is the same as once.

    Raises ValueError outside -90..90.
    """
    return _quantise(latitude, LATITUDE_STEP, limit=90.0)


def quantise_longitude(longitude: float) -> float:
    """Return the longitude Lucene stores for ``longitude``. Raises ValueError outside -180..180."""
    return _quantise(longitude, LONGITUDE_STEP, limit=180.0)


def latitude_not_below(latitude: float) -> float:
    """Return the first latitude of Lucene's grid that is not below ``latitude``."""
    return math.ceil(latitude / LATITUDE_STEP) * LATITUDE_STEP


def longitude_not_below(longitude: float) -> float:
    """Return the first longitude of Lucene's grid that is not below ``longitude``."""
    return math.ceil(longitude / LONGITUDE_STEP) * LONGITUDE_STEP


def _quantise(degrees: float, step: float, *, limit: float) -> float:
    if not -limit <= degrees <= limit:
        raise ValueError(f"{degrees} is not within {limit} degrees")
    # The last step would not fit 32 bits.
    below = math.nextafter(limit, 0.0) if degrees == limit else degrees
    return math.floor(below / step) * step


def unit_vector(latitude: float, longitude: float) -> Vector:
    """Return the point of the unit sphere at these degrees."""
    phi, theta = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def unit_vectors(points: Iterable[tuple[float, float]]) -> Vectors:
    """Return the unit vectors of (latitude, longitude) pairs, in their order.

    The sines are Python's: numpy's differ by one bit on some processors.
    """
    flat = np.fromiter((part for point in points for part in unit_vector(*point)), dtype=np.float64)
    return np.ascontiguousarray(flat.reshape(-1, 3).T)


def chord2(a: Vector, b: Vector) -> float:
    """Return the square of the chord between two unit vectors; it grows with the distance, and costs less."""
    dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return dx * dx + dy * dy + dz * dz


def chord2_from(centre: Vector, vectors: Vectors | Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return ``chord2`` from ``centre`` to each of ``vectors``, bit for bit; their x, y and z may stand apart."""
    dx, dy, dz = vectors[0] - centre[0], vectors[1] - centre[1], vectors[2] - centre[2]
    squares: NDArray[np.float64] = dx * dx + dy * dy + dz * dz
    return squares


def distance_km(squared_chord: float) -> float:
    """Return the great-circle kilometres of a ``chord2``."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(squared_chord) / 2))


def chord2_of(radius_km: float) -> float:
    """Return the ``chord2`` of two points ``radius_km`` apart; within the radius is not more than this."""
    chord = 2 * math.sin(min(radius_km / (2 * EARTH_RADIUS_KM), math.pi / 2))
    return chord * chord


def haversine_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the great-circle kilometres between two points in degrees."""
    phi_a, phi_b = math.radians(latitude_a), math.radians(latitude_b)
    north = math.sin((phi_b - phi_a) / 2)
    east = math.sin(math.radians(longitude_b - longitude_a) / 2)
    half = math.sqrt(north * north + math.cos(phi_a) * math.cos(phi_b) * east * east)
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, half))


def geotile(latitude: float, longitude: float, zoom: int) -> tuple[int, int, int]:
    """Return (zoom, x, y) of the Web Mercator tile that holds the point, as Elasticsearch's geotile_grid counts."""
    tiles = 1 << zoom
    x = math.floor((longitude + 180.0) / 360.0 * tiles)
    return zoom, _clipped(x, tiles), _clipped(_row(latitude, tiles), tiles)


def _row(latitude: float, tiles: int) -> int:
    if abs(latitude) >= _MERCATOR_LIMIT:
        return 0 if latitude > 0 else tiles - 1
    sine = math.sin(math.radians(latitude))
    return math.floor((0.5 - math.log((1.0 + sine) / (1.0 - sine)) / (4 * math.pi)) * tiles)


def _clipped(index: int, tiles: int) -> int:
    return max(0, min(tiles - 1, index))
