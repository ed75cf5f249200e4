"""Where a base lives: the communes that its users most likely mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.places.commune_table import CommuneTable
from search.places.flat import Arrays, Texts
from search.places.geometry import EARTH_RADIUS_KM, Vectors, chord2_from, chord2_of, unit_vector

NEAR_FICHE_KM = 30.0
"""A commune this near a published fiche belongs to the territory."""

HOME = 3_000.0
"""How many times likelier a commune of the territory is than another of the same name and size."""
NEAR_HOME = 300.0
"""The same for a commune near a fiche but outside the départements that the operator named."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Territory:
    """Communes by INSEE code.

    home   those of the départements that the operator named.
    near   those near a published fiche.
    areas  the weight of each département, région or intercommunality that lies in it for the most part.
    """

    home: frozenset[str] = field(default=frozenset())
    near: frozenset[str] = field(default=frozenset())
    areas: Mapping[str, float] = field(default_factory=dict)

    def weight(self, code: str) -> float:
        """Return how much likelier the commune is than one far away; 1 outside."""
        if code in self.home:
            return HOME
        if code in self.near:
            return NEAR_HOME if self.home else HOME
        return 1.0

    def area_weight(self, code: str) -> float:
        """Return the same for an area."""
        return self.areas.get(code, 1.0)

    def weight_of(self, code: str) -> float:
        """Return the weight of a commune or of an area, by its code."""
        return self.area_weight(code) if ":" in code else self.weight(code)

    @property
    def is_empty(self) -> bool:
        return not self.home and not self.near


NOWHERE = Territory()
"""The territory of an empty base whose operator says nothing: every commune is as likely as its size."""


class Surroundings:
    """What lies near points, and which areas hold it, over all the communes of the country."""

    def __init__(self, arrays: Arrays, communes: CommuneTable) -> None:
        self._communes = communes
        self._area_codes = Texts(arrays, "area_codes")
        self._areas_of: NDArray[np.int32] = arrays["areas_of"]
        self._latitudes: NDArray[np.float64] = arrays["latitudes"]
        self._vectors: Vectors = arrays["northward_vectors"]
        self._positions: NDArray[np.int32] = arrays["northward_at"]
        self._is_whole = np.ones(len(communes), dtype=np.bool_)
        self._is_whole[arrays["districts"]] = False

    def near(self, points: Iterable[tuple[float, float]], radius_km: float = NEAR_FICHE_KM) -> frozenset[str]:
        """Return the codes of the communes whose centre lies within ``radius_km`` of one of ``points``."""
        reach = np.degrees(radius_km / EARTH_RADIUS_KM) * 1.01
        near = np.zeros(len(self._latitudes), dtype=np.bool_)
        for latitude, longitude in points:
            # Only the belt of that latitude is looked at: a base of the whole country has thousands of points.
            low, high = np.searchsorted(self._latitudes, (latitude - reach, latitude + reach))
            chords = chord2_from(unit_vector(latitude, longitude), self._vectors[:, low:high])
            near[low:high] |= chords <= chord2_of(radius_km)
        return frozenset(self._communes.codes[self._positions[near]].tolist())

    def territory_of(self, home: frozenset[str], near: frozenset[str]) -> Territory:
        """Return the territory of these codes, with the areas of which it holds half of the people or more."""
        plain = Territory(home, near)
        weights = np.array([plain.weight(code) for code in self._communes.codes.tolist()], dtype=np.float64)
        people = self._communes.populations
        best: dict[str, float] = {}
        for areas in self._areas_of:
            counted = self._is_whole & (areas >= 0)
            held = counted & (weights > 1.0)
            sizes = (np.bincount(areas[some], people[some], len(self._area_codes)) for some in (counted, held))
            most = np.zeros(len(self._area_codes))
            np.maximum.at(most, areas[held], weights[held])
            whole, inside = sizes
            for at in np.flatnonzero((most > 0) & (2 * inside >= whole)).tolist():
                best[self._area_codes[at]] = float(most[at])
        return Territory(home, near, best)
