"""Coordinates of a file: degrees read, put in the right order, and believed only where they can be."""

import math
import re

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import is_blank
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.geometry import chord2, distance_km, unit_vector

FAR_KM = 30.0
"""Farther than this from the commune named, coordinates are a mistake: the largest communes are some 40 km across."""

_IN_FRANCE_KM = 45.0
# Communes of a hundred kilometres, or of scattered islands.
_WIDE_KM = {"973": 200.0, "987": 200.0, "988": 100.0, "986": 100.0, "975": 60.0}
# South, north, west, east: quick to look at, a little wider than each territory. None holds another one the wrong way
# round.
_BOXES = (
    (41.2, 51.2, -5.3, 9.7), (15.7, 16.6, -61.9, -60.9), (17.8, 18.2, -63.2, -62.7), (14.3, 15.0, -61.3, -60.7),
    (2.0, 5.9, -54.7, -51.5), (-21.5, -20.8, 55.1, 55.9), (-13.1, -12.5, 44.9, 45.4), (46.7, 47.2, -56.5, -56.1),
    (-28.0, -7.5, -155.0, -134.0), (-23.0, -19.0, 163.0, 169.0), (-14.5, -13.0, -178.3, -176.0),
)  # fmt: skip

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")

LatLon = tuple[float, float]


def read_point(latitude: str, longitude: str) -> tuple[LatLon | None, Flaws]:
    """Return a point of France: as given, or with latitude and longitude put right; nothing when both cells are blank.

    Decimal comma or point. A point far from France is never kept.
    """
    if is_blank(latitude) and is_blank(longitude):
        return None, ()
    value = f"{latitude} / {longitude}"
    numbers = (degrees_of(latitude), degrees_of(longitude))
    if numbers[0] is None or numbers[1] is None:
        return None, (
            Flaw(
                "coordonnees-illisibles",
                "Ces coordonnées n’ont pas été comprises : la fiche est placée au centre de sa commune.",
                value,
                "Donnez latitude et longitude en degrés décimaux.",
            ),
        )
    point = (numbers[0], numbers[1])
    if may_be_in_france(point):
        return point, ()
    swapped = (point[1], point[0])
    if may_be_in_france(swapped):
        return swapped, (
            Flaw(
                "coordonnees-inversees",
                "Latitude et longitude étaient inversées : elles ont été remises dans l’ordre.",
                f"{point[0]} / {point[1]}",
            ),
        )
    return None, (impossible(value),)


def checked(point: LatLon, commune: Commune) -> tuple[LatLon | None, Flaws]:
    """Return the point when it may lie in the commune, else nothing and how far it is."""
    centre = point_of(commune)
    if centre is None or km(point, centre) <= FAR_KM:
        return point, ()
    return None, (
        Flaw(
            "coordonnees-lointaines",
            f"Ces coordonnées sont à {km(point, centre):.0f} km de {commune.label} : "
            "la fiche est placée au centre de la commune.",
            f"{point[0]} / {point[1]}",
            "Corrigez les coordonnées ou la commune.",
        ),
    )


def point_of(commune: Commune | None) -> LatLon | None:
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return commune.latitude, commune.longitude


def km(a: LatLon, b: LatLon) -> float:
    return distance_km(chord2(unit_vector(*a), unit_vector(*b)))


def is_near_a_commune(point: LatLon, gazetteer: Gazetteer) -> bool:
    """Tell whether a point may lie in France: near the centre of a commune, as far as communes reach there."""
    nearest = gazetteer.nearest(*point)
    centre = point_of(nearest)
    return centre is not None and km(point, centre) <= _WIDE_KM.get(nearest.department, _IN_FRANCE_KM)


def impossible(value: str) -> Flaw:
    return Flaw(
        "coordonnees-impossibles",
        "Ces coordonnées ne sont pas en France : la fiche est placée au centre de sa commune.",
        value,
        "Donnez latitude et longitude en degrés décimaux.",
    )


def may_be_in_france(point: LatLon) -> bool:
    """Tell whether a point lies in the box of a French territory: quick, a little too wide."""
    return any(south <= point[0] <= north and west <= point[1] <= east for south, north, west, east in _BOXES)


def degrees_of(text: str) -> float | None:
    """Return a number written with a point or a comma, None for what is none."""
    match = _NUMBER.fullmatch(text.strip().rstrip("°").replace(" ", ""))
    if match is None:
        return None
    number = float(match.group().replace(",", "."))
    return number if math.isfinite(number) else None
