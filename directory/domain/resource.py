"""A fiche as stored: what it says, where it came from, its dates; and what the convention asks of it."""

from dataclasses import dataclass
from datetime import datetime

from fiche.content import Content


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fiche, or one save of it, came from.

    kind   ``formulaire``, ``import``, ``api``, ``demonstration``; of a save only: ``annulation`` (an import undone).
    """

    kind: str
    source: str = ""
    source_id: str = ""
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A fiche as stored: its content, its identity and its three dates (UTC).

    version       1 at creation, one more at each save.
    verified_at   only a human act moves it; None = never verified.
    """

    id: int
    version: int
    content: Content
    origin: Origin
    created_at: datetime
    modified_at: datetime
    verified_at: datetime | None = None
    imported_at: datetime | None = None


REQUIRED: dict[str, str] = {
    "structure": "le nom de la structure",
    "description": "la description du service",
    "besoins": "au moins un besoin",
    "public": "le public",
    "acces": "la modalité d’accès",
    "mobilisation": "le mode de mobilisation",
    "adresse": "l’adresse, ou l’accueil à distance",
    "contact": "un téléphone, une adresse mail ou un site",
    "horaires": "les horaires",
}
"""What annexe 1 of the convention asks of a fiche, in the order said to the user."""


def missing_fields(content: Content) -> tuple[str, ...]:
    """Return the keys of ``REQUIRED`` that this fiche lacks; empty when it is complete."""
    remote_only = bool(content.receptions) and "sur-place" not in content.receptions
    located = any(place.address and (place.commune_code or place.commune_name) for place in content.places)
    present = {
        "structure": bool(content.structure.name),
        "description": bool(content.description),
        "besoins": bool(content.needs),
        "public": bool(content.audiences or content.audience_text),
        "acces": bool(content.access_modes or content.access_text),
        "mobilisation": bool(content.mobilisations or content.mobilisation_text),
        "adresse": located or remote_only,
        "contact": bool(content.phone or content.second_phone or content.email or content.website),
        "horaires": bool(content.hours or content.hours_text) or remote_only,
    }
    return tuple(key for key in REQUIRED if not present[key])
