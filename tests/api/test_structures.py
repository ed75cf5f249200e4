"""``/api/v1/structures``: the bodies behind the published fiches, page after page, by name, by SIRET, one by one."""

from flask.testing import FlaskClient

from directory.schemas.structures import DetailedStructureSchema, StructuresAnswerSchema
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import Site

LIST = "/api/v1/structures"


def test_structures_are_read_page_after_page_with_how_many_fiches(client: FlaskClient) -> None:
    whole = client.get(LIST).get_json()
    assert (StructuresAnswerSchema().validate(whole), whole["dernier"]) == ({}, True)
    seen, cursor = [], 0
    while True:
        page = client.get(f"{LIST}?taille=2&curseur={cursor}").get_json()
        seen += page["structures"]
        cursor = page["curseur"]
        if page["dernier"]:
            break
    assert seen == whole["structures"]
    totals = {(each["nom"], each["siret"]): each["total"] for each in seen}
    assert totals["Halte-garderie", "13000548100010"] == 1
    assert sum(totals.values()) < sum(each["total"] for each in seen)
    assert client.get(f"{LIST}?curseur=99").get_json() == {"curseur": 99, "dernier": True, "structures": []}


def test_a_structure_is_found_by_its_siret_or_its_name(client: FlaskClient) -> None:
    (by_siret,) = client.get(f"{LIST}?siret=130 005 481 00010").get_json()["structures"]
    (by_name,) = client.get(f"{LIST}?nom=Halte-garderie").get_json()["structures"]
    assert by_siret == by_name
    assert client.get(f"{LIST}?nom=Rien de tel").get_json()["structures"] == []
    assert client.get(f"{LIST}?rien=1&taille=5000").status_code == 422


def test_a_structure_says_its_places_and_its_fiches(client: FlaskClient) -> None:
    (found,) = client.get(f"{LIST}?nom=Halte-garderie").get_json()["structures"]
    answer = client.get(f"{LIST}/{found['id']}")
    one = answer.get_json()
    assert (answer.status_code, DetailedStructureSchema().validate(one)) == (200, {})
    assert [each["titre"] for each in one["ressources"]] == ["Crèche d’urgence"]
    assert [place["commune"] for place in one["lieux"]] == ["Marseille 1er Arrondissement", "Arles"]
    assert client.get(f"{LIST}/{found['id']}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get(f"{LIST}/9999").status_code == 404


def test_a_structure_without_a_published_fiche_is_nobody_s_business(own_site: Site) -> None:
    draft = fiche("Projet", structure=fiche().structure.__class__("Association secrète"), status="brouillon")
    number = own_site.resources.create(draft, author=LEA, origin=FORM, now=NOW).resource.id
    client = own_site.client
    assert client.get(f"{LIST}?nom=Association secrète").get_json()["structures"] == []
    with own_site.database.read() as uow:
        structure = uow.structures.of_fiche(number)
    assert client.get(f"{LIST}/{structure}").status_code == 404
    assert client.get(f"/structures/{structure}").status_code == 404
