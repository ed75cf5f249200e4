"""A cluster that is busy, slow or away: what is retried, what is not, and what people see."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from directory.app import create_app
from directory.serving import warm_up
from directory.store.database import Database
from search.document import ResourceDocument
from search.elastic.bulk import puts, send
from search.elastic.client import Address, Breaker, Clients, Reads
from search.port import SearchUnavailable
from tests.fiches import GAZETTEER, NOW
from tests.house.served import nobody_there, running
from tests.site import make_site, settings_for


class Busy(ThreadingHTTPServer):
    """Answers each item of a bulk, and each search, with the next status of a list; the last one stays."""

    def __init__(self, statuses: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.statuses = statuses
        self.asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def next_status(self) -> int:
        self.asked += 1
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


class _Answers(BaseHTTPRequestHandler):
    server: Busy

    def do_PUT(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.next_status()
        error = {"error": {"type": "es_rejected_execution_exception"}} if status != 200 else {}
        if "_bulk" in self.path:
            answer: object = {
                "errors": bool(error),
                "items": [{"index": {"_index": "live", "_id": "1", "status": status, **error}}],
            }
        else:
            answer = {"responses": [{"status": status, "hits": {}, **error}]}
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def busy(*statuses: int) -> Iterator[Busy]:
    server = Busy(list(statuses))
    with running(server):
        yield server


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address that nothing listens at."""
    with nobody_there() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_cluster_is_waited_for(status: int) -> None:
    with busy(status, 200) as server:
        clients = Clients.of(Address((server.url,)))
        assert send(clients.write, "live", puts([ResourceDocument(id=1, seq=1)]), refresh=False) == {}
        assert server.asked == 2


def test_an_item_that_fails_for_another_reason_is_not_taken_for_done() -> None:
    with busy(500) as server:
        client = Clients.of(Address((server.url,))).write
        with pytest.raises(SearchUnavailable) as caught:
            send(client, "live", puts([ResourceDocument(id=1, seq=1)]), refresh=False)
    assert "500" in caught.value.reason


def test_a_write_goes_to_another_host_when_one_cannot_be_reached(nobody: str) -> None:
    with busy(200) as server:
        for urls in ((nobody, server.url), (server.url, nobody)):
            client = Clients.of(Address(urls)).write
            for _ in range(3):
                assert send(client, "live", puts([ResourceDocument(id=1, seq=1)]), refresh=False) == {}
        assert server.asked == 6
    with nobody_there() as other:
        client = Clients.of(Address((nobody, f"http://127.0.0.1:{other}"))).write
        with pytest.raises(SearchUnavailable):
            send(client, "live", puts([ResourceDocument(id=1, seq=1)]), refresh=False)


def test_a_search_that_fails_inside_an_answer_is_asked_again_then_said() -> None:
    with busy(503, 200) as server:
        assert Reads(Clients.of(Address((server.url,))).read).together("live", [{}])
        assert server.asked == 2
    with busy(400) as server, pytest.raises(SearchUnavailable):
        Reads(Clients.of(Address((server.url,))).read).together("live", [{}])


def test_after_two_failures_the_wait_is_spared_until_one_request_finds_it_back() -> None:
    clock = [0.0]
    breaker = Breaker(failures=2, pause_s=5.0, clock=lambda: clock[0])
    breaker.failed("away")
    breaker.check()
    breaker.failed("away")
    with pytest.raises(SearchUnavailable):
        breaker.check()
    clock[0] = 5.0
    breaker.check()
    with pytest.raises(SearchUnavailable):
        breaker.check()
    breaker.answered()
    breaker.check()
    breaker.check()


def test_without_the_cluster_pages_say_so_and_fiches_stay(
    sqlite_database: Database, tmp_path: Path, nobody: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make_site(sqlite_database, tmp_path)
    settings = settings_for(tmp_path, SEARCH_URL=nobody, LOG_LEVEL="warning")
    app = create_app(settings, database=sqlite_database, gazetteer=GAZETTEER, now=lambda: NOW)
    thresholds = gc.get_threshold()
    warm_up(app)
    # The collector of the other tests of this process goes on as before.
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    said = capsys.readouterr().err
    assert "search.unavailable" in said
    assert "Traceback" not in said
    client = app.test_client()
    ready = client.get("/sante/pret")
    assert ready.status_code == 503
    assert "recherche: non" in ready.text
    assert client.get("/ressources/1-permis-a-un-euro").status_code == 200
    page = client.get("/recherche?besoin=mobilite-permis")
    assert page.status_code == 503
    assert "Permis à un euro" in page.text
    api = client.get("/api/v1/ressources")
    assert (api.status_code, api.headers["Retry-After"]) == (503, "30")
