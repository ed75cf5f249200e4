"""How the fields of a fiche stand in the form: four parts, in each what is asked first, then what makes it precise."""

from dataclasses import dataclass

from fiche.content import FIELDS
from fiche.fields import Field, Kind
from fiche.parts import STRUCTURE_FIELDS

CARRIED = frozenset({"status", "institution", "families", "structure.networks", "archive_reason", "archive_on"})
"""Fields that no part of the form asks: they are kept as they are, or have a place of their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """``first`` and ``further``: names of fields, ``structure.name`` for one of the structure."""

    anchor: str
    title: str
    first: tuple[str, ...]
    further: tuple[str, ...]
    further_title: str


SECTIONS = (
    Section(
        "le-service",
        "Le service",
        ("structure.name", "title", "description", "needs"),
        ("structure.siret", "link"),
        "SIRET, lien utile",
    ),
    Section(
        "pour-qui",
        "Pour qui, comment",
        ("audiences", "audience_text", "access_modes", "access_text", "receptions", "mobilisations",
         "mobilisation_text"),
        ("costs", "cost_text", "documents_to_bring", "languages", "accessibilities"),
        "frais, documents à apporter, langues, accessibilité",
    ),
    Section(
        "ou-quand",
        "Où et quand",
        ("places", "hours", "hours_text"),
        ("service_areas", "closures", "valid_from", "valid_to", "confirmed_every"),
        "zone d’intervention, fermetures, dates de validité, rythme de confirmation",
    ),
    Section(
        "les-contacts",
        "Contacts",
        ("phone", "email", "website"),
        ("second_phone", "named_contact"),
        "second téléphone, contact nommé",
    ),
)  # fmt: skip


def row_of(name: str) -> Field:
    """Return the row of a field, ``structure.name`` for one of the structure."""
    part, _, member = name.rpartition(".")
    return STRUCTURE_FIELDS[member] if part else FIELDS[name]


def wire_of(name: str) -> str:
    """Return the name of a field in the form, which is its name in the API: ``structure.nom``."""
    part, _, member = name.rpartition(".")
    return f"{FIELDS[part].wire}.{STRUCTURE_FIELDS[member].wire}" if part else FIELDS[name].wire


PLAIN_KINDS = frozenset((Kind.LINE, Kind.TEXT, Kind.CODE, Kind.PHONE, Kind.EMAIL, Kind.WEB, Kind.SIRET))
"""Kinds that are one text to type, or one code to choose."""
