"""``/api/v1/interlocuteurs``: who answers at a commune."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.offices import Office, OfficeKind
from directory.store.database import Database
from tests.fiches import NOW
from tests.site import make_site, settings_for

PATH = "/api/v1/interlocuteurs"


@pytest.fixture
def client(sqlite_database: Database, tmp_path: Path) -> FlaskClient:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"))
    with site.database.write() as uow:
        uow.offices.add(
            Office(1, OfficeKind.MDS, "MDS d’Arles", "cd13", None, "04 65 71 40 10", "mds@cd13.example",
                   "18 rue du Moulin", "13200", "13004", verified_at=NOW, areas=("com:13004",))
        )  # fmt: skip
    return site.client


def test_who_answers_at_a_commune(client: FlaskClient) -> None:
    answer = client.get(PATH, query_string={"commune": "13004"})
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["commune"], body["libelle"]) == ("13004", "Arles (13)")
    assert body["interlocuteurs"] == [
        {
            "id": 1, "type": "mds", "libelle": "Maison de la solidarité (MDS)", "nom": "MDS d’Arles",
            "telephone": "04 65 71 40 10", "courriel": "mds@cd13.example", "adresse": "18 rue du Moulin",
            "code_postal": "13200", "commune": "Arles", "note": "", "fiche": None, "confirmee_le": "2026-03-02",
            "a_verifier": False,
        }
    ]  # fmt: skip
    assert body["inconnus"] == ["agence-emploi", "accompagnement-global", "pole-insertion", "mission-locale"]
    assert body["regle"][1] == {"situation": "Enfant mineur, avec ou sans RSA", "type": "mds"}
    again = client.get(PATH, query_string={"commune": "13004"}, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("commune", ["", "99999", "Arles", "13055"])
def test_what_is_no_commune_is_refused_and_a_city_asks_which(client: FlaskClient, commune: str) -> None:
    answer = client.get(PATH, query_string={"commune": commune})
    assert answer.status_code == 422
    message = answer.get_json()["errors"][0]["message"] if "errors" in answer.get_json() else answer.text
    assert ("arrondissement, comme 13201" in message) == (commune == "13055")
