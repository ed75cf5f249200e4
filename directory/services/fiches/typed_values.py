"""What a person types, read with the goodwill that imports have: a number without blanks, a site without https."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from directory.services.search.places import Places
from fiche.fields import Kind
from fiche.parts import Place
from importers.cells.addresses import read_url
from importers.cells.areas import AreaReader
from importers.cells.phones import read_phones
from search.places.commune import Commune
from search.places.geometry import quantise_latitude, quantise_longitude

BY_HAND = "main"
"""Precision of a point that a person put on the map."""


def _phone(text: str) -> str:
    read = read_phones(text)
    return read.numbers[0] if len(read.numbers) == 1 and not read.flaws and not read.words else text


def _web(text: str) -> str:
    site, flaws = read_url(text)
    return text if flaws else site


def _siret(text: str) -> str:
    return "".join(text.split())


_READERS: Mapping[Kind, Callable[[str], str]] = {Kind.PHONE: _phone, Kind.WEB: _web, Kind.SIRET: _siret}


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
