"""Who answers a need where: fiches with a place in a territory, others that serve it, and what that amounts to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from directory.services.steering.snapshot import Bits, Snapshot, bits_of
from directory.services.steering.territories import Territories, Territory
from search.places.commune import Commune
from search.places.geometry import chord2_from, chord2_of, unit_vector, unit_vectors

FAR_KM = 20.0
MARGIN_DEGREES = 1.0
"""Wider than ``FAR_KM`` both ways: 111 km from south to north, 70 from west to east at the northern end."""


class State(Enum):
    """What a need finds in a territory. The value is its code; ``label`` its words."""

    NONE = "aucune"
    REMOTE = "a-distance"
    SINGLE = "une-seule"
    CHECK = "a-verifier"
    COVERED = "couvert"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    State.NONE: "aucune",
    State.REMOTE: "à distance",
    State.SINGLE: "une seule",
    State.CHECK: "à vérifier",
    State.COVERED: "couvert",
}
GAPS = frozenset(State) - {State.COVERED}


class Covering:
    """Which territories the service areas of a fiche cover: more than half of their inhabitants."""

    def __init__(self, territories: Territories, departments: Sequence[str]) -> None:
        # A département is covered as its intercommunalities are, though none of them is one.
        self.shown: tuple[Territory, ...] = (*territories.shown(departments), *territories.whole(departments))
        self.communes: tuple[Commune, ...] = territories.communes_in(departments)
        self.populations = {commune.code: commune.population for commune in self.communes}
        members = [(row, code) for row, territory in enumerate(self.shown) for code in sorted(territory.communes)]
        self._territory_of = np.array([row for row, _ in members], dtype=np.int64)
        self._people = np.array([territories.population(code) for _, code in members], dtype=np.int64)
        self._whole = self._inhabitants(np.ones(len(members), dtype=np.bool_))
        inside: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, code) in enumerate(members):
            for area in territories.areas_over(code):
                inside[area].append(place)
        self._inside = {area: bits_of(places, len(members)) for area, places in inside.items()}
        self._kept: dict[tuple[str, ...], frozenset[str]] = {(): frozenset()}

    def covered(self, areas: tuple[str, ...]) -> frozenset[str]:
        """Return the codes of the territories that areas cover together; none for areas that are not known."""
        found = self._kept.get(areas)
        if found is None:
            found = self._kept[areas] = frozenset(self._covered(areas))
        return found

    def _covered(self, areas: tuple[str, ...]) -> Iterable[str]:
        known = [self._inside[area] for area in areas if area in self._inside]
        if known:
            reached = self._inhabitants(np.logical_or.reduce(known))
            yield from (self.shown[row].code for row in np.flatnonzero(2 * reached > self._whole))

    def _inhabitants(self, communes: Bits) -> NDArray[np.float64]:
        """Return the inhabitants of some communes, by territory."""
        found = np.bincount(self._territory_of, weights=self._people * communes, minlength=len(self.shown))
        return found.astype(np.float64, copy=False)


class Nearness:
    """Which places are within ``FAR_KM`` of each commune, from centre to place.

    points   latitude and longitude of the places, two columns, NaN where there is none.
    """

    def __init__(self, communes: Sequence[Commune], points: NDArray[np.float64]) -> None:
        centred = [
            (commune.code, unit_vector(commune.latitude, commune.longitude))
            for commune in communes
            if commune.latitude is not None and commune.longitude is not None
        ]
        self._codes = tuple(code for code, _ in centred)
        around = _around(communes, points)
        # Many places share a point, and most are of other départements.
        different, self._point_of = np.unique(points[around], axis=0, return_inverse=True)
        vectors, near = unit_vectors(map(tuple, different.tolist())), chord2_of(FAR_KM)
        self._around = around
        self._near = np.array([chord2_from(centre, vectors) <= near for _, centre in centred], dtype=np.bool_)

    def far_from(self, places: Bits) -> tuple[str, ...]:
        """Return the INSEE codes of the communes far from all of some places."""
        points = np.unique(self._point_of[places[self._around]])
        if not len(points):
            return self._codes
        is_near: Bits = np.any(self._near[:, points], axis=1)
        return tuple(code for code, near in zip(self._codes, is_near, strict=True) if not near)


def _around(communes: Sequence[Commune], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the places that may be near a commune: within the square that holds them all, and more."""
    centres = np.array(
        [(each.latitude, each.longitude) for each in communes if each.latitude is not None], dtype=np.float64
    ).reshape(-1, 2)
    if not len(centres):
        return np.zeros(0, dtype=np.int64)
    low, high = centres.min(axis=0) - MARGIN_DEGREES, centres.max(axis=0) + MARGIN_DEGREES
    return np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))


def on_site(snapshot: Snapshot, need: str, territory: str) -> Bits:
    """Return the published fiches of a need with a place in a territory."""
    return snapshot.of("publiees") & snapshot.of(f"besoin:{need}") & snapshot.of(f"lieu:{territory}")


def covering(snapshot: Snapshot, need: str, territory: str) -> Bits:
    """Return the other published fiches of a need whose known area covers a territory."""
    return snapshot.of("publiees") & snapshot.of(f"besoin:{need}") & snapshot.of(f"couvre:{territory}")


@dataclass(frozen=True, slots=True)
class Cover:
    """What a need finds in a territory. ``here``: fiches on site; ``reaching``: others whose area covers it."""

    state: State
    here: int
    reaching: int


def cover_of(snapshot: Snapshot, need: str, territory: str) -> Cover:
    here = on_site(snapshot, need, territory)
    count, others = int(np.count_nonzero(here)), int(np.count_nonzero(covering(snapshot, need, territory)))
    if count == 0:
        state = State.REMOTE if others else State.NONE
    elif count == 1:
        state = State.SINGLE
    else:
        state = State.COVERED if np.any(here & snapshot.of("a-jour")) else State.CHECK
    return Cover(state, count, others)


Coverage: TypeAlias = Mapping[tuple[str, str], Cover]
"""By need and territory."""


def coverage_of(snapshot: Snapshot, needs: Iterable[str], territories: Sequence[Territory]) -> Coverage:
    return {(need, each.code): cover_of(snapshot, need, each.code) for need in needs for each in territories}
