"""What holds for every answer: headers, logs, limits, errors, health."""

import io
import json
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from directory.domain.rights import Action
from directory.http.access import needs
from directory.store.database import Database
from tests.site import METRICS_TOKEN, Site, make_site, settings_for

MEASURING = {"Authorization": f"Bearer {METRICS_TOKEN}"}
SECRET = "motsquepersonnenedoitlire"


def test_every_answer_forbids_what_comes_from_elsewhere(site: Site) -> None:
    for path in (
        "/",
        "/recherche",
        "/nulle-part",
        "/api/v1/ressources",
        "/api/v1/nulle-part",
        "/api/v1/docs",
        "/sante/vivant",
    ):
        headers = site.client.get(path).headers
        policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "http" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "geolocation=(self)" in headers["Permissions-Policy"]


def test_map_tiles_are_the_only_other_host_when_set(sqlite_database: Database, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, TILES_URL="https://tuiles.example.org/{z}/{x}/{y}.png")
    site = make_site(sqlite_database, tmp_path, contents=(), settings=settings)
    policy = site.client.get("/aide").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://tuiles.example.org;" in policy


@pytest.mark.parametrize(
    "path", [f"/recherche?q={SECRET}", f"/api/v1/ressources?q={SECRET}", f"/api/v1/suggestions?q={SECRET}",
             f"/recherche?lieu={SECRET}", f"/recherche?{SECRET}=1", f"/{SECRET}", f"/recherche?public={SECRET}"]
)  # fmt: skip
def test_what_is_looked_for_appears_in_no_log(sqlite_database: Database, tmp_path: Path, path: str) -> None:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, LOG_LEVEL="debug"))
    with capture_logs() as events:
        site.client.get(path)
        site.client.post(path)
    assert {event["event"] for event in events} >= {"request"}
    assert SECRET not in json.dumps(events, default=str)


def test_a_request_is_one_event_with_its_route_pattern(site: Site) -> None:
    with capture_logs() as events:
        site.client.get("/ressources/1-permis-a-un-euro")
    (event,) = [event for event in events if event["event"] == "request"]
    assert event["route"].startswith("/ressources/<int")
    assert (event["method"], event["status"]) == ("GET", 200)
    assert event["duration_ms"] >= 0


def test_a_failure_tells_where_and_never_what(own_site: Site) -> None:
    @own_site.app.get("/panne")
    @needs(Action.READ)
    def broken() -> str:
        raise RuntimeError(SECRET)

    @own_site.app.get("/api/v1/panne")
    @needs(Action.READ)
    def broken_api() -> str:
        raise RuntimeError(SECRET)

    own_site.app.testing = False
    with capture_logs() as events:
        page, api = own_site.client.get("/panne"), own_site.client.get("/api/v1/panne")
    assert (page.status_code, api.status_code) == (500, 500)
    assert "Un problème est survenu" in page.get_data(as_text=True)
    assert api.get_json()["code"] == "erreur-interne"
    said = json.dumps(events, default=str) + page.get_data(as_text=True) + api.get_data(as_text=True)
    assert "RuntimeError" in said
    assert SECRET not in said


def test_a_route_that_declares_no_right_is_refused(own_site: Site) -> None:
    own_site.app.add_url_rule("/oubli", "oubli", lambda: "secret")
    answer = own_site.client.get("/oubli")
    assert answer.status_code == 403
    assert "secret" not in answer.get_data(as_text=True).lower()


def test_too_many_requests_are_asked_to_wait(sqlite_database: Database, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, RATE_LIMIT="2 per minute")
    client = make_site(sqlite_database, tmp_path, contents=(), settings=settings).client
    answers = [client.get("/api/v1/institutions") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].get_json()["code"] == "trop-de-demandes"
    assert int(answers[2].headers["Retry-After"]) > 0
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"2"}
    # All that an address asks for counts together.
    page = client.get("/aide")
    assert page.status_code == 429
    assert "Trop de demandes" in page.get_data(as_text=True)
    assert client.get("/aide", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    assert client.get("/sante/vivant").status_code == 200


def test_a_body_too_large_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, contents=(), settings=settings_for(tmp_path, MAX_UPLOAD_MB="1"))
    site.app.config["WTF_CSRF_ENABLED"] = False

    @site.app.post("/api/v1/envoi")
    @needs(Action.READ)
    def sent() -> dict[str, int]:
        return {"octets": len(request.get_data())}

    assert site.client.post("/api/v1/envoi", data=b"x" * 900_000).status_code == 200
    answer = site.client.post("/api/v1/envoi", data=b"x" * 2_000_000)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "trop-volumineux")


def test_nothing_is_read_of_what_is_too_long_or_comes_from_whom_it_may_not(site: Site) -> None:
    """A file is for imports alone: the page where one signs in, and a visitor, send none."""

    class Unread(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the body was read")

    def sent(path: str) -> int:
        said = {"CONTENT_LENGTH": "50000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
        return site.client.post(path, input_stream=Unread(), environ_overrides=said).status_code

    assert sent("/connexion") == 413
    assert sent("/imports/nouveau") in {302, 303, 401}


@pytest.mark.parametrize("path", ["/recherche", "/feuille", "/api/v1/recherche"])
def test_an_address_that_is_no_text_is_refused(site: Site, path: str) -> None:
    said = {"QUERY_STRING": "q=caf\u00e9"}
    # The client of the house reads what was asked, which this cannot be.
    assert FlaskClient(site.app).get(path, environ_overrides=said).status_code == 400
    as_typed = {"QUERY_STRING": "q=" + "café".encode().decode("latin-1")}
    assert site.client.get("/recherche", environ_overrides=as_typed).status_code == 200


def test_health_tells_the_process_from_what_it_needs(site: Site, broken_site: Site) -> None:
    assert site.client.get("/sante/vivant").status_code == 200
    ready = site.client.get("/sante/pret")
    assert ready.status_code == 200
    assert "reference, 7 fiches, retard 0" in ready.get_data(as_text=True)
    assert broken_site.client.get("/sante/vivant").status_code == 200
    assert broken_site.client.get("/sante/pret").status_code == 503


def test_measures_are_for_whoever_holds_their_token(site: Site) -> None:
    assert site.client.get("/metrics").status_code == 401
    assert site.client.get("/metrics", headers={"Authorization": "Bearer autre"}).status_code == 401
    assert site.client.get("/recherche", headers=MEASURING).status_code == 403


def test_measures_are_by_route_and_never_by_what_is_looked_for(site: Site) -> None:
    site.client.get(f"/recherche?q={SECRET}")
    site.client.get(f"/{SECRET}")
    text = site.client.get("/metrics", headers=MEASURING).get_data(as_text=True)
    assert 'http_requests_total{method="GET",route="/recherche",status="200"}' in text
    assert "search_documents 7.0" in text
    assert SECRET not in text


def test_an_error_answers_in_the_language_of_its_entrance(site: Site) -> None:
    assert site.client.get("/nulle-part").content_type == "text/html; charset=utf-8"
    for path in ("/api/v1/nulle-part", "/api/nulle-part", "/api/v1/ressources/999"):
        assert site.client.get(path).content_type == "application/problem+json"
