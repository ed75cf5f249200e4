"""Where the person is: a commune, an address or a point, from what was typed or measured."""

from dataclasses import dataclass
from typing import Protocol

from directory.services.question import AskedPlace
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.query import Around, Point

SHORTEST_COMPLETED = 2


@dataclass(frozen=True, slots=True)
class Address:
    """An address a geocoder knows. ``score``: its confidence, 0 to 1."""

    label: str
    commune_code: str
    latitude: float
    longitude: float
    score: float


class Geocoder(Protocol):
    def search(self, text: str, limit: int) -> list[Address]:
        """Return addresses like ``text``, best first; empty when none is found or the service does not answer."""
        ...


class NoGeocoder:
    """Answers nothing: communes only, from the gazetteer."""

    def search(self, text: str, limit: int) -> list[Address]:
        return []


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place offered while typing; ``address`` tells an address from a commune."""

    label: str
    commune: Commune
    address: Address | None = None


class UnknownPlace(Exception):
    """No place has that name. ``similar``: communes spelt nearly so, closest first."""

    def __init__(self, text: str, similar: tuple[Commune, ...]) -> None:
        super().__init__("unknown place")
        self.text = text
        self.similar = similar


class AmbiguousPlace(Exception):
    """Several places have that name; a person must choose."""

    def __init__(self, text: str, communes: tuple[Commune, ...]) -> None:
        super().__init__("ambiguous place")
        self.text = text
        self.communes = communes


SURE_ADDRESS = 0.7
"""A geocoder's confidence from which its first answer is taken without asking."""
MOST_CHOICES = 12


class Places:
    """Turns what people say of a place into an ``AskedPlace``."""

    def __init__(self, gazetteer: Gazetteer, geocoder: Geocoder) -> None:
        self.gazetteer = gazetteer
        self._geocoder = geocoder

    def of_commune(self, code: str) -> AskedPlace | None:
        """Return the commune of an INSEE code, None when there is none."""
        commune = self.gazetteer.get(code)
        return None if commune is None else _asked(commune)

    def of_point(self, latitude: float, longitude: float, commune_code: str = "") -> AskedPlace:
        """Return a measured point; ``commune_code`` decides the coverage, else the nearest commune does."""
        commune = self.gazetteer.get(commune_code) or self.gazetteer.nearest(latitude, longitude)
        return AskedPlace(f"{commune.label}, position précise", commune, Point(latitude, longitude))

    def resolve(self, text: str) -> AskedPlace:
        """Return the only place that ``text`` names. Raises UnknownPlace, AmbiguousPlace."""
        communes = self.gazetteer.resolve(text)
        if len(communes) == 1:
            return _asked(communes[0])
        if communes:
            raise AmbiguousPlace(text, tuple(communes[:MOST_CHOICES]))
        address = next((found for found in self._geocoder.search(text, 1) if found.score >= SURE_ADDRESS), None)
        if address is not None:
            commune = self.gazetteer.get(address.commune_code)
            return AskedPlace(address.label, commune, Point(address.latitude, address.longitude))
        raise UnknownPlace(text, tuple(self.gazetteer.similar(text, 5)))

    def complete(self, text: str, limit: int) -> list[Suggestion]:
        """Return communes, then addresses, that ``text`` may be the beginning of."""
        found = [Suggestion(commune.label, commune) for commune in self.gazetteer.complete(text, limit)]
        if len(found) < limit and any(char.isalpha() for char in text):
            for address in self._geocoder.search(text, limit - len(found)):
                commune = self.gazetteer.get(address.commune_code)
                if commune is not None:
                    found.append(Suggestion(address.label, commune, address))
        return found

    def around(self, place: AskedPlace, radius_km: float) -> Around:
        """Return the place as engines understand it."""
        commune = place.commune
        if commune is None:
            return Around(frozenset(), (), place.centre, radius_km)
        members = frozenset(self.gazetteer.members(commune.code))
        return Around(members, self.gazetteer.chain(commune.code), place.centre, radius_km)


def _asked(commune: Commune) -> AskedPlace:
    if commune.latitude is None or commune.longitude is None:
        return AskedPlace(commune.label, commune, None)
    return AskedPlace(commune.label, commune, Point(commune.latitude, commune.longitude))
