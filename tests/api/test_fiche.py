"""One fiche over the API, its history, what moved since."""

import re

import pytest
from flask.testing import FlaskClient

from directory.schemas.fiche import DetailedFicheSchema
from tests.fiches import LEA
from tests.site import ARCHIVED, CONTENTS, DRAFT, PERMIT


def test_a_whole_fiche_follows_its_documented_schema(client: FlaskClient) -> None:
    for number in range(1, len(CONTENTS) + 1):
        if number != DRAFT:
            answer = client.get(f"/api/v1/ressources/{number}")
            assert answer.status_code == 200
            assert DetailedFicheSchema().validate(answer.get_json()) == {}


def test_a_named_contact_is_never_given(client: FlaskClient) -> None:
    for path in ("ressources/1", "ressources/1/versions", "mouvements", "ressources?q=permis"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert "Madame Personne" not in answer.get_data(as_text=True)
        assert "named_contact" not in answer.get_data(as_text=True)
    assert CONTENTS[PERMIT - 1].named_contact == "Madame Personne"


def test_the_history_tells_what_changed_and_not_who(client: FlaskClient) -> None:
    answer = client.get("/api/v1/ressources/1/versions")
    (version,) = answer.get_json()["versions"]
    assert (version["numero"], version["origine"]) == (1, "formulaire")
    assert version["modifications"]["titre"] == {
        "libelle": "Titre du service",
        "avant": "",
        "apres": "Permis à un euro",
    }
    assert version["modifications"]["structure"]["apres"]["nom"] == "Auto-école solidaire"
    assert LEA.label not in answer.get_data(as_text=True)


def test_an_unchanged_fiche_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/ressources/1")
    again = client.get("/api/v1/ressources/1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = client.get("/api/v1/ressources/1", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_an_archived_fiche_says_so_and_a_draft_is_not_there(client: FlaskClient) -> None:
    assert client.get(f"/api/v1/ressources/{ARCHIVED}").get_json()["statut"] == "archivee"
    for path in (str(DRAFT), f"{DRAFT}/versions"):
        answer = client.get(f"/api/v1/ressources/{path}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "introuvable")


@pytest.mark.parametrize("number", ["0", "-1", "999", "9" * 30, "abc", "1.0", "%00"])
def test_a_number_that_is_no_fiche_is_not_found(client: FlaskClient, number: str) -> None:
    answer = client.get(f"/api/v1/ressources/{number}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_every_parameter_that_an_answer_names_exists(client: FlaskClient) -> None:
    """An answer says in which parameter to send something back."""
    spec = client.get("/api/v1/openapi.json").get_json()
    verbs = [verb for path in spec["paths"].values() for verb in path.values() if isinstance(verb, dict)]
    names = {each["name"] for verb in verbs for each in verb.get("parameters", ())}
    said = {
        name
        for schema in spec["components"]["schemas"].values()
        for each in schema.get("properties", {}).values()
        for name in re.findall(r"«\s(\w+)\s»", each.get("description", ""))
    }
    assert "curseur" in said
    assert said <= names
