"""An export as it is asked for: the criteria of a search, and the form of the file."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from marshmallow import post_load

from directory.criteria import PARAMETERS
from directory.schemas.search import SearchRules, question_of
from directory.schemas.search_criteria import Values
from directory.schemas.wire import StrictSchema, Wire, current_context
from directory.schemas.wire_fields import Choice
from directory.services.exports.formats import EXPORT_FORMATS, ExportFormat
from directory.services.search.question import Question

FORMAT = "format"
NOT_ASKED = frozenset({"page", "taille"})
"""Parameters of a search that say nothing here: an export has no pages."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """``question``: None for the whole base. ``form``: None where it has still to be chosen."""

    question: Question | None
    form: ExportFormat | None


class _ExportRules(SearchRules):
    @post_load(pass_original=True)
    def question(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> ExportRequest:
        asked = {name: value for name, value in original.items() if name != FORMAT}
        values = {name: value for name, value in data.items() if name != FORMAT}
        question = question_of(values, asked, current_context()) if asked else None
        return ExportRequest(question, EXPORT_FORMATS.get(str(data.get(FORMAT, ""))))


def _form(*, required: bool) -> Choice:
    return Choice(
        tuple(EXPORT_FORMATS),
        required=required,
        metadata={"label": "Format", "description": "La forme du fichier."},
    )


def _schema(name: str, *, required: bool) -> type[StrictSchema]:
    form = _form(required=required)
    searched = {each.name: deepcopy(each.field) for each in PARAMETERS if each.name not in NOT_ASKED}
    return _ExportRules.from_dict({FORMAT: form, **searched}, name=name)  # type: ignore[return-value]


class NightlySchema(StrictSchema):
    format = _form(required=True)


ExportSchema = _schema("ExportSchema", required=True)
"""What a machine asks."""
ExportPageSchema = _schema("ExportPageSchema", required=False)
"""What the page where a form is chosen was asked."""
