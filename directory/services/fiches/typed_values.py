"""What a person types, read with the goodwill that imports have: a number without blanks, a site without https."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from directory.services.fiches.tidying import one_phone
from directory.services.search.places import Places
from fiche.fields import Kind
from fiche.parts import BY_HAND, SURE_SCORE, Place
from importers.cells.addresses import read_url
from importers.cells.areas import AreaReader
from search.places.commune import Commune
from search.places.geocoding import Address
from search.places.geometry import quantise_latitude, quantise_longitude
from search.text.analysis import words

_POSTCODE = re.compile(r"\d{5}")
MOST_READINGS = 5


def _web(text: str) -> str:
    site, flaws = read_url(text)
    return text if flaws else site


def _siret(text: str) -> str:
    return "".join(text.split())


_READERS: Mapping[Kind, Callable[[str], str]] = {Kind.PHONE: one_phone, Kind.WEB: _web, Kind.SIRET: _siret}


def read_value(kind: Kind, text: str) -> str:
    """Return a text as it is kept; what cannot be read is left as it was typed, for the checks to say."""
    text = text.strip()
    reader = _READERS.get(kind)
    return reader(text) if reader and text else text


class UnknownCommune(Exception):
    """The town of a place is not sure. ``similar``: those it may be, likeliest first."""

    def __init__(self, similar: Sequence[Commune]) -> None:
        super().__init__("unknown commune")
        self.similar = tuple(similar)


def located(place: Place, known: Sequence[Place], places: Places) -> Place:
    """Return a place as typed with the commune and the point of what its text says. Raises UnknownCommune.

    known   the places that the fiche has: one whose text was not touched keeps its point, placed by hand or not.
    A point belongs to the text it was found for: it is never taken from a form, but where a person put it by hand.
    """
    for each in known:
        if text_of_point(each) == text_of_point(place):
            pinned = each if place.precision != BY_HAND else _at(place, each)
            return replace(pinned, complement=place.complement)
    commune = places.gazetteer.by_name_and_postcode(place.commune_name, place.postcode)
    if commune is None:
        similar = places.gazetteer.resolve(" ".join((place.commune_name, place.postcode)).strip(), places.territory)
        found = (similar.taken, *similar.others)
        raise UnknownCommune([each for each in found if isinstance(each, Commune)])
    place = replace(place, commune_name=place.commune_name or commune.name, commune_code=commune.code)
    if not place.address or place.precision == BY_HAND:
        return place
    address = places.find_address(f"{place.address} {place.postcode} {place.commune_name}", commune)
    if address is None:
        return place
    return replace(
        place,
        postcode=place.postcode or address.postcode,
        latitude=address.latitude,
        longitude=address.longitude,
        precision=address.precision,
        score=address.score,
    )


def place_in_line(text: str, places: Places) -> Place:
    """Return the place that one line says: a street or the name of a building, then its town. Raises UnknownCommune.

    The address is empty where the line says a town and nothing else.
    """
    found = places.addresses(text, MOST_READINGS)
    communes = list(dict.fromkeys(places.gazetteer.get(each.commune_code) for each in found))
    known = [each for each in communes if each is not None]
    is_sure = bool(found) and found[0].precision != "commune" and found[0].score >= SURE_SCORE
    if not known or not (is_sure or len(known) == 1):
        resolved = places.gazetteer.resolve(text, places.territory)
        raise UnknownCommune(
            known or [each for each in (resolved.taken, *resolved.others) if isinstance(each, Commune)]
        )
    first = found[0]
    street = first.street if is_sure else before_town(text, first)
    return located(Place(street, "", first.postcode, first.commune_name), (), places)


def before_town(text: str, address: Address) -> str:
    """Return what was typed before the town and its postal code: the street that nobody could check."""
    known = {*words(address.commune_name), *words(address.postcode)}
    typed = text.replace(",", " , ").split()
    while typed and (_POSTCODE.fullmatch(typed[-1]) or set(words(typed[-1])) <= known):
        typed.pop()
    return " ".join(typed).replace(" ,", ",")


def _at(place: Place, known: Place) -> Place:
    """Return a known place at the point of another; the same one where it did not move."""
    at = quantise_latitude(place.latitude or 0.0), quantise_longitude(place.longitude or 0.0)
    if known.precision == BY_HAND and at == (known.latitude, known.longitude):
        return known
    return replace(known, latitude=at[0], longitude=at[1], precision=BY_HAND, score=None)


def text_of_point(place: Place) -> str:
    """Return the text that a point is the point of: a floor or the name of a building does not move it."""
    town = " ".join(part for part in (place.postcode, place.commune_name) if part)
    return ", ".join(part for part in (place.address, town) if part)


def read_area(text: str, around: Sequence[Place], places: Places) -> str:
    """Return the code of a territory typed by its name or its code, empty when it is not known or not sure.

    around   places of the fiche: of several territories of one name, the one that holds them is meant.
    """
    code = next((place.commune_code for place in around if place.commune_code), "")
    covering = places.gazetteer.chain(code) if code else ()
    return AreaReader(places.gazetteer).read(text, covering)[0]
