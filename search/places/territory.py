"""Where a base lives: the communes that its users most likely mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.places.commune_table import CommuneTable
from search.places.flat import Arrays, Texts
from search.places.geometry import EARTH_RADIUS_KM, Vectors, chord2_from, chord2_of

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
        self._longitudes: NDArray[np.float64] = arrays["longitudes"]
        self._vectors: Vectors = arrays["northward_vectors"]
        self._positions: NDArray[np.int32] = arrays["northward_at"]
        self._cells: dict[float, NDArray[np.int64]] = {}
        self._is_whole = np.ones(len(communes), dtype=np.bool_)
        self._is_whole[arrays["districts"]] = False

    def around(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the INSEE codes of the communes near those of ``codes``, which are of today."""
        return self._within(np.isin(self._communes.codes[self._positions], list(codes)), NEAR_FICHE_KM)

    def around_area(self, positions: NDArray[np.int32], radius_km: float) -> frozenset[str]:
        """Return the codes of the communes whose centre lies within ``radius_km`` of one of those at ``positions``."""
        is_there = np.zeros(len(self._communes), dtype=np.bool_)
        is_there[positions] = True
        return self._within(is_there[self._positions], radius_km)

    def _within(self, among: NDArray[np.bool_], radius_km: float) -> frozenset[str]:
        """Return the codes of what lies within ``radius_km`` of one ``among`` the points, from south to north."""
        cells = self._cells.get(radius_km)
        if cells is None:
            cells = self._cells[radius_km] = self._cells_of(radius_km)
        # Sharing a cell is near enough: on a base of the whole country, little is left to be measured.
        is_near = np.zeros(len(cells), dtype=np.bool_)
        is_near[cells[among]] = True
        near = is_near[cells]
        left, points = np.flatnonzero(~near), np.flatnonzero(among)
        if len(points) <= len(left):
            for at in points.tolist():
                belt, found = self._belt(at, self._latitudes, self._vectors, radius_km)
                near[belt] |= found
        else:
            latitudes, vectors = self._latitudes[points], self._vectors[:, points]
            for at in left.tolist():
                near[at] = self._belt(at, latitudes, vectors, radius_km)[1].any()
        return frozenset(self._communes.codes[self._positions[near]].tolist())

    def _cells_of(self, radius_km: float) -> NDArray[np.int64]:
        """Return a number from 0 for each point, the same only where two are less than ``radius_km`` apart."""
        side = 0.65 * np.degrees(radius_km / EARTH_RADIUS_KM)
        rows, columns = (np.floor(degrees / side).astype(np.int64) for degrees in (self._latitudes, self._longitudes))
        cells: NDArray[np.int64] = np.unique(rows * 1_000_000 + columns, return_inverse=True)[1]
        return cells

    def _belt(
        self, at: int, latitudes: NDArray[np.float64], vectors: Vectors, radius_km: float
    ) -> tuple[slice, NDArray[np.bool_]]:
        """Return where others of about the latitude of a point stand, and which of these lie within ``radius_km``."""
        reach = np.degrees(radius_km / EARTH_RADIUS_KM) * 1.01
        latitude = self._latitudes[at]
        low, high = np.searchsorted(latitudes, (latitude - reach, latitude + reach)).tolist()
        x, y, z = self._vectors[:, at].tolist()
        return slice(low, high), chord2_from((x, y, z), vectors[:, low:high]) <= chord2_of(radius_km)

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
