"""``/api/v1/ressources``, the side that writes: a machine keeps the fiches of its institution."""

from datetime import datetime

import orjson
from flask import Response, abort, request, url_for

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import content_answer, detailed_answer, fiche_answer
from directory.api.headers import IF_MATCH_SAID, ONCE_SAID, once_said, version_said
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
from directory.services.fiches.editing import InvalidResource, MergedAway, Receipt, StaleVersion, UnknownResource
from directory.services.fiches.faults import told
from directory.services.fiches.once import KeyTaken
from directory.services.fiches.points import with_own_points
from directory.services.fiches.writing import NotAllowed
from fiche.content import Content

kept = Blueprint("tenir", __name__, description="Tenir les fiches de son institution.")

BODY = {"required": True, "content": {"application/json": {"schema": WrittenFicheSchema}}}


@kept.route("/ressources", methods=["POST"])
@needs(Action.WRITE)
@kept.response(201, DetailedFicheSchema, description="La fiche créée")
@kept.doc(summary="Créer une fiche", operationId="creer", requestBody=BODY, parameters=[ONCE_SAID])
def create() -> Response:
    """Ce que la convention demande est demandé. Sans institution, la fiche est à celle de la clé."""
    body = json_body()
    content, once = read_body(body), once_said(body)
    try:
        receipt = current_services().writing.create(current_writer(), content, once=once)
    except KeyTaken:
        return problem(422, code="cle-deja-utilisee")
    except (InvalidResource, NotAllowed) as refused:
        return _refused(refused)
    # As it was made: the same request sent again is given the same answer.
    answer = _answer(receipt, 201, at=receipt.resource.created_at)
    answer.headers["Location"] = url_for("ressources.one", resource_id=receipt.resource.id)
    return answer


@kept.route(BY_ID, methods=["PUT"])
@needs(Action.WRITE)
@kept.response(200, DetailedFicheSchema, description="La fiche modifiée")
@kept.alt_response(409, "CONFLICT")
@kept.doc(summary="Remplacer une fiche", operationId="remplacer", requestBody=BODY, parameters=[IF_MATCH_SAID])
def replace(resource_id: int) -> Response:
    """Ce qui n’est pas envoyé est vidé. Seul ce qui change est vérifié."""
    return _revised(resource_id, is_whole=True)


@kept.route(BY_ID, methods=["PATCH"])
@needs(Action.WRITE)
@kept.response(200, DetailedFicheSchema, description="La fiche modifiée")
@kept.alt_response(409, "CONFLICT")
@kept.doc(summary="Modifier des champs", operationId="modifier", requestBody=BODY, parameters=[IF_MATCH_SAID])
def modify(resource_id: int) -> Response:
    """Ce qui n’est pas envoyé reste\u00a0; une liste envoyée remplace la précédente."""
    return _revised(resource_id, is_whole=False)


@kept.route(BY_ID, methods=["DELETE"])
@needs(Action.WRITE)
@kept.response(200, DetailedFicheSchema, description="La fiche archivée")
@kept.alt_response(409, "CONFLICT")
@kept.doc(summary="Archiver une fiche", operationId="archiver", parameters=[IF_MATCH_SAID])
def archive(resource_id: int) -> Response:
    """Les recherches ne la montrent plus\u00a0; sa page et son historique restent."""
    version = version_said()
    if version is None:
        return problem(428)
    try:
        return _answer(current_services().writing.archive(current_writer(), resource_id, expected_version=version))
    except (UnknownResource, NotAllowed, StaleVersion, InvalidResource) as refused:
        return _refused(refused, version)


def _revised(resource_id: int, *, is_whole: bool) -> Response:
    services, version = current_services(), version_said()
    if version is None:
        return problem(428)
    body = json_body()
    try:
        before = services.writing.at_version(current_actor(), resource_id, version)
        content = with_own_points(before, read_body(body, _emptied(before) if is_whole else before))
        return _answer(services.writing.revise(current_writer(), resource_id, content, expected_version=version))
    except (UnknownResource, NotAllowed, StaleVersion, InvalidResource) as refused:
        return _refused(refused, version)


def _emptied(before: Content) -> Content:
    """Return a fiche that says nothing, but what the API never gives, and who owns it."""
    return Content(
        "", type(before.structure)(""), status=before.status, institution=before.institution,
        named_contact=before.named_contact, archive_reason=before.archive_reason, archive_on=before.archive_on,
    )  # fmt: skip


def json_body() -> Json:
    if request.mimetype != "application/json":
        abort(415)
    try:
        body: Json = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        abort(400)
    return body


def _answer(receipt: Receipt, status: int = 200, at: datetime | None = None) -> Response:
    services = current_services()
    services.showing.show(receipt.seq)
    answer = as_json(detailed_answer(services.fiches.page(receipt.resource, at=at)), status=status)
    answer.set_etag(entity_tag(receipt.resource, answer))
    return answer


def _refused(refused: Exception, version: int | None = None) -> Response:
    """Return the problem of a save that cannot be: what is wrong, both versions, or nothing that is there."""
    if isinstance(refused, InvalidResource):
        raise BadInput(tuple(told(error) for error in refused.errors)) from refused
    if isinstance(refused, StaleVersion):
        both = {"envoyee": content_answer(refused.yours), "actuelle": fiche_answer(refused.current)}
        return problem(412, more={"version_envoyee": version, **both})
    if isinstance(refused, MergedAway):
        return merged_away(refused)
    return problem(404 if isinstance(refused, UnknownResource) else 403)


def merged_away(refused: MergedAway) -> Response:
    """Return the problem of a change to a fiche that another stands for: its number, and where it is."""
    services = current_services()
    found = services.fiches.get(refused.survivor_id)
    if found is None:
        abort(404)
    survivor = services.fiches.standing_for(found)
    link = f'<{url_for("ressources.one", resource_id=survivor.id)}>; rel="successor-version"'
    return problem(409, code="fiche-fusionnee", headers={"Link": link}, more={"remplacee_par": survivor.id})
