"""Resources suggested, as the API reads and gives them."""

from collections.abc import Mapping

from marshmallow import Schema, fields, validate

from directory.domain.changes import Json
from directory.domain.reports.suggestion import MOST_LINE_CHARS, MOST_TEXT_CHARS, SuggestionState
from directory.errors import BadInput
from directory.schemas.shapes import instant, number, text
from directory.schemas.texts import text_fields
from directory.services.reports.suggesting import Missing

LABELS: Mapping[str, str] = {"structure": "Structure", "service": "Service", "lieu": "Lieu", "source": "Source"}


class WrittenSuggestionSchema(Schema):
    """Une ressource qui manque. Rien ne doit y être écrit sur une personne aidée."""

    structure = fields.String(
        required=True,
        validate=validate.Length(max=MOST_LINE_CHARS),
        metadata={"description": "Qui propose le service."},
    )
    service = fields.String(
        required=True, validate=validate.Length(max=MOST_TEXT_CHARS), metadata={"description": "Ce qu’elle fait."}
    )
    lieu = fields.String(
        required=True,
        validate=validate.Length(max=MOST_LINE_CHARS),
        metadata={"description": "La commune, avec l’adresse si elle est connue."},
    )
    source = fields.String(
        validate=validate.Length(max=MOST_TEXT_CHARS), metadata={"description": "Comment on le sait."}
    )


class SuggestionSchema(Schema):
    id = number("Numéro de la suggestion.")
    structure = text("Qui propose le service.")
    service = text("Ce qu’elle fait.")
    lieu = text("Où.")
    source = text("Comment on le sait.")
    suggeree_le = instant("Jour et heure de la suggestion.")
    etat = text("Où elle en est.", validate=validate.OneOf([each.value for each in SuggestionState]))


def read_suggestion(body: Json) -> Missing:
    """Return what a machine says is missing. Raises BadInput with every fault."""
    said, errors = text_fields(body, LABELS, "suggestion")
    if errors:
        raise BadInput(tuple(errors))
    structure, service, place, source = (said.get(name, "") for name in LABELS)
    return Missing(structure, service, place, source)
