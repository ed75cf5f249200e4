"""The CSV port of the geocoder, over a server of our own: what is sent, what is read, when nothing is asked."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import BadStatusLine
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from search.places.batch_geocoding import WAIT_S, AskedAddress, BatchGeocoder, FoundAddress
from search.places.geocoding import GeocodingUnavailable
from tests.house.served import running

RUE = AskedAddress("8 rue du Four", "13500", "13056")
NOWHERE = AskedAddress("Zut", "13500", "13056")
FOUND = {"latitude": "43.4", "longitude": "5.05", "result_score": "0.93", "result_type": "housenumber",
         "result_citycode": "13056", "result_status": "ok"}  # fmt: skip
NOT_FOUND = dict.fromkeys(FOUND, "") | {"result_status": "not-found"}


@dataclass
class Service:
    """What the service was sent, and what it answers: a status, headers, rows."""

    url: str = ""
    received: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200
    retry_after: str = ""
    rows: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.paths.append(self.path)
            made.received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            text = io.StringIO()
            writer = csv.DictWriter(text, list(FOUND))
            writer.writeheader()
            writer.writerows(made.rows)
            self.send_response(made.status)
            if made.retry_after:
                self.send_header("Retry-After", made.retry_after)
            self.end_headers()
            self.wfile.write(text.getvalue().encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield made


def test_many_addresses_are_one_request(service: Service) -> None:
    service.rows = [FOUND, NOT_FOUND]
    found = BatchGeocoder(f"{service.url}/search").find([RUE, NOWHERE])
    assert found == [FoundAddress(43.4, 5.05, "13056", "adresse", 0.93), None]
    (sent,) = service.received
    assert service.paths == ["/search/csv"]
    assert re.search(r'name="citycode"\s+code_insee\s', sent) and re.search(r'name="postcode"\s+code_postal\s', sent)
    assert "8 rue du Four,13500,13056" in sent


@pytest.mark.parametrize("status, retry_after, silent_s", [(429, "12", 12.0), (503, "", WAIT_S), (500, "3", WAIT_S)])
def test_nothing_is_asked_for_as_long_as_it_was_told(
    service: Service, status: int, retry_after: str, silent_s: float
) -> None:
    now = [0.0]
    geocoder = BatchGeocoder(service.url, clock=lambda: now[0])
    service.status, service.retry_after, service.rows = status, retry_after, [FOUND]
    with pytest.raises(GeocodingUnavailable):
        geocoder.find([RUE])
    service.status = 200
    now[0] = silent_s - 1
    with pytest.raises(GeocodingUnavailable):
        geocoder.find([RUE])
    assert geocoder.is_silent and len(service.received) == 1
    now[0] = silent_s + 1
    assert geocoder.find([RUE])[0] is not None


@pytest.mark.parametrize("answer", [b"", b"<html>", b"adresse,result_score\nx,y\nx,y\n", b"\xff\xfe", b"a" * 200_000])
def test_an_answer_that_is_not_one_places_nothing(answer: bytes) -> None:
    with pytest.raises(GeocodingUnavailable):
        BatchGeocoder("http://carte.exemple", post=lambda *_: answer).find([RUE])


def test_a_server_that_speaks_otherwise_is_away() -> None:
    def post(*_: object) -> bytes:
        raise BadStatusLine("bonjour")

    geocoder = BatchGeocoder("http://carte.exemple", post=post)
    with pytest.raises(GeocodingUnavailable):
        geocoder.find([RUE])
    assert geocoder.is_silent
