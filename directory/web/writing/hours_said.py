"""The hours of a form read while one types: what an advisor will read of them, and what a special case became."""

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from directory.domain.rights import Action
from directory.http.access import needs
from directory.services.fiches.special_hours import read_special_hours
from directory.services.hours.usual import A_MONDAY, usual_hours
from directory.web.writing.hours_form import read_hours_form
from directory.web.writing.typed import SPECIAL, Typed

hours_said = Blueprint("hours_said", __name__)

MOST_CHARS = 500
"""Of a special case that is read while one types."""


@hours_said.post("/ressources/saisie/horaires")
@needs(Action.WRITE)
def read() -> Response:
    """Return what is said of the hours that are typed, and how the special case was understood. Nothing is kept."""
    typed: Typed = MultiDict(request.form)
    special = typed.get(SPECIAL, "").strip()[:MOST_CHARS]
    typed[SPECIAL] = special
    case = special_case_said(special)
    return jsonify(dit=said_of(read_hours_form(typed, None).osm), cas=case)


def said_of(osm: str, commune_code: str = "") -> list[str]:
    """Return what an advisor reads of hours, a sentence a line."""
    usual = usual_hours(osm, (), commune_code, A_MONDAY)
    return [words[:1].upper() + words[1:] for words in (*usual.week, *usual.besides)]


def special_case_said(text: str) -> str:
    """Return a special case as it was understood, or that it was not and what becomes of it."""
    if not text:
        return ""
    found = read_special_hours(text)
    kept = f"«\u00a0{found.left}\u00a0» ira dans les précisions, et «\u00a0ouvert maintenant\u00a0» l’ignore."
    if not found.osm:
        return f"Pas compris\u00a0: {kept}"
    understood = " · ".join(said_of(found.osm)) or found.osm
    return f"Compris\u00a0: {understood} ({found.osm})." + (f" {kept}" if found.left else "")
