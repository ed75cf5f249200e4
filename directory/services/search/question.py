"""What a person or a machine asks, once read and checked: plain values, no URL, no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from search.criteria import Criterion
from search.places.commune import Commune
from search.query import MAIN, Box, Point

RADIUS_KM = 20.0
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """Where the person is.

    label     such as ``Martigues (13)`` or ``12 rue de la République, Martigues``.
    commune   decides who is covered; None when the gazetteer knows none.
    centre    distances are counted from it; None when the place has no point.
    """

    label: str
    commune: Commune | None
    centre: Point | None

    @property
    def is_commune(self) -> bool:
        """Whether the place is a commune as a whole, not an address or a point inside."""
        return self.commune is not None and self.label == self.commune.label


@dataclass(frozen=True, slots=True)
class Question:
    """One search.

    text        what was typed in the box, or empty.
    corrected   whether typing errors may be corrected.
    needs       need codes asked for; their emergency numbers are shown.
    asked       every parameter as it can be sent again, by name: how links are made.
    """

    text: str = ""
    corrected: bool = True
    criteria: tuple[Criterion, ...] = ()
    needs: tuple[str, ...] = ()
    place: AskedPlace | None = None
    radius_km: float = RADIUS_KM
    box: Box | None = None
    sort: str = "pertinence"
    listing: str = MAIN
    page: int = 1
    size: int = PAGE_SIZE
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """A search seen on a map. ``zoom``: level of the tiles shown, 0 the world, 22 a door."""

    question: Question
    box: Box
    zoom: int
