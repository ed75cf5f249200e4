"""A file of offices over HTTP: shown, applied, given back."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.domain.actors import Duty
from directory.domain.offices import Office, OfficeKind
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer
from tests.accounts import Team
from tests.site import Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of, token

PATH = "/antennes/importer"
FILE = "type;nom;telephone;zones\nmds;MDS d’Arles;04 65 71 41 10;Arles\nmds;;;\nguichet;X;;Arles\n"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, gazetteer=default_gazetteer(), settings=settings_for(tmp_path))


@pytest.fixture
def rgc(site: Site) -> FlaskClient:
    client = site.client
    sign_in(client, Team(site.database).person("rania", "cd13", duties=(Duty.RGC,)))
    return client


def give(client: FlaskClient, content: bytes, institution: str = "cd13", name: str = "antennes.csv") -> TestResponse:
    sent = {"csrf_token": token(client, PATH), "institution": institution, "fichier": (io.BytesIO(content), name)}
    return client.post(PATH, data=sent, content_type="multipart/form-data")


def hidden(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_a_file_is_shown_then_applied_then_given_back(rgc: FlaskClient, site: Site) -> None:
    page = text_of(give(rgc, FILE.encode()))
    assert "1&nbsp;antenne créée" in page and "2&nbsp;lignes refusées" in page and "Ligne 4, X" in page
    sent = {name: hidden(page, name) for name in ("institution", "nom", "contenu", "empreinte")}
    assert "MDS d’Arles" not in text_of(rgc.get("/antennes"))
    done = send(rgc, PATH, **sent, appliquer="oui")
    assert done.status_code == 200 and "Le fichier est appliqué" in text_of(done)
    assert "MDS d’Arles" in text_of(rgc.get("/antennes"))
    late = send(rgc, PATH, **sent, appliquer="oui")
    assert late.status_code == 409 and "entre-temps" in text_of(late)
    given = rgc.get("/antennes/antennes.csv").get_data()
    again = text_of(give(rgc, given))
    assert "Rien ne changerait" in again and "1&nbsp;inchangée" in again


def test_a_formula_is_not_run_by_a_spreadsheet(rgc: FlaskClient, site: Site) -> None:
    with site.database.write() as uow:
        uow.offices.add(Office(0, OfficeKind.MDS, "=1+1", "cd13", areas=("com:13004",)))
        uow.offices.add(Office(0, OfficeKind.MDS, "Retirée", "cd13", retired=True, areas=("com:13004",)))
    given = rgc.get("/antennes/antennes.csv").get_data()
    assert b"'=1+1" in given and "Retirée".encode() not in given
    assert "Rien ne changerait" in text_of(give(rgc, given))


@pytest.mark.parametrize(
    "content, institution, said",
    [
        (b"", "cd13", "Le fichier est vide"),
        (b"nom;zones\nX;Arles\n", "cd13", "Il manque la colonne type"),
        (b"\x89PNG", "cd13", "une image"),
        (b"x" * 400_000, "cd13", "trop gros"),
        (FILE.encode(), "pole-emploi", "Choisissez une institution"),
    ],
)
def test_what_cannot_be_read_is_told(rgc: FlaskClient, content: bytes, institution: str, said: str) -> None:
    answer = give(rgc, content, institution)
    assert answer.status_code == 422 and said in text_of(answer)


def test_a_form_without_a_file_is_told(rgc: FlaskClient) -> None:
    assert "Choisissez un fichier" in text_of(send(rgc, PATH, institution="cd13"))
    assert send(rgc, PATH, institution="cd13", contenu="é", appliquer="oui").status_code == 422
