"""Without PUBLIC_READING nothing is read by whoever has no account."""

from pathlib import Path

import pytest

from directory.settings import read_settings
from directory.store.database import Database
from tests.site import Site, make_site, settings_for

READ = ("/", "/recherche", "/ressources/1", "/api/v1/ressources", "/api/v1/ressources/1", "/api/v1/referentiel",
        "/api/v1/mouvements", "/api/v1/suggestions?q=permis")  # fmt: skip
OPEN = ("/aide", "/accessibilite", "/api/v1/docs", "/api/v1/openapi.json", "/sante/vivant", "/static/css/theme.css")


@pytest.fixture
def closed(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="off"))


def test_it_is_on_in_development_and_off_in_production() -> None:
    key = "k" * 32
    assert read_settings({"ENVIRONMENT": "development"}).public_reading
    assert not read_settings({"SECRET_KEY": key}).public_reading
    assert read_settings({"SECRET_KEY": key, "PUBLIC_READING": "on"}).public_reading
    assert not read_settings({"ENVIRONMENT": "development", "PUBLIC_READING": "off"}).public_reading


@pytest.mark.parametrize("path", READ)
def test_a_visitor_reads_nothing_when_it_is_off(closed: Site, path: str) -> None:
    answer = closed.client.get(path)
    assert answer.status_code == 401
    assert "permis" not in answer.get_data(as_text=True).lower()


@pytest.mark.parametrize("path", OPEN)
def test_help_and_health_stay_open(closed: Site, path: str) -> None:
    assert closed.client.get(path).status_code == 200


def test_the_api_says_how_to_come_in(closed: Site) -> None:
    answer = closed.client.get("/api/v1/ressources")
    assert answer.get_json()["code"] == "connexion-requise"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_search_engines_are_kept_out_when_it_is_off(closed: Site, site: Site) -> None:
    assert closed.client.get("/aide").headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "X-Robots-Tag" not in site.client.get("/aide").headers
