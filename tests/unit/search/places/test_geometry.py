import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.places.geometry import (
    EARTH_RADIUS_KM,
    LATITUDE_STEP,
    LONGITUDE_STEP,
    chord2,
    chord2_from,
    chord2_of,
    distance_km,
    geotile,
    haversine_km,
    latitude_not_below,
    longitude_not_below,
    quantise_latitude,
    quantise_longitude,
    unit_vector,
    unit_vectors,
)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)

MARSEILLE = (43.2965, 5.3698)
PARIS = (48.8566, 2.3522)


@given(points)
def test_quantising_twice_is_quantising_once(point: tuple[float, float]) -> None:
    latitude, longitude = quantise_latitude(point[0]), quantise_longitude(point[1])
    assert quantise_latitude(latitude) == latitude
    assert quantise_longitude(longitude) == longitude


@given(points)
def test_quantising_goes_down_by_less_than_a_step(point: tuple[float, float]) -> None:
    assert 0 <= point[0] - quantise_latitude(point[0]) <= LATITUDE_STEP
    assert 0 <= point[1] - quantise_longitude(point[1]) <= LONGITUDE_STEP


@given(points)
def test_the_grid_above_is_on_the_grid_and_within_a_step(point: tuple[float, float]) -> None:
    south, west = latitude_not_below(point[0]), longitude_not_below(point[1])
    assert 0 <= south - point[0] <= LATITUDE_STEP
    assert 0 <= west - point[1] <= LONGITUDE_STEP
    # The poles and the last meridian are a step beyond the grid.
    assert south == 90 or quantise_latitude(south) == south
    assert west == 180 or quantise_longitude(west) == west


@pytest.mark.parametrize(
    "latitude, stored",
    [(0.0, 0.0), (90.0, (2**31 - 1) * LATITUDE_STEP), (-90.0, -90.0), (-1e-12, -LATITUDE_STEP)],
)
def test_latitudes_are_stored_as_lucene_does(latitude: float, stored: float) -> None:
    assert quantise_latitude(latitude) == stored


@pytest.mark.parametrize("longitude, stored", [(180.0, (2**31 - 1) * LONGITUDE_STEP), (-180.0, -180.0)])
def test_longitudes_are_stored_as_lucene_does(longitude: float, stored: float) -> None:
    assert quantise_longitude(longitude) == stored


@pytest.mark.parametrize("latitude", [90.1, -91.0, math.nan, math.inf])
def test_a_latitude_off_the_globe_is_refused(latitude: float) -> None:
    with pytest.raises(ValueError, match="degrees"):
        quantise_latitude(latitude)


@given(st.lists(points, min_size=1, max_size=20), points)
def test_arrays_and_single_points_agree_bit_for_bit(many: list[tuple[float, float]], one: tuple[float, float]) -> None:
    centre = unit_vector(*one)
    assert chord2_from(centre, unit_vectors(many)).tolist() == [chord2(unit_vector(*point), centre) for point in many]


def test_no_point_gives_empty_arrays() -> None:
    assert unit_vectors([]).shape == (3, 0)
    assert chord2_from((1.0, 0.0, 0.0), unit_vectors([])).dtype == np.float64


def test_marseille_is_660_km_from_paris() -> None:
    assert distance_km(chord2(unit_vector(*MARSEILLE), unit_vector(*PARIS))) == pytest.approx(660.48, abs=0.05)


@given(points, points)
def test_chord_and_haversine_tell_the_same_distance(a: tuple[float, float], b: tuple[float, float]) -> None:
    # Near the antipodes the arcsine amplifies the last bit of its argument.
    assert distance_km(chord2(unit_vector(*a), unit_vector(*b))) == pytest.approx(haversine_km(*a, *b), abs=2e-3)


@given(st.floats(0, 20_000))
def test_the_chord_of_a_radius_gives_the_radius_back(radius_km: float) -> None:
    assert distance_km(chord2_of(radius_km)) == pytest.approx(radius_km, abs=1e-3)


def test_a_radius_beyond_the_antipodes_takes_everything() -> None:
    assert chord2_of(30_000) == 4.0
    assert distance_km(4.0) == pytest.approx(math.pi * EARTH_RADIUS_KM)


@pytest.mark.parametrize(
    "latitude, longitude, zoom, tile",
    [
        (43.2965, 5.3698, 0, (0, 0, 0)),
        (43.2965, 5.3698, 10, (10, 527, 375)),
        (48.8566, 2.3522, 12, (12, 2074, 1409)),
        (0.0, 0.0, 1, (1, 1, 1)),
        (-21.1151, 55.5364, 8, (8, 167, 143)),
        (90.0, 180.0, 3, (3, 7, 0)),
        (-90.0, -180.0, 3, (3, 0, 7)),
        (85.0512, 0.0, 2, (2, 2, 0)),
    ],
)
def test_tiles_are_numbered_as_elasticsearch_does(
    latitude: float, longitude: float, zoom: int, tile: tuple[int, int, int]
) -> None:
    assert geotile(latitude, longitude, zoom) == tile


@given(points, st.integers(0, 29))
def test_every_point_of_the_globe_has_a_tile(point: tuple[float, float], zoom: int) -> None:
    _, x, y = geotile(*point, zoom)
    assert 0 <= x < 2**zoom
    assert 0 <= y < 2**zoom
