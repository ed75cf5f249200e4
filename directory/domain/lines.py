"""What a list shows of a fiche, and all that decides its line: as short as can be, for it is kept beside the fiche."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from fiche.parts import Closure, Place

BEGINNING_CHARS = 180
"""Of a description, where no word is looked for."""
MAY_BE_UNSAID = ("audiences", "access_modes", "mobilisations", "costs", "languages", "accessibilities")
"""Fields of codes of which a list tells that they were asked for, and are not said."""
Texts = tuple[str, ...]
"""Those in which words are looked for, in this order: title, structure, description, conditions that are said."""

DESCRIPTION = 2
"""The rank of the description among them."""


class LinePlace(NamedTuple):
    """One place. ``address``: in one line, with its commune."""

    address: str
    commune_name: str
    commune_code: str
    latitude: float | None
    longitude: float | None
    precision: str

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None


class Line(NamedTuple):
    """A published fiche as lists show it. It names nobody.

    modified_at    as ``2026-11-23T09:30:00Z``.
    home_commune   as in ``Content``.
    unsaid         those of ``MAY_BE_UNSAID`` that it does not say.
    """

    id: int
    verified_at: datetime | None
    modified_at: str
    source_id: str
    title: str
    structure: str
    beginning: str
    needs: Sequence[str]
    mobilisations: Sequence[str]
    access_modes: Sequence[str]
    receptions: Sequence[str]
    costs: Sequence[str]
    cost_text: str
    phone: str
    service_areas: Sequence[str]
    hours: str
    hours_text: str
    closures: tuple[Closure, ...]
    home_commune: str
    institution: str
    confirmed_every: str
    unsaid: Sequence[str]
    is_remote_only: bool
    is_complete: bool
    places: tuple[LinePlace, ...]


def address_line(place: Place) -> str:
    """Return ``12 rue de la République, bâtiment B, 13500 Martigues``."""
    town = " ".join(filter(None, (place.postcode, place.commune_name)))
    return ", ".join(filter(None, (place.address, place.complement, town)))


def texts_of(title: str, structure: str, description: str, *terms: str) -> Texts:
    """Return the texts of a fiche. ``terms``: what it says of its public, access, mobilisation and cost."""
    return (title, structure, description, *filter(None, terms))
