"""Where the person is: a commune, an area, an address or a point, from what was typed or measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.services.search.question import AskedPlace, Doubt, Misread
from directory.services.search.territory import TerritorySource
from fiche.parts import SURE_SCORE
from search.places.address_text import is_address
from search.places.area import Area
from search.places.candidate import Place
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.geocoding import Address, Geocoder, GeocodingUnavailable
from search.places.names_in_territory import NamesInTerritory
from search.places.resolver import Resolution
from search.places.territory import Territory
from search.query import NEAR_KM, Around, Point
from search.text.analysis import stems

MOST_CHOICES = 12
MOST_AREAS_KEPT = 8
"""People ask inside their own; a région is thousands of codes, read again in 0.2 ms."""


@dataclass(frozen=True, slots=True)
class PlaceSuggestion:
    """A place offered while typing; ``address`` tells an address from its commune."""

    label: str
    place: Place
    address: Address | None = None


class UnknownPlace(Exception):
    """No place has that name. ``similar``: those spelt nearly so, likeliest first."""

    def __init__(self, similar: Sequence[Place]) -> None:
        super().__init__("unknown place")
        self.similar = tuple(similar)


class AmbiguousPlace(Exception):
    """Several places have that name; a person must choose. ``places``: likeliest first."""

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__("ambiguous place")
        self.places = tuple(places)


class Places:
    """Turns what people say of a place into an ``AskedPlace``.

    territory   where the base lives, now: it decides between names.
    """

    def __init__(self, gazetteer: Gazetteer, geocoder: Geocoder, territory: TerritorySource) -> None:
        self.gazetteer = gazetteer
        self._geocoder = geocoder
        self._territory = territory
        self._centre = lru_cache(maxsize=MOST_AREAS_KEPT)(self._find_centre)
        self._inside = lru_cache(maxsize=MOST_AREAS_KEPT)(self._read_inside)

    @property
    def territory(self) -> Territory:
        return self._territory.current()

    @property
    def names(self) -> NamesInTerritory:
        """Return the names that sentences are searched for."""
        return NamesInTerritory(self.gazetteer, self.territory)

    def warm_up(self) -> None:
        """Make the indexes of names and points now, not at the first request."""
        self.gazetteer.resolve("Pari", self.territory)
        # As it is typed, and misspelt: that reads the spellings of all names, in each process if not before the fork.
        self.gazetteer.suggest("Mrseille", 1, self.territory)
        self.gazetteer.nearest(48.86, 2.35)

    def of_code(self, code: str) -> AskedPlace | None:
        """Return the commune of an INSEE code, or the area of a code such as "dep:13"; None when there is none."""
        place: Place | None = self.gazetteer.area(code) if ":" in code else self.gazetteer.get(code)
        return None if place is None else self._asked(place)

    def of_point(self, latitude: float, longitude: float, commune_code: str = "") -> AskedPlace:
        """Return a measured point; ``commune_code`` decides the coverage, else the nearest commune does."""
        commune = self.gazetteer.get(commune_code) or self.gazetteer.nearest(latitude, longitude)
        return AskedPlace(f"{commune.label}, autour du point choisi", commune, Point(latitude, longitude))

    def resolve(self, text: str) -> AskedPlace:
        """Return the place that ``text`` names, with what else it may mean. Raises UnknownPlace, AmbiguousPlace."""
        named = self.gazetteer.resolve(text, self.territory)
        addresses = self._addresses(text, MOST_CHOICES) if not named.is_whole or named.is_unknown else []
        if addresses and self._is_sure(addresses[0], named):
            best = addresses[0]
            return AskedPlace(best.label, self.gazetteer.get(best.commune_code), Point(best.latitude, best.longitude))
        if named.taken is not None:
            return self._asked(named.taken, _doubt(named, text))
        if named.others and named.is_spelt:
            raise AmbiguousPlace(named.others)
        communes = dict.fromkeys(self.gazetteer.get(each.commune_code) for each in addresses)
        raise UnknownPlace([*named.others, *(commune for commune in communes if commune is not None)][:MOST_CHOICES])

    def spot_of(self, text: str) -> Point | None:
        """Return where the place that ``text`` names is, an address at its commune; None when it is not sure."""
        taken = self.gazetteer.resolve(text, self.territory).taken
        return None if taken is None else self._asked(taken).centre

    def complete(self, text: str, limit: int) -> list[PlaceSuggestion]:
        """Return the places, then the addresses, that ``text`` may be the beginning of, in the order of ``resolve``."""
        found = [PlaceSuggestion(each.label, each) for each in self.gazetteer.suggest(text, limit, self.territory)]
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

    @property
    def knows_streets(self) -> bool:
        """False when addresses are placed at their commune, as far as the last answers tell."""
        return self._geocoder.knows_streets

    def addresses(self, text: str, limit: int) -> list[Address]:
        """Return the addresses that ``text`` may be the beginning of: what a form proposes, never takes unasked."""
        return self._addresses(text, limit, autocomplete=True)

    def find_address(self, text: str, commune: Commune) -> Address | None:
        """Return the address of a text that is found well and inside a commune; None when the geocoder is not sure."""
        members = self.gazetteer.members(commune.parent or commune.code)
        return next(
            (
                each
                for each in self._addresses(text, MOST_CHOICES)
                if each.precision != "commune" and each.score >= SURE_SCORE and each.commune_code in members
            ),
            None,
        )

    def around(self, place: AskedPlace, radius_km: float) -> Around:
        """Return the place as engines understand it."""
        if place.area is not None:
            return self._inside(place.area, place.centre)
        commune = place.commune
        if commune is None:
            return Around(frozenset(), (), place.centre, radius_km)
        members = frozenset(self.gazetteer.members(commune.code))
        city = self.gazetteer.get(commune.parent) or commune
        chain, town = self.gazetteer.chain(commune.code), " ".join(stems(city.name))
        return Around(members, chain, place.centre, radius_km, town=town)

    def _read_inside(self, area: Area, centre: Point | None) -> Around:
        communes = frozenset(one.code for one in self.gazetteer.communes_of(area.code))
        return Around(
            communes,
            self.gazetteer.chain_of_area(area.code),
            centre,
            None,
            self.gazetteer.communes_near(area.code, NEAR_KM),
        )

    def _is_sure(self, address: Address, named: Resolution) -> bool:
        """Tell whether an address may be taken unasked: it is found well, and where the text or the base says."""
        if address.precision == "commune" or address.score < SURE_SCORE:
            return False
        if isinstance(named.taken, Commune):
            return address.commune_code in self.gazetteer.members(named.taken.parent or named.taken.code)
        territory = self.territory
        return named.is_unknown and (territory.is_empty or territory.weight(address.commune_code) > 1.0)

    def _asked(self, place: Place, doubt: Doubt | None = None) -> AskedPlace:
        if isinstance(place, Area):
            return AskedPlace(place.label, None, self._centre(place), area=place, doubt=doubt)
        return AskedPlace(place.label, place, _point(place), doubt=doubt)

    def _find_centre(self, area: Area) -> Point | None:
        """Return the point of the most populous commune: distances are counted from there."""
        cities = (commune for commune in self.gazetteer.communes_of(area.code) if not commune.parent)
        return _point(max(cities, key=lambda commune: (commune.population, commune.code)))

    def _addresses(self, text: str, limit: int, *, autocomplete: bool = False) -> list[Address]:
        try:
            return self._geocoder.search(text, limit, autocomplete=autocomplete)
        except GeocodingUnavailable:
            return []


def _doubt(named: Resolution, text: str) -> Doubt | None:
    """Return what has to be said beside the place taken, None when the text says it and nothing else."""
    if not named.is_whole:
        misread = Misread.ADDRESS if is_address(text) else Misread.BESIDE
    else:
        misread = Misread.NOTHING if named.is_spelt else Misread.SPELLING
    if misread is Misread.NOTHING and not named.others:
        return None
    return Doubt(text.strip(), misread, named.others)


def _point(commune: Commune) -> Point | None:
    if commune.latitude is None or commune.longitude is None:
        return None
    return Point(commune.latitude, commune.longitude)
