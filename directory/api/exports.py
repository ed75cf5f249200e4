"""``/api/v1/export``: the fiches of a search, or all of them, as a file."""

from flask import Response, abort

from directory.api.blueprint import Blueprint
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.files import file_answer, kept_answer
from directory.http.request import current_services
from directory.schemas.exports import FORMAT, ExportRequest, ExportSchema, NightlySchema
from directory.services.exports.formats import EXPORT_FORMATS

exports = Blueprint("export", __name__, description="Emporter les ressources.")

_FILE = {"schema": {"type": "string", "format": "binary"}}
_DOCUMENT = {"schema": {"type": "object"}}


def _content(content_type: str) -> dict[str, object]:
    return dict(_DOCUMENT if content_type.endswith("json") and "ndjson" not in content_type else _FILE)


@exports.route("/export/nuit", methods=["GET"])
@needs(Action.EXPORT)
@exports.arguments(NightlySchema, location="query")
@exports.response(200, description="Le fichier", content_type="application/octet-stream")
@exports.alt_response(206, description="Une partie du fichier")
@exports.alt_response(304, description="Rien n’a changé depuis")
@exports.alt_response(404, "NOT_FOUND")
@exports.doc(summary="Emporter toute la base, telle que cette nuit", operationId="exporter_la_nuit")
def nightly(asked: dict[str, str]) -> Response:
    """Écrit chaque nuit, sans le nom d’aucun contact\u00a0: prêt à l’avance, il se lit aussi par parties (Range)."""
    found = current_services().exports.kept.of_the_night(EXPORT_FORMATS[asked[FORMAT]])
    return abort(404) if found is None else kept_answer(found)


@exports.route("/export", methods=["GET"])
@needs(Action.EXPORT)
@exports.arguments(ExportSchema, location="query")
@exports.response(200, description="Le fichier", content_type="application/octet-stream")
@exports.alt_response(304, description="Rien n’a changé depuis")
@exports.doc(
    summary="Emporter des ressources dans un fichier",
    operationId="exporter",
    responses={
        "200": {
            "description": "Le fichier",
            "content": {
                each.content_type.partition(";")[0]: _content(each.content_type) for each in EXPORT_FORMATS.values()
            },
        }
    },
)
def export(asked: ExportRequest) -> Response:
    """Avec les critères d’une recherche\u00a0: la liste qu’elle donne, dans son ordre\u00a0; sans eux, toute la base.

    Au-delà de 10\u202f000 ressources, la liste est donnée par numéro\u00a0; une recherche qui en trouve plus de
    30\u202f000 (15\u202f000 pour un classeur) est refusée.
    Les fiches publiées seulement, et jamais le nom d’un contact pour une clé. Le fichier est envoyé à mesure qu’il est
    écrit\u00a0; X-Total-Count dit combien de ressources il contient.
    """
    assert asked.form is not None
    return file_answer(asked.form, asked.question)
