"""Addresses of a file to places: which commune is meant, and whether the coordinates can be believed."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from importers.base import DraftPlace
from importers.cells.cleaning import Flaw, Flaws, read_commune_code, read_postcode
from importers.cells.plain_text import is_blank, one_line
from search.places.commune import Commune, department_of
from search.places.gazetteer import Gazetteer
from search.places.geometry import chord2, distance_km, unit_vector
from search.text.analysis import words

FAR_KM = 30.0
"""Farther than this from the commune named, coordinates are a mistake: the largest communes are some 40 km across."""

_CEDEX = re.compile(r"\bcedex\b.*$", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_STREET = re.compile(
    r"(?:\d+\s*(?:bis|ter|quater|[a-d])?\s*(?:[-/àa]\s*\d+\s*(?:bis|ter|[a-d])?)?[\s,]+\D"
    r"|(?:rue|r\.|avenue|av\.?|boulevard|bo?u?l?v?d\.?|place|pl\.?|chemin|ch\.|route|rte|impasse|all[ée]es?|quai|cours|square"
    r"|esplanade|passage|sentier|mont[ée]e|faubourg|voie|rond-point|ruelle|venelle|promenade|mail|parvis|chauss[ée]e|traverse)\b)",
    re.IGNORECASE,
)
_TOWN_LINE = re.compile(r"[\s,;-]*\b(\d{5})\s+\D+$")
_BARE_NUMBER = re.compile(r"\d+\s*(?:bis|ter|quater|[a-dA-D])?(?:\s*[-/]\s*\d+)?$")


@dataclass(frozen=True, slots=True)
class PlaceCells:
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
        return all(map(is_blank, (self.address, self.complement, self.postcode, self.commune_name, self.commune_code,
                                  self.latitude, self.longitude)))  # fmt: skip


class PlaceReader:
    """Reads places against one gazetteer; communes found are remembered for the next rows."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._find = lru_cache(maxsize=50_000)(self._search)

    def read(self, cells: PlaceCells) -> tuple[DraftPlace | None, Flaws]:
        """Return the place, or None when nothing is said of it, and what is wrong with the cells."""
        if cells.is_empty:
            return None, ()
        flaws: list[Flaw] = []
        postcode, found = read_postcode(cells.postcode)
        flaws += found
        code, found = read_commune_code(cells.commune_code)
        flaws += found
        name = "" if is_blank(cells.commune_name) else one_line(_CEDEX.sub("", cells.commune_name))
        point, found = _read_point(cells.latitude, cells.longitude)
        flaws += found
        commune, other = self._find(code, name, postcode)
        if commune is not None and other is not None:
            commune, found = _chosen(commune, other, point, code)
            flaws += found
        elif commune is None and point is not None:
            commune, found = self._from_point(point, postcode, name)
            flaws += found
        elif commune is None:
            flaws.append(_unknown_commune(name, postcode, code))
        address = "" if is_blank(cells.address) else _street(one_line(cells.address), postcode)
        complement = "" if is_blank(cells.complement) else one_line(cells.complement)
        place = DraftPlace(
            address,
            complement,
            postcode,
            commune.name if commune else name,
            commune.code if commune else "",
        )
        return self._placed(place, commune, point, flaws), tuple(flaws)

    def commune(self, code: str) -> Commune | None:
        return self._gazetteer.get(code)

    def _placed(
        self, place: DraftPlace, commune: Commune | None, point: tuple[float, float] | None, flaws: list[Flaw]
    ) -> DraftPlace:
        centre = _point_of(commune)
        if point is not None:
            point, found = _checked(point, centre, commune.label if commune else "")
            flaws += found
        if point is not None:
            precision = "adresse" if place.address else "commune"
            return _at(place, point, precision)
        return _at(place, centre, "commune") if centre else place

    def _search(self, code: str, name: str, postcode: str) -> tuple[Commune | None, Commune | None]:
        """Return the commune of the cells; the one of the code comes second when it is another."""
        coded = self._gazetteer.get(code) if code else None
        written = self._gazetteer.by_name_and_postcode(name, postcode) if name or postcode else None
        if coded is None:
            return written or self._begun(name, postcode), None
        if written is None or not name or written.code in (coded.code, coded.parent):
            return coded, None
        if written.parent == coded.code:
            return written, None
        return written, coded

    def _begun(self, name: str, postcode: str) -> Commune | None:
        """Names are shortened ("Brive"), or lengthened by a merger ("Vire" is now Vire Normandie)."""
        asked = words(name)
        if not asked or not postcode:
            return None
        named = [
            commune for commune in self._gazetteer.with_postcode(postcode) if words(commune.name)[: len(asked)] == asked
        ]
        return named[0] if len(named) == 1 else None

    def _from_point(self, point: tuple[float, float], postcode: str, name: str) -> tuple[Commune | None, Flaws]:
        commune = self._gazetteer.nearest(*point)
        centre = _point_of(commune)
        near = centre is not None and _km(point, centre) <= FAR_KM
        served = not postcode or postcode in commune.postcodes or postcode[:2] == commune.code[:2]
        if not near or not served:
            return None, (_unknown_commune(name, postcode, ""),)
        return commune, (
            Flaw(
                "commune-deduite",
                f"Commune déduite des coordonnées : {commune.label}.",
                " ".join(filter(None, (postcode, name))),
                "Vérifiez le nom et le code postal de la commune.",
            ),
        )


