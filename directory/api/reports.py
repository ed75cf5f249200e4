"""``/api/v1/ressources/<id>/signalements``: an error told by a machine, and those that wait for an answer."""

from typing import Any

from flask import Response, abort

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import Answer, instant
from directory.api.problems import problem
from directory.api.resources import BY_ID
from directory.api.writing import json_body
from directory.domain.reports.report import Report
from directory.domain.rights import Action
from directory.errors import BadInput, field_error
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.http.visits import current_visit
from directory.schemas.reports import LABELS, ReportSchema, ReportsSchema, WrittenReportSchema, read_report
from directory.schemas.requests import NothingSchema
from directory.services.fiches.editing import UnknownResource
from directory.services.reports.reporting import TooMany
from directory.services.reports.words import WordsRefused

reports = Blueprint("signalements", __name__, description="Dire ce qui n’est plus vrai sur une fiche.")

BODY = {"required": True, "content": {"application/json": {"schema": WrittenReportSchema}}}
PATH = f"{BY_ID}/signalements"


@reports.route(PATH, methods=["POST"])
@needs(Action.REPORT)
@reports.response(201, ReportSchema, description="Le signalement gardé")
@reports.alt_response(404, "NOT_FOUND")
@reports.doc(summary="Signaler une erreur", operationId="signaler", requestBody=BODY)
def tell(resource_id: int) -> Response:
    """Envoyé deux fois à l’identique tant qu’il attend, c’est le même signalement."""
    told = read_report(json_body())
    try:
        kept = current_services().reports.reporting.report(
            current_actor(), resource_id, told, network=current_visit().network
        )
    except UnknownResource:
        abort(404)
    except TooMany:
        return problem(429)
    except WordsRefused as refused:
        label = LABELS[refused.field]
        raise BadInput(
            (field_error(refused.field, refused.code, libelle=label, maximum=refused.maximum, attendu=refused.what),)
        ) from refused
    return as_json(_answer(kept), status=201)


@reports.route(PATH, methods=["GET"])
@needs(Action.READ_PEOPLE)
@reports.arguments(NothingSchema, location="query")
@reports.response(200, ReportsSchema, description="Les signalements ouverts")
@reports.alt_response(404, "NOT_FOUND")
@reports.doc(summary="Les erreurs signalées", operationId="signalements")
def waiting(_: Any, resource_id: int) -> Response:
    """Ceux qui attendent une réponse, sans dire qui les a faits."""
    try:
        _fiche, found = current_services().reports.reporting.of(current_actor(), resource_id)
    except UnknownResource:
        abort(404)
    return as_json({"signalements": [_answer(each) for each in reversed(found) if each.is_open]})


def _answer(report: Report) -> Answer:
    return {
        "id": report.id,
        "ressource": report.resource_id,
        "nature": report.kind.value,
        "texte": report.text,
        "valeur": report.better,
        "version": report.version,
        "signale_le": instant(report.at),
        "etat": report.state.value,
    }
