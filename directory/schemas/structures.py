"""Structures on the wire: what may be asked, and the shape of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, post_load

from directory.schemas.fiche import part_schema
from directory.schemas.lists import chosen_fields, fields_chosen
from directory.schemas.requests import LARGEST_SEQUENCE
from directory.schemas.shapes import codes, flag, instant, line_of, listed, number, text
from directory.schemas.wire import StrictSchema
from directory.schemas.wire_fields import Text, Whole
from fiche.parts import Place

LISTED, MOST_LISTED = 100, 1000


@dataclass(frozen=True, slots=True)
class StructuresRequest:
    """``after``: number of the last structure read."""

    after: int
    limit: int
    name: str
    siret: str
    fields: frozenset[str] | None


class ListedStructureSchema(Schema):
    id = number("Numéro de la structure.")
    nom = text()
    siret = text("Vide quand il n’est pas connu.")
    reseaux = codes("Ses réseaux.")
    total = number("Fiches publiées.")


class StructuresSchema(StrictSchema):
    nom = Text(most_chars=300, metadata={"label": "Nom", "description": "Le nom exact de la structure."})
    siret = Text(most_chars=20, metadata={"label": "SIRET", "description": "Les 14 chiffres, espaces ou non."})
    curseur = Whole(
        least=0, most=LARGEST_SEQUENCE,
        metadata={"label": "Curseur", "description": "Le «\u00a0curseur\u00a0» de la réponse précédente."},
    )  # fmt: skip
    taille = Whole(
        least=1, most=MOST_LISTED, load_default=LISTED,
        metadata={"label": "Nombre", "description": f"Structures par page, de 1 à {MOST_LISTED}."},
    )  # fmt: skip
    champs = chosen_fields(ListedStructureSchema)

    @post_load
    def asked(self, data: Mapping[str, Any], **kwargs: object) -> StructuresRequest:
        siret = "".join(data.get("siret", "").split())
        name, fields = data.get("nom", ""), fields_chosen(data)
        return StructuresRequest(data.get("curseur", 0), data["taille"], name, siret, fields)


class StructuresAnswerSchema(Schema):
    curseur = number("À renvoyer pour lire la suite.")
    dernier = flag("Rien ne suit.")
    structures = listed(line_of(ListedStructureSchema, "id"), "Les champs que «\u00a0champs\u00a0» nomme, ou tous.")


class OfferedSchema(Schema):
    id = number("Numéro de la fiche.")
    titre = text()
    besoins = codes()
    modifiee_le = instant()


class DetailedStructureSchema(ListedStructureSchema):
    lieux = listed(part_schema(Place), "Les lieux de ses fiches, les plus fréquents d’abord.")
    ressources = listed(OfferedSchema, "Ses fiches, par titre\u00a0; les 200 premières.")
