"""``/api/v1/ressources``: search, one fiche, its history."""

from typing import Any

from flask import Response, abort

from directory.api.answers import map_answer, parts_of, search_answer
from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import detailed_answer, versions_answer
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.kept import content_tag, kept
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.schemas.answers import MapAnswerSchema, SearchAnswerSchema
from directory.schemas.fiche import DetailedFicheSchema, VersionsSchema
from directory.schemas.lists import ListRequest, ListSchema
from directory.schemas.requests import MapSchema, NothingSchema
from directory.services.fiches.editing import UnknownResource
from directory.services.search.question import MapQuestion

resources = Blueprint("ressources", __name__, description="Chercher et lire les ressources.")

BY_ID = f"/ressources/<int(max={LARGEST_ID}):resource_id>"


@resources.route("/ressources", methods=["GET"])
@needs(Action.READ)
@kept
@resources.arguments(ListSchema, location="query")
@resources.response(200, SearchAnswerSchema, description="Une page de résultats")
@resources.doc(summary="Chercher des ressources", operationId="chercher")
def search(asked: ListRequest) -> Response:
    """La liste principale, puis les listes nommées à côté\u00a0: à vérifier, à distance, plus loin…

    Avec un curseur, la liste demandée se lit par numéro jusqu’au bout, quelle que soit sa longueur\u00a0: sans comptes
    ni listes à côté.
    """
    page = current_services().finder.find(asked.question, parts=parts_of(asked.fields, asked.without))
    return as_json(search_answer(page, asked.fields))


@resources.route("/carte", methods=["GET"])
@needs(Action.READ)
@kept
@resources.arguments(MapSchema, location="query")
@resources.response(200, MapAnswerSchema, description="Points ou grappes")
@resources.doc(summary="La même recherche sur une carte", operationId="carte")
def on_map(asked: MapQuestion) -> Response:
    """Les lieux de la liste dans la fenêtre de la carte\u00a0: des points, ou des grappes au-delà de 300."""
    return as_json(map_answer(current_services().finder.on_map(asked)))


@resources.route(BY_ID, methods=["GET"])
@needs(Action.READ)
@resources.arguments(NothingSchema, location="query")
@resources.response(200, DetailedFicheSchema, description="La fiche")
@resources.alt_response(304, description="La fiche n’a pas changé")
@resources.alt_response(404, "NOT_FOUND")
@resources.doc(summary="Lire une fiche", operationId="lire")
def one(_: Any, resource_id: int) -> Response:
    """Une fiche publiée ou archivée, ou un brouillon de son institution\u00a0; jamais le nom du contact."""
    return read(resource_id)


@resources.route(f"{BY_ID}/versions", methods=["GET"])
@needs(Action.READ)
@resources.arguments(NothingSchema, location="query")
@resources.response(200, VersionsSchema, description="L’historique")
@resources.alt_response(404, "NOT_FOUND")
@resources.doc(summary="L’historique d’une fiche", operationId="versions")
def versions(_: Any, resource_id: int) -> Response:
    """Chaque enregistrement, avant et après, sans le nom de ses auteurs."""
    fiche = _found(resource_id)
    return as_json(versions_answer(current_services().fiches.versions(fiche.id)))


def read(resource_id: int) -> Response:
    """Return the answer of a fiche that who asks may read; 404 for any other."""
    found = _found(resource_id)
    answer = as_json(detailed_answer(current_services().fiches.page(found)))
    answer.set_etag(entity_tag(found, answer))
    return answer


def entity_tag(fiche: Resource, answer: Response) -> str:
    """Return the tag of an answer: the version first, which a save compares, then what else moves with the hour."""
    return f"{fiche.version}-{content_tag(answer.get_data())}"


def _found(resource_id: int) -> Resource:
    try:
        return current_services().writing.seen(current_actor(), resource_id)
    except UnknownResource:
        abort(404)
