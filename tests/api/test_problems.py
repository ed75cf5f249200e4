"""An error met anywhere: problem+json below /api, a French page elsewhere, the same words."""

import pytest
from flask import Flask, abort

from directory.domain.rights import Action
from directory.errors import REQUEST_ERRORS
from directory.http.access import needs
from directory.store.database import Database
from tests.site import make_site

CODES = {
    400: "requete-invalide",
    401: "connexion-requise",
    403: "acces-refuse",
    404: "introuvable",
    405: "methode-refusee",
    406: "format-non-accepte",
    412: "version-perimee",
    413: "trop-volumineux",
    414: "adresse-trop-longue",
    415: "type-non-accepte",
    418: "requete-invalide",
    422: "saisie-invalide",
    428: "condition-manquante",
    429: "trop-de-demandes",
    500: "erreur-interne",
    503: "recherche-indisponible",
}


@pytest.fixture
def failing_app(sqlite_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, with a page and an address of the API that fail as asked."""
    app = make_site(sqlite_database, tmp_path_factory.mktemp("site"), contents=()).app

    @needs(Action.READ)
    def fail(status: int) -> None:
        abort(status)

    app.add_url_rule("/api/v1/echec/<int:status>", "api_failure", fail)
    app.add_url_rule("/echec/<int:status>", "page_failure", fail)
    return app


def test_each_status_has_its_code_and_its_words_in_the_api_and_on_pages(failing_app: Flask) -> None:
    client = failing_app.test_client()
    for status, code in CODES.items():
        answer = client.get(f"/api/v1/echec/{status}")
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        said = answer.get_json()
        assert (said["status"], said["code"]) == (status, code)
        assert said["title"] == REQUEST_ERRORS[code].template
        page = client.get(f"/echec/{status}")
        assert page.status_code == status
        assert page.content_type.startswith("text/html")
        assert REQUEST_ERRORS[code].template.rstrip(".") in page.get_data(as_text=True)


def test_a_method_that_is_not_there_says_which_ones_are(failing_app: Flask) -> None:
    answer = failing_app.test_client().delete("/api/v1/ressources")
    assert answer.status_code == 405
    assert answer.get_json()["code"] == "methode-refusee"
    assert "GET" in answer.headers["Allow"]
