"""``/api/v1/interlocuteurs``: who answers for a person by the commune where they live."""

from flask import Response

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import Answer
from directory.domain.offices import EXPECTED, LABELS, RULE
from directory.domain.rights import Action
from directory.errors import BadInput, field_error
from directory.http.access import needs
from directory.http.request import current_services
from directory.schemas.offices import SectorAnswerSchema, SectorSchema
from directory.services.offices.answering import Answerer
from directory.services.offices.reaching import reach_of

sector_api = Blueprint("interlocuteurs", __name__, description="Les interlocuteurs de secteur.")

LABEL = "Commune"


@sector_api.route("/interlocuteurs", methods=["GET"])
@needs(Action.READ_OFFICES)
@sector_api.arguments(SectorSchema, location="query")
@sector_api.response(200, SectorAnswerSchema, description="Les interlocuteurs d’une commune")
@sector_api.alt_response(304, description="Rien n’a changé")
@sector_api.doc(summary="Interlocuteurs de secteur", operationId="interlocuteurs")
def answering(asked: dict[str, str]) -> Response:
    """Pour Marseille, Lyon ou Paris, le code de l’arrondissement."""
    services, code = current_services(), asked["commune"]
    commune = services.places.gazetteer.get(code)
    assert commune is not None  # the schema took no other
    answer = services.handing.offices.sector.at(commune)
    if answer.districts:
        expected = f"le code d’un arrondissement, comme {answer.districts[0].code}"
        raise BadInput((field_error("commune", "valeur-invalide", value=code, libelle=LABEL, attendu=expected),))
    return as_json(
        {
            "commune": commune.code,
            "libelle": commune.label,
            "regle": [{"situation": _situation(each.situation, each.precision), "type": each.kind} for each in RULE],
            "interlocuteurs": [_office(each) for some in answer.answerers.values() for each in some],
            "inconnus": [kind for kind in EXPECTED if not answer.of(kind)],
        }
    )


def _situation(situation: str, precision: str) -> str:
    return f"{situation}, {precision}" if precision else situation


def _office(answerer: Answerer) -> Answer:
    office, reach = answerer.office, reach_of(answerer, current_services().places.gazetteer)
    return {
        "id": office.id,
        "type": office.kind,
        "libelle": LABELS[office.kind],
        "nom": office.name,
        "telephone": reach.phone,
        "courriel": reach.email,
        "adresse": reach.place.address,
        "code_postal": reach.place.postcode,
        "commune": reach.place.commune_name,
        "note": office.note,
        "fiche": office.resource_id if answerer.page is not None else None,
        "confirmee_le": answerer.verified_on.isoformat() if answerer.verified_on is not None else None,
        "a_verifier": answerer.is_stale,
    }
