"""Addresses found by a service that answers like the Base Adresse Nationale, spoken to by geopy."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from geopy.exc import GeocoderQueryError, GeocoderRateLimited, GeocoderServiceError
from geopy.geocoders import BANFrance

from search.places.geocoding import PRECISIONS, USER_AGENT, Address, GeocodingUnavailable, LatLon

GEOPLATEFORME = "https://data.geopf.fr/geocodage"
SHORTEST_QUERY_CHARS = 3
LONGEST_QUERY_CHARS = 200


class AnswerCache(Protocol):
    """Where answers are kept, as text; a dict will do. Keys tell nothing of what was asked."""

    def get(self, key: str, /) -> str | None: ...

    def __setitem__(self, key: str, value: str, /) -> None: ...


class AdapterFactory(Protocol):
    """How geopy is given its HTTP client; a test gives one that answers from memory."""

    def __call__(self, *, proxies: object, ssl_context: object) -> object: ...


class AddressService(BANFrance):  # type: ignore[misc]  # geopy has no types
    """geopy's client, with every filter of the service; its own ``geocode`` only passes the text."""

    def __init__(
        self, url: str = GEOPLATEFORME, *, timeout_s: float = 5.0, adapter_factory: AdapterFactory | None = None
    ) -> None:
        parts = urlsplit(url)
        super().__init__(
            domain=parts.netloc + parts.path.rstrip("/").removesuffix(self.geocode_path),
            scheme=parts.scheme,
            timeout=timeout_s,
            user_agent=USER_AGENT,
            adapter_factory=adapter_factory,
        )

    def features(self, parameters: Mapping[str, str]) -> list[Address]:
        """Return what the service answers to its ``/search`` parameters. Raises geopy's errors."""
        url = f"{self.geocode_api}?{urlencode(parameters)}"
        # Not geopy's ``geocode``: it writes the address asked for in the log.
        found: list[Address] = self._call_geocoder(url, _addresses)
        return found


class OnlineGeocoder:
    """A ``Geocoder`` over the network, which remembers answers and obeys "too many requests".

    cache            answers are kept for ever: how long is the cache's business.
    longest_wait_s   wait that long at most when told to, then ask again; 0 for a page, more for a batch. During the
                     delay asked for, nothing is sent.
    """

    knows_streets = True
    _most_tries = 3

    def __init__(
        self,
        service: AddressService,
        cache: AnswerCache,
        *,
        longest_wait_s: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self._cache = cache
        self._longest_wait_s = longest_wait_s
        self._clock = clock
        self._sleep = sleep
        self._silent_until = 0.0

    def search(
        self,
        text: str,
        limit: int = 5,
        *,
        citycode: str | None = None,
        postcode: str | None = None,
        near: LatLon | None = None,
        kind: str | None = None,
        autocomplete: bool = False,
    ) -> list[Address]:
        """Return addresses like ``text``, best first; ``kind`` is one of the keys of ``PRECISIONS``.

        Raises GeocodingUnavailable.
        """
        query = " ".join(text.split())[:LONGEST_QUERY_CHARS].strip(" ,;.-")
        if len(query) < SHORTEST_QUERY_CHARS:
            return []
        latitude, longitude = near if near is not None else (None, None)
        asked = {
            "q": query,
            "limit": str(limit),
            "autocomplete": str(int(autocomplete)),
            "citycode": citycode,
            "postcode": postcode,
            "type": kind,
            "lat": None if latitude is None else f"{latitude:.3f}",
            "lon": None if longitude is None else f"{longitude:.3f}",
        }
        return self._remembered({name: value for name, value in asked.items() if value})

    def _remembered(self, parameters: Mapping[str, str]) -> list[Address]:
        key = hashlib.sha256(urlencode(parameters).encode()).hexdigest()
        kept = self._cache.get(key)
        if kept is not None:
            return [Address(**fields) for fields in json.loads(kept)]
        found = self._ask(parameters)
        self._cache[key] = json.dumps([asdict(address) for address in found], ensure_ascii=False)
        return found

    def _ask(self, parameters: Mapping[str, str]) -> list[Address]:
        for _ in range(self._most_tries):
            self._wait()
            try:
                return self._service.features(parameters)
            except GeocoderRateLimited as error:
                self._silent_until = self._clock() + (error.retry_after or 1.0)
            except GeocoderQueryError:
                return []  # a text the service cannot read is a text it knows nothing of
            except (GeocoderServiceError, OSError) as error:
                raise GeocodingUnavailable(type(error).__name__) from error
        raise GeocodingUnavailable("too many requests", self._silent_until - self._clock())

    def _wait(self) -> None:
        left = self._silent_until - self._clock()
        if left > self._longest_wait_s:
            raise GeocodingUnavailable("too many requests", left)
        if left > 0:
            self._sleep(left)


def _addresses(answer: object) -> list[Address]:
    """Read a GeoJSON answer; features that are not whole are left out."""
    features = answer.get("features") if isinstance(answer, dict) else None
    return [found for found in map(_address, features if isinstance(features, Iterable) else ()) if found is not None]


def _address(feature: dict[str, dict[str, object]]) -> Address | None:
    try:
        said = feature["properties"]
        longitude, latitude = (float(degrees) for degrees in feature["geometry"]["coordinates"])  # type: ignore[attr-defined]
        precision = PRECISIONS.get(str(said.get("type")), "")
        return Address(
            label=str(said["label"]),
            street=str(said.get("name", "")) if precision in ("adresse", "rue") else "",
            postcode=str(said.get("postcode", "")),
            commune_name=str(said.get("city", "")),
            commune_code=str(said["citycode"]),
            latitude=latitude,
            longitude=longitude,
            score=min(1.0, max(0.0, float(str(said.get("score", 0))))),
            precision=precision,
        )
    except (KeyError, TypeError, ValueError):
        return None
