"""``/api/v1/structures``: the bodies behind the fiches."""

from typing import Any

from flask import Response, abort

from directory.api.answers import with_fields
from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import Answer, answers_of, instant
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.schemas.requests import NothingSchema
from directory.schemas.structures import (
    DetailedStructureSchema,
    StructuresAnswerSchema,
    StructuresRequest,
    StructuresSchema,
)
from directory.services.fiches.bodies import UnknownStructure
from fiche.parts import PLACE_FIELDS, Structure

structures = Blueprint("structures", __name__, description="Les structures derrière les ressources.")

_place = answers_of(PLACE_FIELDS)


@structures.route("/structures", methods=["GET"])
@needs(Action.READ)
@structures.arguments(StructuresSchema, location="query")
@structures.response(200, StructuresAnswerSchema, description="Des structures")
@structures.alt_response(304, description="Rien n’a bougé")
@structures.doc(summary="Lire les structures", operationId="structures")
def listed(asked: StructuresRequest) -> Response:
    """Celles qui ont une fiche publiée, par numéro\u00a0: toutes, page après page, ou celles d’un nom ou d’un SIRET."""
    page = current_services().structures.bodies.page(
        after=asked.after, limit=asked.limit, name=asked.name, siret=asked.siret
    )
    return as_json(
        {
            "curseur": page.cursor,
            "dernier": page.is_last,
            "structures": [
                with_fields(_structure(each.id, each.structure, each.fiches), asked.fields) for each in page.structures
            ],
        }
    )


@structures.route(f"/structures/<int(max={LARGEST_ID}):structure_id>", methods=["GET"])
@needs(Action.READ)
@structures.arguments(NothingSchema, location="query")
@structures.response(200, DetailedStructureSchema, description="La structure")
@structures.alt_response(304, description="La structure n’a pas changé")
@structures.alt_response(404, "NOT_FOUND")
@structures.doc(summary="Lire une structure", operationId="structure")
def one(_: Any, structure_id: int) -> Response:
    """Une structure, ses lieux et ses fiches publiées."""
    try:
        body = current_services().structures.bodies.get(structure_id)
    except UnknownStructure:
        abort(404)
    services = [
        {
            "id": each.id,
            "titre": each.content.title,
            "besoins": each.content.needs,
            "modifiee_le": instant(each.modified_at),
        }
        for each in body.fiches
    ]
    said = _structure(body.id, body.structure, body.total)
    return as_json(said | {"lieux": [_place(each) for each in body.places], "ressources": services})


def _structure(number: int, structure: Structure, total: int) -> Answer:
    return {
        "id": number,
        "nom": structure.name,
        "siret": structure.siret,
        "reseaux": structure.networks,
        "total": total,
    }
