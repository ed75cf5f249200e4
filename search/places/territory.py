"""Where a base lives: the communes that its users most likely mean."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from search.places.area import areas_of
from search.places.commune import Commune
from search.places.geometry import EARTH_RADIUS_KM, chord2_from, chord2_of, unit_vector, unit_vectors

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


def territory_of(communes: Iterable[Commune], home: frozenset[str], near: frozenset[str]) -> Territory:
    """Return the territory of these codes, with the areas of which it holds half of the people or more.

    communes   all of the country, to know what an area holds.
    """
    held: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    plain = Territory(home, near)
    best: dict[str, float] = {}
    for commune in communes:
        if commune.parent:
            continue
        weight = plain.weight(commune.code)
        for code in areas_of(commune):
            whole[code] += commune.population
            if weight > 1.0:
                held[code] += commune.population
                best[code] = max(weight, best.get(code, 0.0))
    return Territory(home, near, {code: best[code] for code in held if 2 * held[code] >= whole[code]})


def communes_near(
    communes: Sequence[Commune], points: Iterable[tuple[float, float]], radius_km: float = NEAR_FICHE_KM
) -> frozenset[str]:
    """Return the codes of ``communes`` whose centre lies within ``radius_km`` of one of ``points``."""
    points = list(points)
    if not points:
        return frozenset()
    placed = sorted(
        (commune.latitude, commune.longitude, commune.code)
        for commune in communes
        if commune.latitude is not None and commune.longitude is not None
    )
    latitudes = np.array([latitude for latitude, _, _ in placed], dtype=np.float64)
    vectors = unit_vectors((latitude, longitude) for latitude, longitude, _ in placed)
    reach = np.degrees(radius_km / EARTH_RADIUS_KM) * 1.01
    near = np.zeros(len(placed), dtype=np.bool_)
    for latitude, longitude in points:
        # Only the belt of that latitude is looked at: a base of the whole country has thousands of points.
        low, high = np.searchsorted(latitudes, (latitude - reach, latitude + reach))
        chords = chord2_from(unit_vector(latitude, longitude), vectors[:, low:high])
        near[low:high] |= chords <= chord2_of(radius_km)
    return frozenset(placed[at][2] for at in np.flatnonzero(near))
