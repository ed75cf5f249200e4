"""The port of geocoders: addresses found on a map, by a service or by the gazetteer alone, which stands in for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

USER_AGENT = "partner-directory"

PRECISIONS: Mapping[str, str] = {
    "housenumber": "adresse",
    "street": "rue",
    "locality": "rue",
    "municipality": "commune",
}
"""What the service calls its kinds of answers, in our own words."""

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Address:
    """An answer of a geocoder.

    street      number and street, "" when only a commune was found.
    score       the geocoder's confidence, 0 to 1.
    precision   "adresse", "rue" or "commune": what the point is the point of.
    """

    label: str
    street: str
    postcode: str
    commune_name: str
    commune_code: str
    latitude: float
    longitude: float
    score: float
    precision: str


class GeocodingUnavailable(Exception):
    """The service did not answer. ``retry_after_s``: when it asked to be left alone for a while."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class Geocoder(Protocol):
    @property
    def knows_streets(self) -> bool:
        """False when addresses are placed at their commune, as far as the last answers tell."""
        ...

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
        """Return addresses like ``text``, best first.

        citycode, postcode   keep only answers of that commune, of that postal code.
        near                 prefer answers around this point.
        autocomplete         the text is still being typed.
        Raises GeocodingUnavailable.
        """
        ...


class FallbackGeocoder:
    """Asks the first geocoder, and the second when the first is out of reach, after telling ``failed``."""

    def __init__(self, first: Geocoder, second: Geocoder, failed: Callable[[GeocodingUnavailable], None]) -> None:
        self._first = first
        self._second = second
        self._failed = failed
        self._is_away = False

    @property
    def knows_streets(self) -> bool:
        return not self._is_away and self._first.knows_streets

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
        """Return the answer of the first geocoder that gives one."""
        try:
            found = self._first.search(
                text, limit, citycode=citycode, postcode=postcode, near=near, autocomplete=autocomplete
            )
        except GeocodingUnavailable as unavailable:
            self._is_away = True
            self._failed(unavailable)
        else:
            self._is_away = False
            return found
        return self._second.search(
            text, limit, citycode=citycode, postcode=postcode, near=near, autocomplete=autocomplete
        )
