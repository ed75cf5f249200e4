"""The names of the fields of a fiche in files and mappings, and what each becomes in a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its French name in mappings and in the template, and how its cell is read.

    target      attribute of ``Draft``.
    kind        ``ligne``, ``texte``, ``codes``, ``zones``, ``telephones``, ``courriel``, ``site``, ``siret``, ``date``,
                ``fermetures`` or ``identifiant``.
    vocabulary  attribute of ``KnownCodes``, for codes.
    beside      name of the text field that keeps values outside the vocabulary.
    """

    name: str
    label: str
    target: str
    kind: str
    vocabulary: str = ""
    beside: str = ""


_FIELDS = (
    Field("titre_du_service", "Titre du service", "title", "ligne"),
    Field("structure", "Structure", "structure_name", "ligne"),
    Field("siret", "SIRET", "structure_siret", "siret"),
    Field("structure_identifiant", "Identifiant de la structure", "structure_key", "identifiant"),
    Field("reseaux", "Réseaux de la structure", "structure_networks", "codes", "networks"),
    Field("description", "Description", "description", "texte"),
    Field("besoins", "Besoins", "needs", "codes", "needs"),
    Field("familles", "Familles de freins", "families", "codes", "families"),
    Field("public", "Public", "audiences", "codes", "audiences", "public_precisions"),
    Field("public_precisions", "Précisions sur le public", "audience_text", "texte"),
    Field("acces", "Modalités d’accès", "access_modes", "codes", "access_modes", "acces_precisions"),
    Field("acces_precisions", "Précisions sur l’accès", "access_text", "texte"),
    Field("accueil", "Accueil", "receptions", "codes", "receptions"),
    Field("mobilisation", "Mode de mobilisation", "mobilisations", "codes", "mobilisations", "mobilisation_precisions"),
    Field("mobilisation_precisions", "Précisions sur la mobilisation", "mobilisation_text", "texte"),
    Field("frais", "Frais", "costs", "codes", "costs", "frais_precisions"),
    Field("frais_precisions", "Précisions sur les frais", "cost_text", "texte"),
    Field("langues", "Langues parlées", "languages", "codes", "languages"),
    Field("accessibilite", "Accessibilité", "accessibilities", "codes", "accessibilities"),
    Field("documents_a_apporter", "Documents à apporter", "documents_to_bring", "texte"),
    Field("lien", "Lien utile", "link", "site"),
    Field("telephone", "Téléphone", "phone", "telephones"),
    Field("telephone_2", "Second téléphone", "second_phone", "telephones"),
    Field("courriel", "Adresse mail", "email", "courriel"),
    Field("site", "Site", "website", "site"),
    Field("contact_nomme", "Contact nommé", "named_contact", "ligne"),
    Field("zone_d_intervention", "Zone d’intervention", "service_areas", "zones"),
    Field("horaires_precisions", "Précisions sur les horaires", "hours_text", "texte"),
    Field("fermetures", "Fermetures", "closures", "fermetures"),
    Field("valable_du", "Valable à partir du", "valid_from", "date"),
    Field("valable_au", "Valable jusqu’au", "valid_to", "date"),
    Field("institution", "Institution propriétaire", "institution", "codes", "institutions"),
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _FIELDS})
"""By French name, in the order they are read. Hours and places have rules of their own."""

PLACE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "adresse": "address",
        "complement_d_adresse": "complement",
        "code_postal": "postcode",
        "commune": "commune_name",
        "code_insee": "commune_code",
        "latitude": "latitude",
        "longitude": "longitude",
    }
)
"""French name to attribute of ``PlaceCells``."""

LABELS: Mapping[str, str] = MappingProxyType(
    {field.target: field.label for field in _FIELDS}
    | {"hours": "Horaires", "places": "Lieux", "structure_key": "Structure"}
)
"""Draft attribute to the words a person reads."""
