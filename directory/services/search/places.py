"""Where the person is: a commune, an address or a point, from what was typed or measured."""

from dataclasses import dataclass

from directory.services.search.question import AskedPlace
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.geocoding import Address, Geocoder, GeocodingUnavailable
from search.query import Around, Point

SURE_ADDRESS = 0.7
"""A geocoder's confidence from which its first answer is taken without asking."""
MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class PlaceSuggestion:
    """A place offered while typing; ``address`` tells an address from a commune."""

    label: str
    commune: Commune
    address: Address | None = None


class UnknownPlace(Exception):
    """No place has that name. ``similar``: communes spelt nearly so, closest first."""

    def __init__(self, similar: tuple[Commune, ...]) -> None:
        super().__init__("unknown place")
        self.similar = similar


class AmbiguousPlace(Exception):
    """Several places have that name; a person must choose."""

    def __init__(self, communes: tuple[Commune, ...]) -> None:
        super().__init__("ambiguous place")
        self.communes = communes


class Places:
    """Turns what people say of a place into an ``AskedPlace``."""

    def __init__(self, gazetteer: Gazetteer, geocoder: Geocoder) -> None:
        self.gazetteer = gazetteer
        self._geocoder = geocoder

    def warm_up(self) -> None:
        """Make the indexes of names and points now, not at the first request."""
        self.gazetteer.resolve("Paris")
        self.gazetteer.similar("Pari", 1)
        self.gazetteer.nearest(48.86, 2.35)

    def of_commune(self, code: str) -> AskedPlace | None:
        """Return the commune of an INSEE code, None when there is none."""
        commune = self.gazetteer.get(code)
        return None if commune is None else _asked(commune)

    def of_point(self, latitude: float, longitude: float, commune_code: str = "") -> AskedPlace:
        """Return a measured point; ``commune_code`` decides the coverage, else the nearest commune does."""
        commune = self.gazetteer.get(commune_code) or self.gazetteer.nearest(latitude, longitude)
        return AskedPlace(f"{commune.label}, autour du point choisi", commune, Point(latitude, longitude))

    def resolve(self, text: str) -> AskedPlace:
        """Return the only place that ``text`` names. Raises UnknownPlace, AmbiguousPlace."""
        communes = self.gazetteer.resolve(text)
        if not communes:
            addresses = self._addresses(text, MOST_CHOICES)
            if addresses and addresses[0].precision != "commune" and addresses[0].score >= SURE_ADDRESS:
                best = addresses[0]
                commune = self.gazetteer.get(best.commune_code)
                return AskedPlace(best.label, commune, Point(best.latitude, best.longitude))
            codes = dict.fromkeys(each.commune_code for each in addresses if each.precision == "commune")
            communes = [commune for code in codes if (commune := self.gazetteer.get(code)) is not None]
        if len(communes) == 1:
            return _asked(communes[0])
        if communes:
            raise AmbiguousPlace(tuple(communes[:MOST_CHOICES]))
        raise UnknownPlace(tuple(self.gazetteer.similar(text, 5)))

    def complete(self, text: str, limit: int) -> list[PlaceSuggestion]:
        """Return communes, then addresses, that ``text`` may be the beginning of."""
        found = [PlaceSuggestion(commune.label, commune) for commune in self.gazetteer.complete(text, limit)]
        if len(found) < limit and any(char.isalpha() for char in text):
            for address in self._addresses(text, limit - len(found), autocomplete=True):
                commune = self.gazetteer.get(address.commune_code)
                if commune is None:
                    continue
                is_commune = address.precision == "commune"
                label = commune.label if is_commune else address.label
                if all(label != each.label for each in found):
                    found.append(PlaceSuggestion(label, commune, None if is_commune else address))
        return found

    def around(self, place: AskedPlace, radius_km: float) -> Around:
        """Return the place as engines understand it."""
        commune = place.commune
        if commune is None:
            return Around(frozenset(), (), place.centre, radius_km)
        members = frozenset(self.gazetteer.members(commune.code))
        return Around(members, self.gazetteer.chain(commune.code), place.centre, radius_km)

    def _addresses(self, text: str, limit: int, *, autocomplete: bool = False) -> list[Address]:
        try:
            return self._geocoder.search(text, limit, autocomplete=autocomplete)
        except GeocodingUnavailable:
            return []


def _asked(commune: Commune) -> AskedPlace:
    if commune.latitude is None or commune.longitude is None:
        return AskedPlace(commune.label, commune, None)
    return AskedPlace(commune.label, commune, Point(commune.latitude, commune.longitude))
