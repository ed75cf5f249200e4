"""The page of a structure: who, where, what it offers; reached from its fiches."""

import re

from flask.testing import FlaskClient

from tests.site import CRECHE


def test_a_fiche_leads_to_its_structure_and_back(client: FlaskClient) -> None:
    fiche = client.get(f"/ressources/{CRECHE}-creche-d-urgence").text
    (url,) = re.findall(r'href="(/structures/\d+-halte-garderie)"', fiche)
    answer = client.get(url)
    assert answer.status_code == 200
    page = answer.text
    assert "<h1>Halte-garderie</h1>" in page
    assert "SIRET 130\u00a0005\u00a0481\u00a000010" in page
    assert "1\u00a0ressource" in page
    assert f'href="/ressources/{CRECHE}-creche-d-urgence"' in page
    assert "1 La Canebière" in page


def test_an_address_typed_otherwise_leads_to_the_right_one(client: FlaskClient) -> None:
    answer = client.get("/structures/1-autre-nom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/structures/1-auto-ecole-solidaire")
    assert client.get("/structures/9999").status_code == 404


def test_a_name_that_is_markup_stays_a_name(client: FlaskClient) -> None:
    listed = client.get("/api/v1/structures").get_json()["structures"]
    number = next(each["id"] for each in listed if each["nom"].startswith("<b>"))
    page = client.get(f"/structures/{number}", follow_redirects=True).text
    assert "&lt;b&gt;Structure&lt;/b&gt;" in page
