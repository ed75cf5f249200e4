"""The pages of the classification: an administrator tries, keeps and takes back; nobody else sees them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Duty
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CONTENTS, Site, make_site
from tests.web.accounts.test_pages import send, sign_in, text_of

LIST, NEED = "/administration/classification", "/administration/classification/besoins/mobilite-permis"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, contents=CONTENTS[:1])


@pytest.fixture
def administrator(site: Site) -> FlaskClient:
    client = site.client
    sign_in(client, Team(site.database).person("ada", "pole-emploi", duties=(Duty.ADMINISTRATOR,)))
    return client


def test_a_need_is_tried_renamed_found_by_its_new_words_and_put_back(site: Site, administrator: FlaskClient) -> None:
    assert "Passer son permis de conduire" in text_of(administrator.get(LIST))
    said = {"titre": "Apprendre à conduire", "mots": "auto-école\r\nzinzolin", "essai": "zinzolin"}
    tried = text_of(send(administrator, NEED, **said, faire="apercu")).replace("&nbsp;", " ")
    assert "1 fiche touchée" in tried and "avant : aucun besoin" in tried and "après : Apprendre à conduire" in tried
    assert "Apprendre à conduire" not in text_of(administrator.get(LIST))
    assert send(administrator, NEED, **said).status_code == 303
    kept = text_of(administrator.get(f"{LIST}?fait=enregistre"))
    assert "C’est enregistré" in kept and "Apprendre à conduire" in kept
    assert "Apprendre à conduire" in text_of(administrator.get("/recherche?q=zinzolin"))
    assert send(administrator, f"{LIST}/annuler/1", LIST).status_code == 303
    assert send(administrator, f"{LIST}/annuler/1", LIST).status_code == 409
    assert "Passer son permis de conduire" in text_of(administrator.get(NEED))
    assert send(administrator, NEED, titre=" ").status_code == 422
    assert send(administrator, f"{LIST}/annuler/99", LIST).status_code == 404
    assert administrator.get(f"{LIST}/besoins/rien").status_code == 404


def test_a_family_is_renamed(administrator: FlaskClient) -> None:
    path = f"{LIST}/familles/mobilite"
    assert "Mots de recherche" not in text_of(administrator.get(path))
    assert send(administrator, path, titre="Bouger").status_code == 303
    assert "Bouger" in text_of(administrator.get("/"))


def test_a_need_is_described_added_and_put_in_its_place(administrator: FlaskClient) -> None:
    assert send(administrator, NEED, titre="Conduire", description="Code, conduite, aides").status_code == 303
    assert "Code, conduite, aides" in text_of(administrator.get(NEED))
    needs = administrator.get("/api/v1/referentiel").get_json()["besoins"]
    assert next(each for each in needs if each["code"] == "mobilite-permis")["description"] == "Code, conduite, aides"
    assert (
        send(administrator, f"{LIST}/ajouter", LIST, dans="besoin:mobilite", titre="Louer un vélo").status_code == 303
    )
    added = f"{LIST}/besoins/mobilite-louer-un-velo"
    assert send(administrator, f"{added}/place", added, apres="").status_code == 303
    shown = text_of(administrator.get(f"{LIST}?fait=place"))
    assert shown.index("Louer un vélo") < shown.index("Conduire")
    assert send(administrator, f"{LIST}/ajouter", LIST, dans="rien", titre="Titre").status_code == 422
    assert send(administrator, f"{LIST}/ajouter", LIST, dans="famille:rien", titre=" ").status_code == 422
    assert send(administrator, f"{added}/place", added, apres="rien").status_code == 404


def test_needs_are_merged_and_divided_once_seen_and_made_again_as_before(administrator: FlaskClient) -> None:
    merge, into = f"{NEED}/fusionner", "mobilite-transport"
    assert "Trouver une solution de transport" in text_of(administrator.get(merge))
    seen = text_of(send(administrator, merge, avec=into, faire="apercu")).replace("&nbsp;", " ")
    assert "1 fiche sera lue sous l’autre titre" in seen and "Permis à un euro" in seen
    assert "correspondance" in seen
    assert send(administrator, merge, avec="", faire="fusionner").status_code == 422
    assert send(administrator, merge, avec=into, faire="fusionner").status_code == 303
    assert administrator.get(merge).status_code == 404
    assert "fusionné avec" in text_of(administrator.get(f"{LIST}?fait=fusionne"))
    assert send(administrator, f"{LIST}/annuler/1", LIST).status_code == 303
    divide = f"{NEED}/diviser"
    assert "auto-école" in text_of(administrator.get(divide))
    said = {"titre": "Permis à un euro", "mots": "auto-école", "fiches": "passent"}
    seen = text_of(send(administrator, divide, **said, faire="apercu")).replace("&nbsp;", " ")
    assert "1 fiche changera de classement" in seen
    assert send(administrator, divide, titre=" ", faire="diviser").status_code == 422
    assert send(administrator, divide, **said, faire="diviser").status_code == 303
    assert administrator.get(f"{LIST}/besoins/mobilite-permis-a-un-euro").status_code == 200
    assert "besoin divisé" in text_of(administrator.get("/ressources/1/historique"))


def test_families_are_merged_divided_and_needs_put_in_another(administrator: FlaskClient) -> None:
    assert "Surmonter" in text_of(administrator.get(f"{LIST}/familles/mobilite/fusionner"))
    divide = f"{LIST}/familles/mobilite/diviser"
    assert "Passer son permis" in text_of(administrator.get(divide))
    assert send(administrator, divide, titre="Conduire", faire="diviser").status_code == 422
    said = {"titre": "Conduire", "besoins": "mobilite-permis"}
    assert "1&nbsp;fiche" in send(administrator, divide, **said, faire="apercu").text
    assert send(administrator, divide, **said, faire="diviser").status_code == 303
    assert send(administrator, NEED, titre="Passer son permis", famille="famille").status_code == 303
    assert "Surmonter" in text_of(administrator.get(f"{LIST}?fait=enregistre"))
    merge = f"{LIST}/familles/conduire/fusionner"
    assert send(administrator, merge, avec="mobilite", faire="fusionner").status_code == 303


def test_synonyms_and_weak_words_are_tried_corrected_kept_and_taken_back(administrator: FlaskClient) -> None:
    synonyms, weak = f"{LIST}/synonymes", f"{LIST}/mots-faibles"
    assert "ccas, cias" in text_of(administrator.get(synonyms)) and "La liste du produit" in text_of(
        administrator.get(weak)
    )
    seen = text_of(send(administrator, synonyms, lignes="zinzolin, permis", essai="zinzolin", faire="apercu"))
    assert "avant&nbsp;: 0&nbsp;fiche" in seen or "avant\u00a0: 0\u00a0fiche" in seen
    assert "Permis à un euro" in seen
    refused = send(administrator, synonyms, lignes="zinzolin\n- zinzolin")
    assert refused.status_code == 422 and "Ligne 1" in text_of(refused) and "Ligne 2" in text_of(refused)
    assert send(administrator, synonyms, lignes="zinzolin, permis").status_code == 303
    assert send(administrator, weak, lignes="- service").status_code == 303
    kept = text_of(administrator.get(f"{LIST}?fait=enregistre"))
    assert "zinzolin, permis" in kept and "- service" in kept
    assert "à un euro" in text_of(administrator.get("/recherche?q=zinzolin"))
    assert send(administrator, f"{LIST}/annuler/1", LIST).status_code == 303
    assert "zinzolin" not in text_of(administrator.get(synonyms))
