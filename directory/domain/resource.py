"""The fiche: one service offered by one structure, at one or several places or remotely."""

from dataclasses import dataclass
from datetime import date, datetime

from directory.domain.place import Place


@dataclass(frozen=True, slots=True)
class Structure:
    """The body that offers the service.

    siret      14 digits or empty.
    networks   codes such as ``ccas-cias``, ``mission-locale``; order is not meaningful.
    """

    name: str
    siret: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which the service is closed, both ends included."""

    first_day: date
    last_day: date
    message: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a person or an import writes in a fiche: what a version compares.

    Tuples of codes hold codes of ``domain.codes`` or of the taxonomy, sorted, without repeats;
    an empty tuple or text means "not said", never "no".

    needs           need codes. ``families`` holds only the families given without any of their needs.
    service_areas   who may come: ``fr``, ``reg:93``, ``dep:13``, ``epci:200054807``, ``com:13055``; empty = unknown.
    hours           OpenStreetMap ``opening_hours`` syntax, validated, or empty.
    named_contact   a professional's name: shown to signed-in professionals only.
    institution     code of the institution that owns the fiche; empty until somebody does.
    """

    title: str
    structure: Structure
    description: str = ""
    needs: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    audience_text: str = ""
    access_modes: tuple[str, ...] = ()
    access_text: str = ""
    receptions: tuple[str, ...] = ()
    mobilisations: tuple[str, ...] = ()
    mobilisation_text: str = ""
    costs: tuple[str, ...] = ()
    cost_text: str = ""
    languages: tuple[str, ...] = ()
    accessibilities: tuple[str, ...] = ()
    documents_to_bring: str = ""
    link: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    website: str = ""
    named_contact: str = ""
    service_areas: tuple[str, ...] = ()
    hours: str = ""
    hours_text: str = ""
    closures: tuple[Closure, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = "publiee"
    institution: str = ""
    places: tuple[Place, ...] = ()


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
