"""``/api/v1/ressources/suggerees``: a machine tells of a resource that is missing."""

from flask import Response

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import instant
from directory.api.problems import problem
from directory.api.writing import json_body
from directory.domain.rights import Action
from directory.errors import BadInput, field_error
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.http.visits import current_visit
from directory.schemas.suggestions import LABELS, SuggestionSchema, WrittenSuggestionSchema, read_suggestion
from directory.services.reports.reporting import TooMany
from directory.services.reports.suggesting import commune_named
from directory.services.reports.words import WordsRefused

suggested = Blueprint("suggerees", __name__, description="Suggérer une ressource qui manque.")

BODY = {"required": True, "content": {"application/json": {"schema": WrittenSuggestionSchema}}}


@suggested.route("/ressources/suggerees", methods=["POST"])
@needs(Action.REPORT)
@suggested.response(201, SuggestionSchema, description="La suggestion gardée")
@suggested.doc(summary="Suggérer une ressource", operationId="suggerer", requestBody=BODY)
def suggest() -> Response:
    """Dite aux institutions de ce territoire. Envoyée deux fois à l’identique tant qu’elle attend, c’est la même."""
    services, missing = current_services(), read_suggestion(json_body())
    try:
        kept = services.reports.suggesting.suggest(
            current_actor(), missing, commune_code=commune_named(missing.place, services.places),
            network=current_visit().network,
        )  # fmt: skip
    except TooMany:
        return problem(429)
    except WordsRefused as refused:
        label = LABELS[refused.field]
        raise BadInput(
            (field_error(refused.field, refused.code, libelle=label, maximum=refused.maximum, attendu=refused.what),)
        ) from refused
    answer = {
        "id": kept.id,
        "structure": kept.structure,
        "service": kept.service,
        "lieu": kept.place,
        "source": kept.source,
        "suggeree_le": instant(kept.at),
        "etat": kept.state.value,
    }
    return as_json(answer, status=201)
