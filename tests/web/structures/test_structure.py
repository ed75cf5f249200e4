"""The page of a structure: who, where, what it offers; reached from its fiches."""

import re
from dataclasses import replace

from flask.testing import FlaskClient

from tests.fiches import FORM, LEA, NOW
from tests.site import CRECHE, Site


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


def test_what_changed_in_its_fiches_is_told_without_what_is_not_public(own_site: Site) -> None:
    resources = own_site.resources
    was = resources.get(CRECHE)
    content = replace(was.content, phone="04 91 00 00 09", named_contact="Mme Secret")
    resources.revise(CRECHE, content, expected_version=was.version, author=LEA, origin=FORM, now=NOW)
    page = own_site.client.get(f"/ressources/{CRECHE}-creche-d-urgence").text
    (url,) = re.findall(r'href="(/structures/\d+-halte-garderie)"', page)
    history = own_site.client.get(url).text.partition("Historique")[2]
    assert re.findall(r"</a>, ([^<]+)</li>", history) == ["modifiée\u00a0: Téléphone", "créée"]
    assert "Secret" not in history


def test_an_address_typed_otherwise_leads_to_the_right_one(client: FlaskClient) -> None:
    answer = client.get("/structures/1-autre-nom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/structures/1-auto-ecole-solidaire")
    assert client.get("/structures/9999").status_code == 404


def test_a_name_that_is_markup_stays_a_name(client: FlaskClient) -> None:
    listed = client.get("/api/v1/structures").get_json()["structures"]
    number = next(each["id"] for each in listed if each["nom"].startswith("<b>"))
    page = client.get(f"/structures/{number}", follow_redirects=True).text
    assert "&lt;b&gt;Structure&lt;/b&gt;" in page
