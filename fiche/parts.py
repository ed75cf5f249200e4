"""The parts of a fiche that have fields of their own: the structure, the places, the closures."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fiche.fields import NO_COLUMN, Field, Kind, fields_of
from fiche.making import make_quickly

MOST_CHARS_OF_A_LINE = 300
SURE_SCORE = 0.7
"""A geocoder's confidence from which its answer is taken without asking anybody."""
BY_HAND = "main"
"""Precision of a point that a person put on the map, or said to be right."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The body that offers the service.

    siret      14 digits or empty.
    networks   codes such as ``ccas-cias``, ``mission-locale``; order is not meaningful.
    """

    name: Annotated[str, Field(
        Kind.LINE, "nom", "Structure", column="structure", longest=MOST_CHARS_OF_A_LINE, required="structure",
        asked=True, help="Le nom de l’organisme qui rend le service.", example="Association En route",
        data_inclusion="structure.nom", hsds="organization.name",
    )]  # fmt: skip
    siret: Annotated[str, Field(
        Kind.SIRET, "siret", "SIRET", help="Les 14 chiffres de l’établissement.", example="73282932000074",
        data_inclusion="structure.siret", hsds="organization.organization_identifiers",
    )] = ""  # fmt: skip
    networks: Annotated[tuple[str, ...], Field(
        Kind.CODES, "reseaux", "Réseaux de la structure", vocabulary="networks",
        help="Les réseaux auxquels la structure appartient, par leur code.", example="mission-locale",
        data_inclusion="structure.reseaux_porteurs",
    )] = ()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a fiche; every field may be empty, an import rarely knows them all.

    latitude, longitude   WGS 84 degrees, quantised once at save (search.places.geometry).
    precision             a code of ``codes.PRECISIONS``.
    score                 confidence of the geocoder, 0 to 1; None when nobody geocoded.
    """

    address: Annotated[str, Field(
        Kind.LINE, "adresse", "Adresse", longest=MOST_CHARS_OF_A_LINE, asked=True,
        help="Numéro et rue. Inutile pour un service uniquement à distance.", example="12 rue de la République",
        data_inclusion="adresse", hsds="address.address_1",
    )] = ""  # fmt: skip
    complement: Annotated[str, Field(
        Kind.LINE, "complement", "Complément d’adresse", column="complement_d_adresse",
        longest=MOST_CHARS_OF_A_LINE, help="Bâtiment, étage, nom du lieu.",
        example="Maison des associations, 2e étage", data_inclusion="complement_adresse", hsds="address.address_2",
    )] = ""  # fmt: skip
    postcode: Annotated[str, Field(
        Kind.LINE, "code_postal", "Code postal", asked=True, help="Cinq chiffres.", example="13500",
        data_inclusion="code_postal", hsds="address.postal_code",
    )] = ""  # fmt: skip
    commune_name: Annotated[str, Field(
        Kind.LINE, "commune", "Commune", longest=MOST_CHARS_OF_A_LINE, asked=True, example="Martigues",
        data_inclusion="commune", hsds="address.city",
    )] = ""  # fmt: skip
    commune_code: Annotated[str, Field(
        Kind.LINE, "code_insee", "Code INSEE", help="Celui de la commune, s’il est connu.", example="13056",
        data_inclusion="code_insee",
    )] = ""  # fmt: skip
    latitude: Annotated[float | None, Field(
        Kind.NUMBER, "latitude", "Latitude", help="En degrés, si elle est connue.", example="43.4053",
        data_inclusion="latitude", hsds="location.latitude",
    )] = None  # fmt: skip
    longitude: Annotated[float | None, Field(
        Kind.NUMBER, "longitude", "Longitude", help="En degrés, si elle est connue.", example="5.0476",
        data_inclusion="longitude", hsds="location.longitude",
    )] = None  # fmt: skip
    precision: Annotated[
        str, Field(Kind.CODE, "precision", "Précision de la position", NO_COLUMN, vocabulary="precisions")
    ] = ""
    score: Annotated[float | None, Field(
        Kind.NUMBER, "score", "Confiance du géocodage", NO_COLUMN, wire_help="Confiance du géocodage, de 0 à 1."
    )] = None  # fmt: skip

    @property
    def is_doubtful(self) -> bool:
        """Whether a geocoder was asked and is not sure of where this is; 0 when it found nothing."""
        return self.score is not None and self.score < SURE_SCORE and self.precision != BY_HAND

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which the service is closed, both ends included."""

    first_day: Annotated[date, Field(Kind.DATE, "du", "Premier jour", hsds="schedule.valid_from")]
    last_day: Annotated[
        date, Field(Kind.DATE, "au", "Dernier jour", wire_help="Dernier jour compris.", hsds="schedule.valid_to")
    ]
    message: Annotated[
        str, Field(Kind.LINE, "message", "Message", longest=MOST_CHARS_OF_A_LINE, hsds="schedule.notes")
    ] = ""


make_quickly(Structure)
make_quickly(Place)
STRUCTURE_FIELDS = fields_of(Structure)
PLACE_FIELDS = fields_of(Place)
CLOSURE_FIELDS = fields_of(Closure)
