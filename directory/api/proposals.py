"""``/api/v1/ressources/<id>/propositions``: a machine proposes a change to a fiche that others keep."""

from flask import Response, abort

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import instant
from directory.api.problems import problem
from directory.api.resources import BY_ID
from directory.api.writing import json_body, merged_away
from directory.domain.rights import Action
from directory.errors import BadInput, field_error
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.schemas.fiche import WrittenFicheSchema
from directory.schemas.fiche_body import read_body
from directory.schemas.reports import ProposedChangeSchema
from directory.services.fiches.editing import InvalidResource, MergedAway, UnknownResource
from directory.services.fiches.faults import told
from directory.services.fiches.writing import NotAllowed
from directory.services.reports.proposing import NothingProposed, TooManyProposals
from fiche.content import FIELDS

proposals = Blueprint("propositions", __name__, description="Proposer une modification à ceux qui tiennent une fiche.")

BODY = {"required": True, "content": {"application/json": {"schema": WrittenFicheSchema}}}


@proposals.route(f"{BY_ID}/propositions", methods=["POST"])
@needs(Action.PROPOSE)
@proposals.response(201, ProposedChangeSchema, description="La proposition gardée")
@proposals.alt_response(404, "NOT_FOUND")
@proposals.alt_response(409, "CONFLICT")
@proposals.doc(summary="Proposer une modification", operationId="proposer", requestBody=BODY)
def propose(resource_id: int) -> Response:
    """Comme pour modifier\u00a0: ce qui n’est pas envoyé reste. Qui tient la fiche prend ce qu’il veut."""
    services, actor, body = current_services(), current_actor(), json_body()
    try:
        base = services.reports.proposing.base(actor, resource_id)
        kept = services.reports.proposing.propose(actor, base, read_body(body, base.content))
    except MergedAway as merged:
        return merged_away(merged)
    except UnknownResource:
        abort(404)
    except NotAllowed:
        return problem(403)
    except TooManyProposals:
        return problem(429)
    except InvalidResource as invalid:
        raise BadInput(tuple(told(error) for error in invalid.errors)) from invalid
    except NothingProposed as nothing:
        raise BadInput(
            (field_error("", "valeur-manquante", libelle="proposition", raison="\u00a0: rien ne change"),)
        ) from nothing
    fields = [FIELDS[name].wire for name in kept.changes if name in FIELDS]
    return as_json(
        {
            "id": kept.id,
            "ressource": kept.resource_id,
            "champs": fields,
            "version": kept.base_version,
            "proposee_le": instant(kept.at),
            "etat": kept.state.value,
        },
        status=201,
    )
