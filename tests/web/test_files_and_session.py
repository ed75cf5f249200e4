"""Files under addresses that change with them, answers compressed, and what the browser remembers."""

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.store.database import Database
from tests.site import Site, make_site, settings_for

MASKED = re.compile(rb'name="csrf_token" value="[^"]+"')
"""The token of forms, which is another at each answer: what is compressed tells nothing of it."""
GZIP = {"Accept-Encoding": "gzip, br"}


def sheet(client: FlaskClient) -> str:
    found = re.search(r'href="(/static/v-[0-9a-f]+/css/theme\.css)"', client.get("/").get_data(as_text=True))
    assert found is not None
    return found[1]


def test_a_file_is_kept_a_year_under_its_address(client: FlaskClient) -> None:
    answer = client.get(sheet(client), headers=GZIP)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "--ink" in gzip.decompress(answer.data).decode()
    assert answer.mimetype == "text/css"


def test_a_file_of_an_earlier_version_is_answered_and_asked_again(client: FlaskClient) -> None:
    for path in ("/static/v-0123456789/css/theme.css", "/static/css/theme.css"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "immutable" not in answer.headers["Cache-Control"]
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/static/v-0/nulle-part.css", "/static/v-0/../../wsgi.py", "/static/"])
def test_no_other_file_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pages_leave_compressed_for_whoever_reads_that(client: FlaskClient) -> None:
    plain, small = client.get("/recherche?q=permis"), client.get("/recherche?q=permis", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert MASKED.sub(b"", gzip.decompress(small.data)) == MASKED.sub(b"", plain.data)
    assert MASKED.search(plain.data)
    assert "Accept-Encoding" in small.headers["Vary"]


def test_only_the_commune_is_remembered(own_site: Site) -> None:
    """Beside the token that forms prove their page with, as soon as a page holds one."""
    client = own_site.client
    client.get("/recherche?q=permis&lieu=Arles&public=jeunes")
    with client.session_transaction() as session:
        assert {key: said for key, said in session.items() if key != "csrf_token"} == {"commune": "13004"}
    assert 'value="Arles (13)"' in client.get("/").get_data(as_text=True)
    client.get("/recherche?q=permis&lieu=")
    with client.session_transaction() as session:
        assert set(session) <= {"csrf_token"}


def test_an_empty_answer_offers_searches_that_find_something(client: FlaskClient) -> None:
    text = client.get("/recherche?q=zzzzzz&correction=non&public=jeunes").get_data(as_text=True)
    assert "Ces recherches proches donnent un résultat" in text
    assert "Sans «\u00a0zzzzzz\u00a0»" in text


def test_components_are_shown_in_development_only(sqlite_database: Database, tmp_path: Path) -> None:
    key = "x" * 32
    settings = settings_for(tmp_path, ENVIRONMENT="production", SECRET_KEY=key)
    site = make_site(sqlite_database, tmp_path, contents=(), settings=settings)
    assert site.client.get("/composants").status_code == 404
    assert site.client.get("/aide").status_code == 200


def test_a_fiche_leads_back_to_results_of_this_site_only(client: FlaskClient) -> None:
    path = "/ressources/1-permis-a-un-euro"
    ours = client.get(path, headers={"Referer": "http://localhost/recherche?q=permis"}).get_data(as_text=True)
    assert 'href="/recherche?q=permis#fiche-1">← Les résultats' in ours
    other = client.get(path, headers={"Referer": "http://ailleurs.example/recherche?q=permis"}).get_data(as_text=True)
    assert "← Les résultats" not in other
