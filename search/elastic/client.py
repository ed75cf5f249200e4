"""Talking to the cluster: who may do what, how long to wait, and one place where its errors become ours."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionError as NotAnswered
from elastic_transport import TlsError, Transport, TransportApiResponse
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from urllib3.exceptions import NewConnectionError

from search.elastic.mapping import Json
from search.port import IndexMissing, SearchUnavailable

SEARCH_TIMEOUT_S = 5.0
WRITE_TIMEOUT_S = 30.0
MANAGE_TIMEOUT_S = 60.0
PASSING = (429, 502, 503, 504)
"""Statuses of a cluster that is busy, or between two primaries: the same question may be answered a moment later."""

TRIES = 4
FIRST_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Address:
    """Where the cluster is and how it lets us in; empty: not needed.

    urls          several nodes of one cluster.
    keys          encoded API keys; a missing one is replaced by the next stronger.
    ca_file       PEM file of the authority that signed the certificates of the nodes.
    fingerprint   SHA-256 of the certificate of that authority, in its place.
    """

    urls: tuple[str, ...]
    read_key: str = ""
    write_key: str = ""
    manage_key: str = ""
    ca_file: str = ""
    fingerprint: str = ""


class NextHost(Transport):
    """Asks the next host when one cannot be reached: what was never sent is not done twice."""

    def perform_request(self, method: str, target: str, **options: Any) -> TransportApiResponse:
        for _ in range(len(self.node_pool) - 1):
            try:
                return super().perform_request(method, target, **options)
            except NotAnswered as error:
                if not isinstance(error.__cause__, NewConnectionError):
                    raise
        return super().perform_request(method, target, **options)


@dataclass(frozen=True, slots=True)
class Clients:
    """One client for each right: to read, to write documents, to make and switch indices."""

    read: Elasticsearch
    write: Elasticsearch
    manage: Elasticsearch

    @classmethod
    def of(cls, address: Address) -> "Clients":
        secured: dict[str, str] = {}
        if address.ca_file:
            secured["ca_certs"] = address.ca_file
        if address.fingerprint:
            secured["ssl_assert_fingerprint"] = address.fingerprint

        def client(keys: tuple[str, ...], timeout_s: float, *, retries: int) -> Elasticsearch:
            return Elasticsearch(
                list(address.urls),
                api_key=next(filter(None, keys), None),
                request_timeout=timeout_s,
                max_retries=retries,
                retry_on_status=PASSING if retries else (),
                retry_on_timeout=False,
                transport_class=NextHost,
                **secured,  # type: ignore[arg-type]  # two of the client's own keywords
            )

        read, write, manage = address.read_key, address.write_key, address.manage_key
        # A write that broke may have been done: only whoever holds the cursor may send it again.
        return cls(
            client((read, write, manage), SEARCH_TIMEOUT_S, retries=2),
            client((write, manage, read), WRITE_TIMEOUT_S, retries=0),
            client((manage, write, read), MANAGE_TIMEOUT_S, retries=0),
        )


class Breaker:
    """Stops asking a cluster that does not answer.

    After ``failures`` failures in a row, one request every ``pause_s`` seconds is let through; the others fail at once.

    clock   seconds that only grow.
    """

    def __init__(self, *, failures: int = 2, pause_s: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._allowed = failures
        self._pause_s = pause_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._reason = ""
        self._closed_from = 0.0

    def check(self) -> None:
        """Let a request go. Raises SearchUnavailable when it is not worth trying yet."""
        with self._lock:
            if self._failures < self._allowed:
                return
            if self._clock() < self._closed_from:
                raise SearchUnavailable(f"not asked again yet: {self._reason}")
            # This one tries; the others wait for what it finds.
            self._closed_from = self._clock() + self._pause_s

    def answered(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self, reason: str) -> None:
        with self._lock:
            self._failures += 1
            self._reason = reason
            self._closed_from = self._clock() + self._pause_s


class Reads:
    """Searches of one process, behind one breaker."""

    def __init__(self, client: Elasticsearch, breaker: Breaker | None = None) -> None:
        self._client = client
        self._breaker = breaker or Breaker()
        # The same copies for all the questions of a process: one copy may be a refresh ahead of another, and a fiche
        # seen on a page would be gone from the next.
        self._copies = secrets.token_hex(8)

    @contextmanager
    def asking(self) -> Iterator[Elasticsearch]:
        """Give the client for one question. Raises SearchUnavailable."""
        self._breaker.check()
        try:
            yield self._client
        except TransportError as error:
            self._breaker.failed(_reason(error))
            raise SearchUnavailable(_reason(error)) from error
        except ApiError as error:
            if error.status_code in PASSING:
                self._breaker.failed(_reason(error))
            raise SearchUnavailable(_reason(error)) from error
        self._breaker.answered()

    def together(self, index: str, bodies: list[Json]) -> list[Any]:
        """Send several searches in one trip and return their answers, in order.

        The status of each answer is read: a failed one comes back inside a 200.
        """
        if not bodies:
            return []
        lines: list[Json] = []
        for body in bodies:
            # One shard that does not answer would make totals wrong in silence.
            lines += [{"index": index, "allow_partial_search_results": False, "preference": self._copies}, body]
        pause_s = FIRST_PAUSE_S
        for tried in range(1, TRIES + 1):
            with self.asking() as client:
                answers = client.msearch(searches=lines)["responses"]
            failed = next((answer for answer in answers if answer.get("status", 200) != 200), None)
            if failed is None:
                return list(answers)
            kind = failed.get("error", {}).get("type", "")
            if kind == "index_not_found_exception":
                raise IndexMissing
            if tried == TRIES or failed["status"] not in PASSING:
                raise SearchUnavailable(f"a search was answered {failed['status']} {kind}")
            time.sleep(pause_s)
            pause_s *= 2
        raise AssertionError("unreachable")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the client raises into SearchUnavailable; its reason holds no text of a query."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise SearchUnavailable(_reason(error)) from error


def _reason(error: ApiError | TransportError) -> str:
    """Say what to look at; nothing of what was searched is in it."""
    if isinstance(error, TlsError):
        return "the certificate of the server is not one that SEARCH_CA_FILE or SEARCH_FINGERPRINT vouches for"
    if isinstance(error, TransportError):
        return f"no answer from any node ({type(error).__name__})"
    if error.status_code == 401:
        return "the API key is wrong, expired or was withdrawn (401)"
    if error.status_code == 403:
        return "the API key does not give this right (403)"
    if isinstance(error, NotFoundError):
        return "the index is not there (404)"
    return f"answered {error.status_code} {error.error}"
