"""A commune or an area that a text may name, and how likely it is."""

from dataclasses import dataclass
from enum import IntEnum

from search.places.area import Area
from search.places.commune import Commune
from search.places.territory import Territory

Place = Commune | Area


class Kind(IntEnum):
    """How the text stands to the name, the surest first."""

    WHOLE = 0
    FORMER = 1  # the whole name of a commune merged into another since
    SHORT = 2  # the first words of the name: "salon", "st mitre"
    BEGUN = 3  # a word is being typed: "mart"
    INSIDE = 4  # words inside the name: "mitre", "remy provence"
    NEAR = 5  # spelt nearly so


WEIGHTS = {
    Kind.WHOLE: 1.0,
    Kind.FORMER: 1 / 300,
    Kind.SHORT: 1 / 30,
    Kind.BEGUN: 1 / 300,
    Kind.INSIDE: 1 / 3_000,
    Kind.NEAR: 1 / 3_000,
}
"""How likely each kind is beside a whole name; set on the judged places of ``bench/places``."""

AREA_WEIGHT = 1 / 10
"""A département is asked for ten times less often than a commune of as many people."""
AREA_BEGUN_WEIGHT = 1 / 10
EDIT_WEIGHT = 1 / 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a text. ``edits``: letters that differ, for a near spelling."""

    place: Place
    kind: Kind
    edits: int = 0


def likelihood(candidate: Candidate, territory: Territory) -> float:
    """Return how likely a candidate is beside the others of its text; only the ratios mean something."""
    place = candidate.place
    size = max(place.population, 1) * WEIGHTS[candidate.kind] * EDIT_WEIGHT ** max(0, candidate.edits - 1)
    if isinstance(place, Area):
        size *= AREA_WEIGHT if candidate.kind is Kind.WHOLE else AREA_WEIGHT * AREA_BEGUN_WEIGHT
    return size * territory.weight_of(place.code)
