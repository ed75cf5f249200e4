"""Each criterion, each order and each way of naming a place keep what they ask for."""

import pytest
from flask.testing import FlaskClient

from search.text.analysis import title_key
from tests.api.asking import ids, search
from tests.site import (
    CRECHE,
    HOSTILE,
    PERMIT,
    PERMIT_FAR,
    PERMIT_NOWHERE,
    PERMIT_REMOTE,
    PERMIT_SILENT,
)


def test_a_text_place_is_used_when_only_one_fits(client: FlaskClient) -> None:
    assert ids(search(client, "q=permis&lieu=arles")["resultats"]) == ids(
        search(client, "q=permis&commune=13004")["resultats"]
    )


def test_a_merged_commune_leads_to_that_of_today(client: FlaskClient) -> None:
    assert search(client, "commune=13998")["total"] == search(client, "commune=13004")["total"]


def test_blank_values_of_a_form_are_dropped(client: FlaskClient) -> None:
    blank = (
        "q=&lieu=&commune=&lat=&lon=&rayon=&bbox=&ouvert=&verifiee_depuis=&groupe=&tri=&page=&taille=&public=&famille="
    )
    assert search(client, blank)["total"] == search(client, "")["total"]


EVERY = {PERMIT, PERMIT_FAR, PERMIT_REMOTE, PERMIT_SILENT, PERMIT_NOWHERE, CRECHE, HOSTILE}


@pytest.mark.parametrize(
    "query, expected",
    [
        ("famille=famille", {CRECHE}),
        ("besoin=famille-garde", {CRECHE}),
        ("besoin=famille-garde&besoin=mobilite-permis", EVERY),
        ("famille=famille&besoin=mobilite-permis", EVERY),
        ("sans_besoin=oui", set()),
        ("sans_besoin=non", EVERY),
        ("volet=contraintes-personnelles", EVERY),
        ("volet=offre-pole-emploi", set()),
        ("public=jeunes", EVERY - {PERMIT_SILENT}),
        ("public=non-communique", {PERMIT_SILENT}),
        ("acces=sur-rendez-vous", EVERY),
        ("acces=libre", set()),
        ("mobilisation=information", EVERY),
        ("frais=gratuit", {PERMIT}),
        ("frais=non-communique", EVERY - {PERMIT}),
        ("accueil=a-distance", {PERMIT_REMOTE}),
        ("institution=cd13", {PERMIT}),
        ("reseau=mission-locale", EVERY - {CRECHE, HOSTILE}),
        ("langue=non-communique", EVERY),
        ("langue=ar", set()),
        ("accessibilite=fauteuil-roulant", set()),
        ("accessibilite=non-communique", EVERY),
        ("verifiee_depuis=2026-02-18", {PERMIT}),
        ("verifiee_depuis=2026-02-19", set()),
        ("modifiee_depuis=2026-02-18T09:00:00Z", EVERY),
        ("modifiee_depuis=2026-02-19", set()),
        ("complete=oui", EVERY - {PERMIT_SILENT, PERMIT_NOWHERE}),
        ("complete=non", {PERMIT_SILENT, PERMIT_NOWHERE}),
        ("source=odspep", {PERMIT_FAR}),
        ("source=odspep&source=inconnue", {PERMIT_FAR}),
        ("source=inconnue", set()),
        ("structure=999", set()),
        ("sans_doublons=oui", EVERY),
        ("sans_doublons=non", EVERY),
        ("ouvert=maintenant", EVERY - {PERMIT_SILENT, HOSTILE}),
        ("ouvert=2026-03-03", EVERY - {PERMIT_SILENT, HOSTILE}),
        ("ouvert=2026-03-07", set()),
        ("ouvert=2026-03-03T20:00", set()),
        ("ouvert=2026-03-06T10:00", EVERY - {PERMIT_SILENT}),
        ("bbox=5.3,43.2,5.5,43.4", {CRECHE}),
        ("commune=84007", {PERMIT_FAR}),
        ("lat=43.95&lon=4.8&rayon=5", {PERMIT_FAR}),
        ("lieu=Avignon&rayon=50&tri=distance", {PERMIT_FAR, PERMIT, PERMIT_SILENT, CRECHE, HOSTILE}),
        ("groupe=sans-lieu&commune=13004", {PERMIT_NOWHERE}),
        ("territoire=dep:84", {PERMIT_FAR}),
        ("lieu=vaucluse", {PERMIT_FAR}),
        ("lieu=84&rayon=1", {PERMIT_FAR}),
        ("territoire=dep:13&groupe=plus-loin", {PERMIT_FAR}),
    ],
)
def test_each_criterion_keeps_what_it_asks_for(client: FlaskClient, query: str, expected: set[int]) -> None:
    assert set(ids(search(client, query + "&taille=100")["resultats"])) == expected


def test_the_place_asked_for_is_told_as_it_was_read(client: FlaskClient) -> None:
    assert search(client, "q=permis")["lieu"] is None
    assert search(client, "lieu=arles")["lieu"] == {
        "libelle": "Arles (13)", "commune": "13004", "lu": "rien", "autres": []
    }  # fmt: skip
    assert search(client, "lieu=13")["lieu"] == {
        "libelle": "Bouches-du-Rhône (département)", "territoire": "dep:13", "lu": "rien", "autres": []
    }  # fmt: skip
    assert search(client, "lieu=avigon")["lieu"]["lu"] == "orthographe"
    assert search(client, "lieu=3+rue+Verte,+Arles")["lieu"]["lu"] == "adresse"


def test_an_area_is_suggested_and_linked_by_its_code(client: FlaskClient) -> None:
    (area, *_) = client.get("/api/v1/lieux?q=bouches").get_json()["lieux"]
    assert (area["libelle"], area["territoire"], area["code_insee"]) == (
        "Bouches-du-Rhône (département)", "dep:13", ""
    )  # fmt: skip
    link = search(client, "q=permis&lieu=13&public=jeunes")["groupes"][0]["lien"]
    assert "territoire=dep:13" in link.replace("%3A", ":")


def test_an_unknown_territory_is_refused_with_the_one_that_was_meant(client: FlaskClient) -> None:
    answer = client.get("/api/v1/ressources?territoire=Vaucluse")
    assert answer.status_code == 422
    assert "dep:84" in answer.get_json()["erreurs"][0]["message"]


@pytest.mark.parametrize("sort", ["pertinence", "fraicheur", "nom", "distance"])
def test_each_order_is_kept(client: FlaskClient, sort: str) -> None:
    hits = search(client, f"tri={sort}&commune=13055&rayon=100")["resultats"]
    if sort == "nom":
        titles = [title_key(hit["titre"]) for hit in hits]
        assert titles == sorted(titles)
    if sort == "distance":
        assert [hit["distance_km"] for hit in hits] == sorted(hit["distance_km"] for hit in hits)
    if sort == "fraicheur":
        assert hits[0]["id"] == PERMIT


def test_a_radius_without_a_place_is_accepted(client: FlaskClient) -> None:
    assert search(client, "rayon=5")["total"] == search(client, "")["total"]
