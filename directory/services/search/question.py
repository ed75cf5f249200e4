"""What a person or a machine asks, once read and checked: plain values, no URL, no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from search.criteria import Criterion
from search.places.area import Area
from search.places.candidate import Place
from search.places.commune import Commune
from search.query import MAIN, Box, Point

RADIUS_KM = 20.0
PAGE_SIZE = 20


class Misread(Enum):
    """What of a text was not found, or was read otherwise."""

    NOTHING = "rien"
    SPELLING = "orthographe"
    ADDRESS = "adresse"  # the street was not found: its commune was
    BESIDE = "autre"  # words beside the name of a commune


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is said beside a place that was read from ``typed``: how, and ``others`` that it may well mean."""

    typed: str
    misread: Misread
    others: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """Where the person is.

    label     such as ``Martigues (13)``, ``12 rue de la République, Martigues`` or ``Var (département)``.
    commune   decides who is covered; None for an area, and when the gazetteer knows none.
    centre    distances are counted from it; None when the place has no point.
    area      the département, région or intercommunality meant as a whole.
    """

    label: str
    commune: Commune | None
    centre: Point | None
    area: Area | None = None
    doubt: Doubt | None = None

    @property
    def is_commune(self) -> bool:
        """Whether the place is a commune as a whole, not an address or a point inside."""
        return self.commune is not None and self.label == self.commune.label

    @property
    def code(self) -> str:
        """Return the code of the commune or of the area; empty when there is neither."""
        if self.area is not None:
            return self.area.code
        return self.commune.code if self.commune is not None else ""

    @property
    def parameter(self) -> tuple[str, str] | None:
        """Return the parameter of the address that says this place by its code; None for an address or a point."""
        if self.area is not None:
            return place_parameter(self.area.code)
        return place_parameter(self.code) if self.is_commune else None


def place_parameter(code: str) -> tuple[str, str]:
    """Return the parameter and its value that ask for a place by its code: "13056" or "dep:13"."""
    return ("territoire" if ":" in code else "commune"), code


@dataclass(frozen=True, slots=True)
class Question:
    """One search.

    text        what was typed in the box, or empty.
    corrected   whether typing errors may be corrected.
    needs       need codes asked for; their emergency numbers are shown.
    after       the list is read by number after this fiche, on and on to its end; None for pages of an order.
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
    after: int | None = None
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """A search seen on a map. ``zoom``: level of the tiles shown, 0 the world, 22 a door."""

    question: Question
    box: Box
    zoom: int
