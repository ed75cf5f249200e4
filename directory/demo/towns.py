"""Where the demonstration services are: real communes, of which only the names and points are real."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Protocol

from search.places.commune import Commune
from search.text.french import city_of, in_town, of_town

KM_PER_DEGREE = 111.2
HOME_DEPARTMENT = "13"

_DEPARTMENTS = {
    "13": "des Bouches-du-Rhône",
    "83": "du Var",
    "84": "de Vaucluse",
    "30": "du Gard",
    "04": "des Alpes-de-Haute-Provence",
}


class Communes(Protocol):
    """What the gazetteer is asked."""

    def get(self, code: str) -> Commune | None: ...


@dataclass(frozen=True, slots=True)
class Town:
    """A commune or an arrondissement, with its name as a sentence takes it.

    latitude, longitude   of the town hall; a service is placed around it.
    """

    commune: Commune
    latitude: float
    longitude: float

    @property
    def code(self) -> str:
        return self.commune.code

    @property
    def city(self) -> str:
        """INSEE code of the whole city."""
        return self.commune.parent or self.commune.code

    @property
    def words(self) -> Mapping[str, str]:
        """What the templates may ask of a town."""
        name = self.commune.name
        return {
            "a_ville": in_town(city_of(name)),
            "de_ville": of_town(city_of(name)),
            "du_departement": _DEPARTMENTS[self.commune.department],
        }

    def point(self, rng: Random) -> tuple[float, float]:
        """Return a point inside the town, further out in a large one.

        Rather to the north: in these towns by the sea, the south of the town hall is water.
        """
        reach_km = 0.15 + min(1.0, math.sqrt(self.commune.population) / 250)
        north_km = rng.uniform(-0.1, 1.0) * reach_km
        east_km = rng.uniform(-0.5, 0.5) * reach_km
        latitude = self.latitude + north_km / KM_PER_DEGREE
        longitude = self.longitude + east_km / (KM_PER_DEGREE * math.cos(math.radians(self.latitude)))
        return round(latitude, 5), round(longitude, 5)


class Towns:
    """The towns of the demonstration, asked by code or drawn by size.

    Raises LookupError when the gazetteer does not know one of ``codes``, or not where it is.
    """

    def __init__(self, codes: Sequence[str], communes: Communes) -> None:
        self._by_code = {code: _town(code, communes) for code in codes}
        # A whole city stands for itself only where it is named: its services are in its arrondissements.
        cities = {town.commune.parent for town in self._by_code.values() if town.commune.parent}
        self.drawn = tuple(town for code, town in self._by_code.items() if code not in cities)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Town:
        return self._by_code[code]

    def at_home(self, population: int) -> tuple[Town, ...]:
        """Return the towns of the Bouches-du-Rhône with at least ``population`` inhabitants."""
        return tuple(
            town
            for town in self.drawn
            if town.commune.department == HOME_DEPARTMENT and town.commune.population >= population
        )

    def draw(self, rng: Random, among: Sequence[str] = ()) -> Town:
        """Return a town, a large one rather than a small one, the Bouches-du-Rhône three times in four.

        among   INSEE codes to choose from; none = all.
        """
        if among:
            return self[rng.choice(among)]
        shares = {code: share for code, share in _SHARES.items() if self._drawn_by_department[code][0]}
        department = rng.choices(tuple(shares), weights=tuple(shares.values()))[0]
        towns, weights = self._drawn_by_department[department]
        return rng.choices(towns, weights=weights)[0]

    def near(self, town: Town, number: int) -> tuple[Town, ...]:
        """Return the nearest other towns of the same intercommunality, nearest first."""
        others = [
            other
            for other in self.drawn
            if other.code != town.code and other.commune.epci == town.commune.epci and other.city != town.code
        ]
        others.sort(key=lambda other: (_distance2(town, other), other.code))
        return tuple(others[:number])

    @cached_property
    def _drawn_by_department(self) -> Mapping[str, tuple[tuple[Town, ...], tuple[float, ...]]]:
        found = {}
        for department in _SHARES:
            towns = tuple(town for town in self.drawn if town.commune.department == department)
            found[department] = (towns, tuple(math.sqrt(town.commune.population) for town in towns))
        return found


_SHARES = {HOME_DEPARTMENT: 0.74, "84": 0.09, "83": 0.08, "30": 0.06, "04": 0.03}


def _town(code: str, communes: Communes) -> Town:
    commune = communes.get(code)
    if commune is None or commune.latitude is None or commune.longitude is None:
        raise LookupError(f"the gazetteer does not place commune {code}")
    return Town(commune, commune.latitude, commune.longitude)


def _distance2(a: Town, b: Town) -> float:
    east = (a.longitude - b.longitude) * math.cos(math.radians(a.latitude))
    return (a.latitude - b.latitude) ** 2 + east**2