def _street(address: str, postcode: str) -> str:
    """Take away the postal code and commune some files repeat after the street."""
    match = _TOWN_LINE.search(address)
    return address[: match.start()] if match and match[1] == postcode else address


def _chosen(written: Commune, coded: Commune, point: tuple[float, float] | None, code: str) -> tuple[Commune, Flaws]:
    """Choose between the commune written and the one of the INSEE code: the nearest to the point, else the first."""
    centres = _point_of(written), _point_of(coded)
    nearer_coded = (
        point is not None
        and centres[0] is not None
        and centres[1] is not None
        and abs(point[0]) <= 90
        and _km(point, centres[1]) < _km(point, centres[0])
    )
    kept = coded if nearer_coded else written
    return kept, (
        Flaw(
            "commune-contradictoire",
            f"Le nom de la commune et son code INSEE ne s’accordent pas ({written.label} ou {coded.label}) : "
            f"{kept.label} est retenue.",
            code,
            "Corrigez le nom, le code postal ou le code INSEE.",
        ),
    )


def _unknown_commune(name: str, postcode: str, code: str) -> Flaw:
    return Flaw(
        "commune-inconnue",
        "La commune n’a pas été reconnue : la fiche est gardée, mais aucune recherche par lieu ne la trouvera.",
        " ".join(filter(None, (postcode, name, code))),
        "Indiquez le nom et le code postal de la commune, ou son code INSEE.",
    )


def _point_of(commune: Commune | None) -> tuple[float, float] | None:
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return commune.latitude, commune.longitude


def _at(place: DraftPlace, point: tuple[float, float], precision: str) -> DraftPlace:
    return DraftPlace(
        place.address,
        place.complement,
        place.postcode,
        place.commune_name,
        place.commune_code,
        round(point[0], 7),
        round(point[1], 7),
        precision,
    )


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return distance_km(chord2(unit_vector(*a), unit_vector(*b)))


def _read_point(latitude: str, longitude: str) -> tuple[tuple[float, float] | None, Flaws]:
    """Read degrees, decimal comma or point; nothing, without a flaw, when both cells are blank."""
    if is_blank(latitude) and is_blank(longitude):
        return None, ()
    value = f"{latitude} / {longitude}"
    numbers = (_degrees(latitude), _degrees(longitude))
    if numbers[0] is None or numbers[1] is None:
        return None, (
            Flaw(
                "coordonnees-illisibles",
                "Ces coordonnées n’ont pas été comprises : la fiche est placée au centre de sa commune.",
                value,
                "Donnez latitude et longitude en degrés décimaux.",
            ),
        )
    point = (numbers[0], numbers[1])
    if point == (0.0, 0.0) or not (abs(point[0]) <= 180 and abs(point[1]) <= 180):
        return None, (_impossible(value),)
    return point, ()


def _impossible(value: str) -> Flaw:
    return Flaw(
        "coordonnees-impossibles",
        "Ces coordonnées sont impossibles : la fiche est placée au centre de sa commune.",
        value,
        "Donnez latitude et longitude en degrés décimaux.",
    )


def _degrees(text: str) -> float | None:
    match = _NUMBER.fullmatch(text.strip().rstrip("°").replace(" ", ""))
    if match is None:
        return None
    number = float(match.group().replace(",", "."))
    return number if math.isfinite(number) else None


def _checked(
    point: tuple[float, float], centre: tuple[float, float] | None, commune: str
) -> tuple[tuple[float, float] | None, Flaws]:
    """Return the point to trust, if any: as given, with latitude and longitude put right, or none."""
    value = f"{point[0]} / {point[1]}"
    possible = abs(point[0]) <= 90
    if centre is None:
        return (point, ()) if possible else (None, (_impossible(value),))
    if possible and _km(point, centre) <= FAR_KM:
        return point, ()
    swapped = (point[1], point[0])
    if abs(swapped[0]) <= 90 and _km(swapped, centre) <= FAR_KM:
        return swapped, (
            Flaw(
                "coordonnees-inversees",
                "Latitude et longitude étaient inversées : elles ont été remises dans l’ordre.",
                value,
            ),
        )
    if not possible:
        return None, (_impossible(value),)
    return None, (
        Flaw(
            "coordonnees-lointaines",
            f"Ces coordonnées sont à {_km(point, centre):.0f} km de {commune} : "
            "la fiche est placée au centre de la commune.",
            value,
            "Corrigez les coordonnées ou la commune.",
        ),
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


def departement_of(place: DraftPlace | None) -> str:
    """Return the département of a place, from its commune or else its postal code; empty when unknown."""
    if place is None:
        return ""
    return department_of(place.commune_code or place.postcode)
