"""Fiches that may be the one being typed, told to the script of the form while one types."""

from dataclasses import asdict

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.fiches.typed_values import read_value
from directory.web.duplicates.before import OTHERS, numbers
from directory.web.duplicates.view import alike_view
from fiche.content import Content
from fiche.fields import Kind
from fiche.parts import Place, Structure

alike = Blueprint("alike", __name__)

LONGEST = 300


@alike.get("/ressources/ressemblantes")
@needs(Action.WRITE)
def typed() -> ResponseReturnValue:
    """Return, as JSON, the published fiches that what is typed may be, five at most, the likeliest first.

    Asked as far as it is typed: ``structure``, ``titre``, ``siret``, ``telephone``, ``courriel``, ``besoin`` (several),
    ``adresse``, ``code_postal``, ``commune``, ``lat`` and ``lon`` where a point is known; ``autre_que`` (several): the
    fiche itself, and those that one said are not the same. What cannot be read counts for nothing.
    Answered: ``{"fiches": [{"id", "title", "structure", "address", "phone", "email", "owner", "url", "sure",
    "reasons"}]}``, the last two in words.
    """
    services = current_services()
    found = services.duplicates.alike.of(_content(), without=numbers(request.args.getlist(OTHERS)))
    words = services.words.current()
    answer = jsonify({"fiches": [asdict(alike_view(each, words)) for each in found]})
    answer.cache_control.no_store = True
    return answer


def _said(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST]


def _content() -> Content:
    needs = current_services().words.current().taxonomy.needs
    place = _place()
    return Content(
        _said("titre"),
        Structure(_said("structure"), read_value(Kind.SIRET, _said("siret"))),
        needs=tuple(code for code in request.args.getlist("besoin") if code in needs),
        phone=read_value(Kind.PHONE, _said("telephone")),
        email=_said("courriel"),
        places=() if place is None else (place,),
    )


def _place() -> Place | None:
    """Return the place as far as it is typed: at the point that the form knows, else in the middle of its town."""
    address, postcode, town = _said("adresse"), _said("code_postal"), _said("commune")
    commune = current_services().places.gazetteer.by_name_and_postcode(town, postcode)
    latitude, longitude = _degrees("lat", 90.0), _degrees("lon", 180.0)
    if latitude is not None and longitude is not None:
        code = "" if commune is None else commune.code
        return Place(address, "", postcode, town, code, latitude, longitude, "adresse")
    if commune is None:
        return None
    return Place(address, "", postcode, commune.name, commune.code, commune.latitude, commune.longitude, "commune")


def _degrees(name: str, most: float) -> float | None:
    try:
        found = float(_said(name))
    except ValueError:
        return None
    return found if -most <= found <= most else None
