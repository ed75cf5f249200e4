"""The geocoder that needs no network: it places an address at its commune, and says so."""

import re

from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.geocoding import Address, LatLon
from search.places.geometry import haversine_km
from search.places.names import CONTRACTIONS, LINKS
from search.text.analysis import words

SCORE = 0.5
"""The commune is right, the street unread: not sure enough to be taken without asking."""

_POSTCODE = re.compile(r"\b\d{5}\b")


class GazetteerGeocoder:
    """A ``Geocoder`` whose answers all have the precision "commune". It never fails."""

    knows_streets = False

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def search(
        self,
        text: str,
        limit: int = 5,
        *,
        citycode: str | None = None,
        postcode: str | None = None,
        near: LatLon | None = None,
        autocomplete: bool = False,
    ) -> list[Address]:
        """Return the communes that ``text`` ends with: one, or homonyms, the nearest to ``near`` or the largest first.

        ``autocomplete`` is taken as any other case: the gazetteer completes names itself.
        """
        communes = self._communes(text, citycode or "", postcode or "")
        if near is not None:
            communes = sorted(communes, key=lambda commune: _distance_km(commune, near))
        found = (_address(commune, postcode or "") for commune in communes)
        return [address for address in found if address is not None][:limit]

    def _communes(self, text: str, citycode: str, postcode: str) -> list[Commune]:
        if citycode:
            known = self._gazetteer.get(citycode)
            return [known] if known is not None else []
        codes = list(_POSTCODE.finditer(text))
        if codes or postcode:
            name = text[codes[-1].end() :] if codes else text
            sure = self._gazetteer.by_name_and_postcode(name, postcode or codes[-1].group())
            return [sure] if sure is not None else []
        return self._ending(words(text))

    def _ending(self, folded: list[str]) -> list[Commune]:
        for start in range(len(folded)):
            taken, communes = self._gazetteer.names_starting_at(folded, start)
            if taken and start + taken == len(folded) and not _names_a_street(folded, start):
                return communes
        return []


def _names_a_street(folded: list[str], start: int) -> bool:
    """Tell "rue de Paris" and "rue du Mans" from "rue Pasteur Paris"."""
    return start > 0 and (folded[start - 1] in LINKS - {"a"} or folded[start] in CONTRACTIONS)


def _distance_km(commune: Commune, point: LatLon) -> float:
    if commune.latitude is None or commune.longitude is None:
        return float("inf")
    return haversine_km(commune.latitude, commune.longitude, *point)


def _address(commune: Commune, postcode: str) -> Address | None:
    if commune.latitude is None or commune.longitude is None:
        return None
    only = commune.postcodes[0] if len(commune.postcodes) == 1 else ""
    return Address(
        label=commune.label,
        street="",
        postcode=postcode if postcode in commune.postcodes else only,
        commune_name=commune.name,
        commune_code=commune.code,
        latitude=commune.latitude,
        longitude=commune.longitude,
        score=SCORE,
        precision="commune",
    )
