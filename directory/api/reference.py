"""The words of the product: suggestions, places, codes, institutions."""

from typing import Any

from flask import Response

from directory.api.answers import institutions_answer, place_answer, suggested_answer, vocabulary_answer
from directory.api.blueprint import Blueprint, as_json
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.schemas.answers import InstitutionsSchema, PlacesSchema, SuggestionsSchema, VocabularySchema
from directory.schemas.requests import NothingSchema, TypedNearSchema, TypedSchema, TypedText

reference = Blueprint("referentiel", __name__, description="Les mots du produit.")


@reference.route("/suggestions", methods=["GET"])
@needs(Action.READ)
@reference.arguments(TypedNearSchema, location="query")
@reference.response(200, SuggestionsSchema, description="Des suggestions")
@reference.doc(summary="Compléter ce qui est tapé", operationId="suggestions")
def suggestions(typed: TypedText) -> Response:
    """Besoins, structures, services et communes qui commencent par ce qui est tapé."""
    services = current_services()
    found = services.suggester.suggest(typed.text, typed.limit, typed.near)
    return as_json(suggested_answer(found, services.words.current()))


@reference.route("/lieux", methods=["GET"])
@needs(Action.READ)
@reference.arguments(TypedSchema, location="query")
@reference.response(200, PlacesSchema, description="Des lieux")
@reference.doc(summary="Compléter un lieu", operationId="lieux")
def places(typed: TypedText) -> Response:
    """Communes, puis adresses si un service d’adresses est branché."""
    found = current_services().places.complete(typed.text, typed.limit)
    return as_json({"lieux": [place_answer(each) for each in found]})


@reference.route("/referentiel", methods=["GET"])
@needs(Action.READ)
@reference.arguments(NothingSchema, location="query")
@reference.response(200, VocabularySchema, description="Les listes de codes")
@reference.doc(summary="Familles, besoins et listes de codes", operationId="referentiel")
def vocabulary(_: Any) -> Response:
    """Tout ce qu’un critère peut valoir, et les numéros d’urgence avec les besoins auxquels ils répondent."""
    return as_json(vocabulary_answer(current_services().words.current()))


@reference.route("/institutions", methods=["GET"])
@needs(Action.READ)
@reference.arguments(NothingSchema, location="query")
@reference.response(200, InstitutionsSchema, description="Les institutions")
@reference.doc(summary="Les institutions", operationId="institutions")
def institutions(_: Any) -> Response:
    """Qui tient les fiches à jour."""
    return as_json(institutions_answer(current_services().words.current()))
