"""``/api/v1/ressources``, the side that writes: a machine keeps the fiches of its institution."""

from typing import Any

import orjson
from flask import Response, abort, request, url_for

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import detailed_answer, fiche_answer
from directory.api.problems import problem
from directory.api.resources import BY_ID, entity_tag
from directory.domain.changes import Json
from directory.domain.rights import Action
from directory.errors import BadInput
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.schemas.fiche import DetailedFicheSchema, WrittenFicheSchema
from directory.schemas.fiche_body import read_body
from directory.services.fiches.editing import InvalidResource, Receipt, StaleVersion, UnknownResource
from directory.services.fiches.faults import told
from directory.services.fiches.writing import NotAllowed
from fiche.content import Content

kept = Blueprint("tenir", __name__, description="Tenir les fiches de son institution.")

BODY = {"required": True, "content": {"application/json": {"schema": WrittenFicheSchema}}}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "L’en-tête ETag reçu à la lecture\u00a0: il dit quelle version est modifiée.",
}


@kept.route("/ressources", methods=["POST"])
@needs(Action.WRITE)
@kept.response(201, DetailedFicheSchema, description="La fiche créée")
@kept.doc(summary="Créer une fiche", operationId="creer", requestBody=BODY)
def create() -> Response:
    """Ce que la convention demande est demandé. Sans institution, la fiche est à celle de la clé."""
    content = read_body(_body())
    try:
        receipt = current_services().writing.create(current_writer(), content)
    except (InvalidResource, NotAllowed) as refused:
        return _refused(refused)
    answer = _answer(receipt, 201)
    answer.headers["Location"] = url_for("ressources.one", resource_id=receipt.resource.id)
    return answer


@kept.route(BY_ID, methods=["PUT"])
@needs(Action.WRITE)
@kept.response(200, DetailedFicheSchema, description="La fiche modifiée")
@kept.doc(summary="Remplacer une fiche", operationId="remplacer", requestBody=BODY, parameters=[IF_MATCH])
def replace(resource_id: int) -> Response:
    """Ce qui n’est pas envoyé est vidé. Seul ce qui change est vérifié."""
    return _revised(resource_id, is_whole=True)


@kept.route(BY_ID, methods=["PATCH"])
@needs(Action.WRITE)
@kept.response(200, DetailedFicheSchema, description="La fiche modifiée")
@kept.doc(summary="Modifier des champs", operationId="modifier", requestBody=BODY, parameters=[IF_MATCH])
def modify(resource_id: int) -> Response:
    """Ce qui n’est pas envoyé reste\u00a0; une liste envoyée remplace la précédente."""
    return _revised(resource_id, is_whole=False)


@kept.route(BY_ID, methods=["DELETE"])
@needs(Action.WRITE)
@kept.response(200, DetailedFicheSchema, description="La fiche archivée")
@kept.doc(summary="Archiver une fiche", operationId="archiver", parameters=[IF_MATCH])
def archive(resource_id: int) -> Response:
    """Les recherches ne la montrent plus\u00a0; sa page et son historique restent."""
    version = _version()
    if version is None:
        return problem(428)
    try:
        return _answer(current_services().writing.archive(current_writer(), resource_id, expected_version=version))
    except (UnknownResource, NotAllowed, StaleVersion) as refused:
        return _refused(refused, version)


def _revised(resource_id: int, *, is_whole: bool) -> Response:
    services, version = current_services(), _version()
    if version is None:
        return problem(428)
    body = _body()
    try:
        before = services.writing.get(current_actor(), resource_id).content
        content = read_body(body, _emptied(before) if is_whole else before)
        return _answer(services.writing.revise(current_writer(), resource_id, content, expected_version=version))
    except (UnknownResource, NotAllowed, StaleVersion, InvalidResource) as refused:
        return _refused(refused, version)


def _emptied(before: Content) -> Content:
    """Return a fiche that says nothing, but what the API never gives, and who owns it."""
    return Content(
        "", type(before.structure)(""), status=before.status, institution=before.institution,
        named_contact=before.named_contact,
    )  # fmt: skip


def _body() -> Json:
    if request.mimetype != "application/json":
        abort(415)
    try:
        body: Json = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        abort(400)
    return body


def _version() -> int | None:
    """Return the version that If-Match names; 0, which no fiche has, for what is no tag of ours; None without one."""
    said = request.headers.get("If-Match")
    if said is None:
        return None
    number = said.strip().removeprefix("W/").strip('"').partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _answer(receipt: Receipt, status: int = 200) -> Response:
    services = current_services()
    services.showing.show(receipt.seq)
    answer = as_json(detailed_answer(services.fiches.page(receipt.resource)), status=status)
    answer.set_etag(entity_tag(receipt.resource, answer))
    return answer


def _refused(refused: Exception, version: int | None = None) -> Response:
    """Return the problem of a save that cannot be: what is wrong, both versions, or nothing that is there."""
    if isinstance(refused, InvalidResource):
        raise BadInput(tuple(told(error) for error in refused.errors)) from refused
    if isinstance(refused, StaleVersion):
        current: dict[str, Any] = fiche_answer(refused.current)
        return problem(412, more={"version_envoyee": version, "actuelle": current})
    return problem(404 if isinstance(refused, UnknownResource) else 403)
