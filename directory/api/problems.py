"""Errors of the API: one shape, RFC 9457, a French sentence and a stable code."""

import json
from collections.abc import Mapping

from flask import Response
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from directory.errors import REQUEST_ERRORS, STATUS_CODES, BadInput, FieldError

PROBLEM_JSON = "application/problem+json"


class ChoiceSchema(Schema):
    code = fields.String(required=True, metadata={"description": "À envoyer à la place."})
    libelle = fields.String(required=True)


class FieldErrorSchema(Schema):
    champ = fields.String(required=True, metadata={"description": "Nom du paramètre."})
    code = fields.String(required=True, metadata={"description": "Code stable de l’erreur."})
    message = fields.String(required=True, metadata={"description": "Phrase en français."})
    valeur = fields.String(metadata={"description": "Valeur reçue, raccourcie."})
    choix = fields.List(fields.Nested(ChoiceSchema), metadata={"description": "Valeurs possibles."})


class ProblemSchema(Schema):
    """Une erreur."""

    type = fields.String(required=True, metadata={"description": "Adresse de l’explication."})
    title = fields.String(required=True, metadata={"description": "Ce qui ne va pas."})
    status = fields.Integer(required=True, metadata={"description": "Statut HTTP."})
    detail = fields.String(required=True, metadata={"description": "Ce qu’il faut faire."})
    code = fields.String(required=True, metadata={"description": "Code stable de l’erreur."})
    erreurs = fields.List(
        fields.Nested(FieldErrorSchema),
        required=True,
        metadata={"description": "Chaque valeur à corriger, toutes à la fois."},
    )
    remplacee_par = fields.Integer(metadata={"description": "409\u00a0: la fiche à modifier à la place."})
    version_envoyee = fields.Integer(metadata={"description": "412\u00a0: la version que la demande modifiait."})
    envoyee = fields.Dict(metadata={"description": "412\u00a0: la fiche telle que la demande l’aurait enregistrée."})
    actuelle = fields.Dict(metadata={"description": "412\u00a0: la fiche telle qu’elle est maintenant."})


def problem(
    status: int,
    *,
    code: str = "",
    errors: tuple[FieldError, ...] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """Return the answer to a request that failed.

    code   in ``REQUEST_ERRORS``; that of the status if not said.
    more   further members, for what one problem alone has to say.
    """
    code = code or STATUS_CODES.get(status, "requete-invalide" if status < 500 else "erreur-interne")
    text = REQUEST_ERRORS[code]
    body = {
        "type": f"/api/v1/docs#erreur-{code}",
        "title": text.template,
        "status": status,
        "detail": text.help,
        "code": code,
        "erreurs": [_field_error(error) for error in errors],
        **(more or {}),
    }
    return Response(json.dumps(body, ensure_ascii=False), status, headers, content_type=PROBLEM_JSON)


def problem_of(error: HTTPException) -> Response:
    """Return the answer to an HTTP error, with the headers it carries (Allow, Retry-After…)."""
    kept = {
        name: value for name, value in error.get_headers() if name.lower() not in ("content-type", "content-length")
    }
    if error.code == 401:
        kept["WWW-Authenticate"] = "Bearer"
    return problem(error.code or 500, headers=kept)


def bad_input(error: BadInput) -> Response:
    return problem(422, errors=error.errors)


def _field_error(error: FieldError) -> dict[str, object]:
    said: dict[str, object] = {"champ": error.field, "code": error.code, "message": error.message}
    if error.value:
        said["valeur"] = error.value
    if error.choices:
        said["choix"] = [{"code": choice.code, "libelle": choice.label} for choice in error.choices]
    return said
