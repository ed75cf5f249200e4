"""``/api/v1/sources``: the systems that fiches come from, and a fiche by the identifier it has there."""

from typing import Any

from flask import Response, abort

from directory.api.blueprint import Blueprint, as_json
from directory.api.resources import read
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.schemas.fiche import DetailedFicheSchema
from directory.schemas.requests import NothingSchema
from directory.schemas.sources import SourcesAnswerSchema

sources = Blueprint("provenances", __name__, description="Les systèmes d’où viennent les ressources.")


@sources.route("/sources", methods=["GET"])
@needs(Action.READ)
@sources.arguments(NothingSchema, location="query")
@sources.response(200, SourcesAnswerSchema, description="Les sources")
@sources.alt_response(304, description="Rien n’a bougé")
@sources.doc(summary="Lire les sources", operationId="sources")
def listed(_: Any) -> Response:
    """Celles d’où vient une fiche publiée au moins, par nom."""
    found = current_services().fiches.sources()
    return as_json({"sources": [{"code": source, "total": total} for source, total in found]})


@sources.route("/sources/<source>/ressources/<path:source_id>", methods=["GET"])
@needs(Action.READ)
@sources.arguments(NothingSchema, location="query")
@sources.response(200, DetailedFicheSchema, description="La fiche")
@sources.alt_response(304, description="La fiche n’a pas changé")
@sources.alt_response(404, "NOT_FOUND")
@sources.doc(summary="Lire une fiche par son identifiant d’origine", operationId="lire_par_source")
def one(_: Any, source: str, source_id: str) -> Response:
    """La fiche que cette source alimente sous cet identifiant\u00a0; son numéro d’ici est dans «\u00a0id\u00a0»."""
    found = current_services().fiches.of_source(source, source_id)
    return abort(404) if found is None else read(found)
