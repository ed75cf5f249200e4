"""Addresses of a file to places: which commune is meant, and whether the coordinates can be believed."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from fiche.parts import Place
from importers.cells.cleaning import Flaw, Flaws, read_commune_code, read_postcode
from importers.cells.communes import CommuneReader, Said
from importers.cells.plain_text import is_blank, one_line
from importers.cells.points import LatLon, checked, impossible, is_near_a_commune, point_of, read_point
from search.places.commune import Commune, department_of
from search.places.gazetteer import Gazetteer
from search.places.names import complement_with
from search.places.territory import NOWHERE, Territory

_CEDEX = re.compile(r"\bcedex\b.*$", re.IGNORECASE)
_STREET = re.compile(
    r"(?:\d+\s*(?:bis|ter|quater|[a-d])?\s*(?:[-/àa]\s*\d+\s*(?:bis|ter|[a-d])?)?[\s,]+\D"
    r"|(?:rue|r\.|avenue|av\.?|boulevard|bo?u?l?v?d\.?|place|pl\.?|chemin|ch\.|route|rte|impasse|all[ée]es?|quai|cours|square"
    r"|esplanade|passage|sentier|mont[ée]e|faubourg|voie|rond-point|ruelle|venelle|promenade|mail|parvis|chauss[ée]e|traverse)\b)",
    re.IGNORECASE,
)
_TOWN_LINE = re.compile(r"[\s,;-]*\b(\d{5})\s+(\D+)$")
_BARE_NUMBER = re.compile(r"\d+\s*(?:bis|ter|quater|[a-dA-D])?(?:\s*[-/]\s*\d+)?$")


class PlaceCells(NamedTuple):
    """What the cells of a row say of one place, as written."""

    address: str = ""
    complement: str = ""
    postcode: str = ""
    commune_name: str = ""
    commune_code: str = ""
    latitude: str = ""
    longitude: str = ""

    @property
    def is_empty(self) -> bool:
        return all(map(is_blank, self))


def nowhere() -> Territory:
    return NOWHERE


class PlaceReader:
    """Reads places against one gazetteer; communes found are remembered for the next rows.

    territory   tells where the institution of the import works: it decides between names without postal code.
    """

    def __init__(self, gazetteer: Gazetteer, territory: Callable[[], Territory] = nowhere) -> None:
        self._gazetteer = gazetteer
        self._territory = territory
        self._communes = CommuneReader(gazetteer, territory)
        self._former_name = lru_cache(maxsize=50_000)(self._looked_for)
        self._covering = lru_cache(maxsize=50_000)(gazetteer.chain)

    def read(self, cells: PlaceCells) -> tuple[Place | None, Flaws]:
        """Return the place, or None when nothing is said of it, and what is wrong with the cells."""
        if cells.is_empty:
            return None, ()
        flaws: list[Flaw] = []
        postcode, found = read_postcode(cells.postcode)
        flaws += found
        code, found = read_commune_code(cells.commune_code)
        flaws += found
        name = "" if is_blank(cells.commune_name) else one_line(_CEDEX.sub("", cells.commune_name))
        point, found = read_point(cells.latitude, cells.longitude)
        flaws += found
        address = "" if is_blank(cells.address) else one_line(cells.address)
        said = Said(name, postcode, code)
        if not any(said):
            address, said = self._town_of(address)
        commune, found = self._communes.read(said, point)
        flaws += found
        if commune is None and point is not None and not is_near_a_commune(point, self._gazetteer):
            flaws.append(impossible(f"{cells.latitude} / {cells.longitude}"))
            point = None
        street = _street(address, said.postcode)
        complement = "" if is_blank(cells.complement) else one_line(cells.complement)
        former = self._former_name(said.name, commune.code) if commune is not None and said.name else ""
        complement = complement_with(former, street, complement) if former else complement
        place = Place(
            street,
            complement,
            said.postcode,
            commune.name if commune else said.name,
            commune.code if commune else "",
        )
        return _placed(place, commune, point, flaws), tuple(flaws)

    def commune(self, code: str) -> Commune | None:
        return self._gazetteer.get(code)

    def covering(self, place: Place | None) -> tuple[str, ...]:
        """Return the codes of the areas that cover a place; none when its commune is unknown."""
        return self._covering(place.commune_code) if place is not None else ()

    def _looked_for(self, name: str, code: str) -> str:
        commune = self._gazetteer.get(code)
        return "" if commune is None else self._gazetteer.former_name(name, commune)

    def _town_of(self, address: str) -> tuple[str, Said]:
        """Read the town at the end of an address that stands alone: "12 rue des Lilas 13200 Arles"."""
        line = _TOWN_LINE.search(address)
        if line:
            return address[: line.start()], Said(_CEDEX.sub("", line[2]).strip(), line[1], "")
        found = self._gazetteer.resolve(address, self._territory())
        if isinstance(found.taken, Commune) and not found.is_whole and not found.others:
            return address, Said("", "", found.taken.code)
        return address, Said("", "", "")


def _placed(place: Place, commune: Commune | None, point: LatLon | None, flaws: list[Flaw]) -> Place:
    if point is not None and commune is not None:
        point, found = checked(point, commune)
        flaws += found
    if point is not None:
        return _at(place, point, "adresse" if place.address else "commune")
    centre = point_of(commune)
    return _at(place, centre, "commune") if centre else place


def _street(address: str, postcode: str) -> str:
    """Take away the postal code and commune some files repeat after the street."""
    match = _TOWN_LINE.search(address)
    return address[: match.start()] if match and match[1] == postcode else address


def _at(place: Place, point: LatLon, precision: str) -> Place:
    return Place(
        place.address,
        place.complement,
        place.postcode,
        place.commune_name,
        place.commune_code,
        round(point[0], 7),
        round(point[1], 7),
        precision,
    )


def split_address(text: str) -> tuple[str, str]:
    """Return the street and what goes with it: "Cité Simone-Veil, 62 rue de Genève, BP 4" is a street and two notes."""
    parts: list[str] = []
    for part in text.split(", "):
        if parts and _BARE_NUMBER.match(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    streets = [index for index, part in enumerate(parts) if _STREET.match(part.strip())]
    if len(parts) == 1 or not streets:
        return text, ""
    numbered = [index for index in streets if parts[index][:1].isdigit()]
    street = (numbered or streets)[0]
    return parts[street], ", ".join(part for index, part in enumerate(parts) if index != street)


def departement_of(place: Place | None) -> str:
    """Return the département of a place, from its commune or else its postal code; empty when unknown."""
    if place is None:
        return ""
    return department_of(place.commune_code or place.postcode)
