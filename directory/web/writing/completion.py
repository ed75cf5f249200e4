"""What the form proposes while one types: known structures, addresses, needs. Nothing is taken unasked."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, jsonify, request

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.fiches.structures import Known
from directory.services.fiches.typed_values import before_town
from directory.services.taxonomy.suggesting import SuggestedNeed, suggested_needs
from fiche.parts import Place
from search.places.geocoding import Address
from search.text.analysis import fold, words

completion = Blueprint("completion", __name__)

MOST_STRUCTURES, MOST_ADDRESSES, MOST_KNOWN = 5, 5, 8
MOST_CHARS = 200
MOST_TOWNS = 3
DETAILS = {"adresse": "à cette adresse", "rue": "dans la rue", "commune": "la commune seulement"}
AWAY = (
    "Les adresses ne peuvent pas être proposées pour le moment\u00a0: écrivez la vôtre, seules les communes se "
    "complètent."
)

Proposal = dict[str, Any]


@completion.get("/ressources/saisie/structures")
@needs(Action.WRITE)
def structures() -> Response:
    """Return the known structures that ``q`` may be the beginning of, with what fills the blanks of a new fiche.

    No place is among it: the head office is not where the service is.
    """
    text = request.args.get("q", "")[:MOST_CHARS]
    found = current_services().structures.like(text, MOST_STRUCTURES) if text.strip() else []
    return jsonify(structures=[_structure(each) for each in found])


@completion.get("/ressources/saisie/adresses")
@needs(Action.WRITE)
def addresses() -> Response:
    """Return the places of the structure that is typed, then the addresses that ``q`` may be the beginning of."""
    text = request.args.get("q", "")[:MOST_CHARS]
    name, siret = (request.args.get(each, "")[:MOST_CHARS] for each in ("structure", "siret"))
    services = current_services()
    known = services.structures.places_of(name, siret) if name.strip() else ()
    found = [_known_place(place) for place in known if _holds(place, text)][:MOST_KNOWN]
    said = ""
    if text.strip():
        answers = services.places.addresses(text, MOST_ADDRESSES)
        found += _new_ones([_address(each, text) for each in answers], found)
        said = "" if services.places.knows_streets else AWAY
    return jsonify(adresses=found, dit=said)


@completion.post("/ressources/saisie/besoins")
@needs(Action.WRITE)
def suggested() -> Response:
    """Return the needs that a title and a description call, each with the word that called it."""
    form = request.form
    found = suggested_needs(form.get("titre", ""), form.get("description", ""), current_services().words.current())
    return jsonify(besoins=[{"code": each.need.code, "libelle": each.need.label, "mot": why(each)} for each in found])


def why(suggested: SuggestedNeed) -> str:
    """Return the word that called a need, and where it stands."""
    return f"«\u00a0{suggested.word}\u00a0»{' dans le titre' if suggested.is_in_title else ''}"


def _structure(known: Known) -> Proposal:
    structure = known.structure
    towns = list(dict.fromkeys(place.commune_name for place in known.places if place.commune_name))
    more = "…" if len(towns) > MOST_TOWNS else ""
    count = f"{known.fiches}\u00a0{'fiche' if known.fiches == 1 else 'fiches'}"
    return {
        "nom": structure.name,
        "siret": structure.siret,
        "reseaux": structure.networks,
        "detail": " · ".join(part for part in (count, ", ".join(towns[:MOST_TOWNS]) + more) if part),
        "fiches": count,
        "telephone": known.phone,
        "courriel": known.email,
        "site": known.website,
    }


def _holds(place: Place, text: str) -> bool:
    """Say whether each word typed begins one of a place."""
    said = words(f"{place.address} {place.complement} {place.postcode} {place.commune_name}")
    return all(any(each.startswith(word) for each in said) for word in words(text))


def _known_place(place: Place) -> Proposal:
    return {
        "adresse": place.address,
        "complement": place.complement,
        "code_postal": place.postcode,
        "commune": place.commune_name,
        "detail": "lieu connu",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": place.precision,
    }


def _address(address: Address, text: str) -> Proposal:
    is_town = address.precision == "commune"
    street = before_town(text, address) if is_town else address.street
    return {
        "adresse": street,
        "complement": None,
        "code_postal": address.postcode,
        "commune": address.commune_name,
        "detail": DETAILS.get(address.precision, ""),
        "latitude": address.latitude,
        "longitude": address.longitude,
        "precision": address.precision,
    }


def _new_ones(proposals: list[Proposal], known: list[Proposal]) -> Iterator[Proposal]:
    seen = {_key(each) for each in known}
    yield from (each for each in proposals if _key(each) not in seen)


def _key(proposal: Proposal) -> tuple[str, str]:
    return fold(str(proposal["adresse"])), fold(str(proposal["commune"]))
