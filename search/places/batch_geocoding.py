"""Many addresses placed by one request: the CSV port of a service that answers like the Base Adresse Nationale."""

import csv
import io
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from search.places.geocoding import PRECISIONS, USER_AGENT, GeocodingUnavailable

MOST_AT_ONCE = 1_000
"""Addresses of one request: the service takes more, and answers this many in some seconds."""
MOST_ANSWER_BYTES = 5_000_000
TIMEOUT_S = 60.0
WAIT_S = 60.0
"""How long nothing is sent after a failure, where the service does not say."""
_COLUMNS = ("adresse", "code_postal", "code_insee")
_TOO_MANY, _TOO_BUSY = 429, 503

Post = Callable[[str, bytes, Mapping[str, str]], bytes]


@dataclass(frozen=True, slots=True)
class AskedAddress:
    """A street in a commune, as a fiche says it."""

    street: str
    postcode: str
    commune_code: str


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """Where the service puts an address. ``precision``: "adresse", "rue" or "commune"; ``score``: 0 to 1."""

    latitude: float
    longitude: float
    commune_code: str
    precision: str
    score: float


class BatchGeocoder:
    """Asks nothing more for a while when it is told to, or when nobody answers.

    url    of the service; ``/search/csv`` is added.
    post   sends a body and its headers and returns the answer; raises urllib's errors.
    """

    def __init__(self, url: str, *, post: Post | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url.rstrip("/").removesuffix("/search") + "/search/csv"
        self._post = post or _post
        self._clock = clock
        self._silent_until = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether nothing is to be asked now."""
        return self._clock() < self._silent_until

    def find(self, asked: Sequence[AskedAddress]) -> list[FoundAddress | None]:
        """Return where each address is, None for one that is not found. Raises GeocodingUnavailable."""
        if self.is_silent:
            raise GeocodingUnavailable("silent", self._silent_until - self._clock())
        found: list[FoundAddress | None] = []
        for start in range(0, len(asked), MOST_AT_ONCE):
            found += self._ask(asked[start : start + MOST_AT_ONCE])
        return found

    def _ask(self, asked: Sequence[AskedAddress]) -> list[FoundAddress | None]:
        boundary = secrets.token_hex(16)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "User-Agent": USER_AGENT}
        try:
            answer = self._post(self._url, _form(asked, boundary), headers)
        except HTTPError as error:
            raise self._away(f"HTTP {error.code}", _retry_after(error)) from error
        except (URLError, OSError, HTTPException) as error:
            raise self._away(type(error).__name__, None) from error
        try:
            found = _read(answer)
        except csv.Error as error:
            raise self._away("unreadable answer", None) from error
        if len(found) != len(asked):
            raise self._away("unreadable answer", None)
        return found

    def _away(self, reason: str, retry_after_s: float | None) -> GeocodingUnavailable:
        self._silent_until = self._clock() + (retry_after_s or WAIT_S)
        return GeocodingUnavailable(reason, retry_after_s)


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    request = Request(url, body, dict(headers), method="POST")  # https or http: checked by the settings
    with urlopen(request, timeout=TIMEOUT_S) as answer:
        content: bytes = answer.read(MOST_ANSWER_BYTES)
    return content


def _form(asked: Sequence[AskedAddress], boundary: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows((each.street, each.postcode, each.commune_code) for each in asked)
    fields = (("columns", "adresse"), ("postcode", "code_postal"), ("citycode", "code_insee"))
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    parts.append(
        'Content-Disposition: form-data; name="data"; filename="adresses.csv"\r\nContent-Type: text/csv\r\n\r\n'
        f"{text.getvalue()}\r\n"
    )
    return ("".join(f"--{boundary}\r\n{part}" for part in parts) + f"--{boundary}--\r\n").encode()


def _read(answer: bytes) -> list[FoundAddress | None]:
    return [_found(row) for row in csv.DictReader(io.StringIO(answer.decode("utf-8-sig", "replace")))]


def _found(row: Mapping[str, str | None]) -> FoundAddress | None:
    try:
        return FoundAddress(
            float(row.get("latitude") or row.get("result_latitude") or ""),
            float(row.get("longitude") or row.get("result_longitude") or ""),
            str(row["result_citycode"] or ""),
            PRECISIONS[row["result_type"] or ""],
            min(1.0, max(0.0, float(row["result_score"] or ""))),
        )
    except (KeyError, ValueError):
        return None


def _retry_after(error: HTTPError) -> float | None:
    said = error.headers.get("Retry-After") if error.headers and error.code in (_TOO_MANY, _TOO_BUSY) else None
    if said is None:
        return None
    if said.isdigit():
        return float(said)
    try:
        return max(1.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return None
