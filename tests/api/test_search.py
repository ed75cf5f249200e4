"""``GET /api/v1/ressources``: the shape, the lists, what is understood."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema

from directory.schemas.answers import (
    InstitutionsSchema,
    MapAnswerSchema,
    PlacesSchema,
    SearchAnswerSchema,
    SuggestionsSchema,
    VocabularySchema,
)
from directory.schemas.fiche import MovedPageSchema, VersionsSchema
from directory.store.database import Database
from fiche.parts import Place, Structure
from tests.api.asking import ids, search
from tests.fiches import ARLES, FORM, LEA, NOW, fiche
from tests.site import (
    CRECHE,
    HOSTILE,
    PERMIT,
    PERMIT_FAR,
    PERMIT_NOWHERE,
    PERMIT_REMOTE,
    PERMIT_SILENT,
    BrokenEngine,
    Site,
    make_site,
)

HIT_KEYS = [
    "id", "source_id", "titre", "structure", "extrait", "besoins", "mobilisation", "acces",
    "accueil", "adresse", "commune", "code_insee", "latitude", "longitude", "precision", "distance_km",
    "a_distance", "ouvert", "verifiee_le", "modifiee_le", "complete", "raisons",
]  # fmt: skip


def test_the_shape_is_the_one_documented(client: FlaskClient) -> None:
    answer = search(client, "q=permis&commune=13004&public=jeunes")
    assert list(answer) == [
        "total", "page", "taille", "correction", "besoins_compris", "lieu", "lieu_compris",
        "curseur", "resultats", "groupes", "facettes",
    ]  # fmt: skip
    assert list(answer["resultats"][0]) == HIT_KEYS
    assert list(answer["groupes"][0]) == ["cle", "libelle", "total", "lien", "resultats"]
    assert list(answer["facettes"]["famille"][0]) == ["code", "libelle", "total"]


@pytest.mark.parametrize(
    "path, schema",
    [
        ("ressources", SearchAnswerSchema),
        ("ressources?q=creche+arles&ouvert=maintenant", SearchAnswerSchema),
        ("ressources?q=pernis&lat=43.6&lon=4.6&rayon=50&langue=non-communique", SearchAnswerSchema),
        ("carte?bbox=4,43,6,44&zoom=8", MapAnswerSchema),
        ("ressources/1/versions", VersionsSchema),
        ("mouvements", MovedPageSchema),
        ("suggestions?q=perm", SuggestionsSchema),
        ("lieux?q=ar", PlacesSchema),
        ("referentiel", VocabularySchema),
        ("institutions", InstitutionsSchema),
    ],
)
def test_real_answers_follow_their_documented_schema(client: FlaskClient, path: str, schema: type[Schema]) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200
    assert schema().validate(answer.get_json()) == {}


def test_each_fiche_is_in_its_list_and_none_is_lost(client: FlaskClient) -> None:
    answer = search(client, "q=permis&commune=13004&public=jeunes")
    groups = {group["cle"]: ids(group["resultats"]) for group in answer["groupes"]}
    assert ids(answer["resultats"]) == [PERMIT, HOSTILE]
    assert groups == {
        "a-verifier": [PERMIT_SILENT],
        "a-distance": [PERMIT_REMOTE],
        "plus-loin": [PERMIT_FAR],
        "sans-lieu": [PERMIT_NOWHERE],
    }


def test_the_link_of_a_group_lists_it_whole(client: FlaskClient) -> None:
    answer = search(client, "q=permis&commune=13004&public=jeunes")
    for group in answer["groupes"]:
        listed = client.get(group["lien"])
        assert listed.status_code == 200
        assert listed.get_json()["total"] == group["total"]
        assert listed.get_json()["groupes"] == []


def test_the_place_shown_is_the_nearest_of_the_fiche(client: FlaskClient) -> None:
    near_arles = search(client, "q=creche&commune=13004")["resultats"][0]
    near_marseille = search(client, "q=creche&commune=13055")["resultats"][0]
    assert (near_arles["id"], near_arles["commune"]) == (CRECHE, "Arles")
    assert near_marseille["commune"] == "Marseille 1er Arrondissement"


def test_a_mistyped_word_is_corrected_said_and_can_be_kept(client: FlaskClient) -> None:
    answer = search(client, "q=pernis")
    assert answer["correction"] == {"texte": "permis", "mots": [{"tape": "pernis", "lu": "permis"}]}
    assert answer["total"] > 0
    kept = search(client, "q=pernis&correction=non")
    assert (kept["correction"], kept["total"]) == (None, 0)


def test_a_correction_leaves_the_words_that_hold_the_mistyped_one(client: FlaskClient) -> None:
    assert search(client, "q=transport+transpor")["correction"]["texte"] == "transport transport"


def test_words_nobody_has_are_read_more_widely_and_each_fiche_says_so(client: FlaskClient) -> None:
    answer = search(client, "q=zzzz+enfants")
    assert answer["total"] == 0
    (fewer,) = [group for group in answer["groupes"] if group["cle"] == "moins-de-mots"]
    assert fewer["total"] > 0
    assert all(hit["raisons"][0] == "proche de ce qui est cherché" for hit in fewer["resultats"])
    assert search(client, "q=zzzz+enfants&correction=non")["groupes"] == []


def test_needs_and_places_understood_are_proposed_never_applied(client: FlaskClient) -> None:
    answer = search(client, "q=creche+pres+d'Arles")
    assert [need["code"] for need in answer["besoins_compris"]] == ["famille-garde"]
    (commune,) = answer["lieu_compris"]["communes"]
    assert (commune["code"], commune["libelle"]) == ("13004", "Arles (13)")
    followed = client.get(commune["lien"])
    assert followed.status_code == 200
    assert followed.get_json()["lieu_compris"] is None


def test_the_link_of_a_need_puts_it_in_the_place_of_its_words_as_the_page_does(client: FlaskClient) -> None:
    (need,) = search(client, "q=creche+pres+d'Arles&groupe=a-distance")["besoins_compris"]
    assert need["lien"] == "/api/v1/ressources?q=d%27Arles&besoin=famille-garde"
    (need,) = search(client, "q=creche&commune=13004")["besoins_compris"]
    assert need["lien"] == "/api/v1/ressources?besoin=famille-garde&commune=13004"
    assert client.get(need["lien"]).get_json()["besoins_compris"] == []


def test_facet_numbers_are_what_a_click_gives(client: FlaskClient) -> None:
    answer = search(client, "q=permis")
    for name, values in answer["facettes"].items():
        for value in values:
            assert search(client, f"q=permis&{name}={value['code']}")["total"] == value["total"], (name, value)


def test_a_chosen_value_stays_in_its_facet_at_zero(client: FlaskClient) -> None:
    answer = search(client, "besoin=mobilite-transport")
    assert {"code": "mobilite-transport", "libelle": "Trouver une solution de transport", "total": 0} in (
        answer["facettes"]["besoin"]
    )


def test_pages_follow_each_other_and_past_the_end_is_empty(client: FlaskClient) -> None:
    whole = ids(search(client, "taille=100")["resultats"])
    paged = [number for page in range(1, 9) for number in ids(search(client, f"taille=1&page={page}")["resultats"])]
    assert paged == whole[:8]
    beyond = search(client, "taille=100&page=50")
    assert (beyond["resultats"], beyond["total"]) == ([], len(whole))


def test_a_siret_or_a_phone_number_finds_its_fiches_whatever_the_criteria(client: FlaskClient) -> None:
    for number in ("130 005 481 00010", "04.91.00.00.01"):
        answer = search(client, f"q={number}&commune=84007&public=seniors")
        assert ids(answer["resultats"]) == [CRECHE]
        assert any("identique" in reason for reason in answer["resultats"][0]["raisons"])


def test_drafts_and_archived_fiches_are_in_no_list(client: FlaskClient) -> None:
    listed = ids(search(client, "taille=100")["resultats"])
    assert listed
    assert not {7, 8} & set(listed)


def test_a_fiche_archived_since_the_index_was_made_is_dropped(own_site: Site) -> None:
    assert PERMIT in ids(search(own_site.client, "q=permis")["resultats"])
    own_site.resources.archive(PERMIT, expected_version=1, author=LEA, origin=FORM, now=NOW)
    assert PERMIT not in ids(search(own_site.client, "q=permis")["resultats"])


def test_the_map_gives_the_places_of_the_same_list(client: FlaskClient) -> None:
    everything = client.get("/api/v1/carte?bbox=4,43,6,44.5&zoom=8&besoin=famille-garde").get_json()
    assert everything["total"] == 1
    assert {point["id"] for point in everything["points"]} == {CRECHE}
    assert len(everything["points"]) == 2
    elsewhere = client.get("/api/v1/carte?bbox=0,43,1,44&zoom=8").get_json()
    assert elsewhere == {"total": 0, "points": [], "grappes": []}


def test_suggestions_know_needs_structures_services_and_communes(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggestions?q=pe").get_json()
    assert [need["code"] for need in answer["besoins"]] == ["mobilite-permis"]
    assert answer["services"][0].startswith("Permis")
    assert client.get("/api/v1/suggestions?q=nounou").get_json()["besoins"][0]["code"] == "famille-garde"
    assert client.get("/api/v1/suggestions?q=arl").get_json()["communes"][0]["code_insee"] == "13004"


def test_structures_are_suggested_by_their_distance_to_the_place_typed(
    sqlite_database: Database, tmp_path: Path
) -> None:
    marseille = Place(commune_code="13201", commune_name="Marseille", latitude=43.2999, longitude=5.3805)
    names = {"Cap emploi Arles": ARLES, "Cap emploi Marseille": marseille, "Cap emploi partout": None}
    contents = [
        fiche(structure=Structure(name), places=() if place is None else (place,)) for name, place in names.items()
    ]
    client = make_site(sqlite_database, tmp_path, contents=contents).client

    def suggested(place: str, limit: int = 5) -> list[str]:
        asked = {"q": "cap e", "limite": str(limit)} | ({"lieu": place} if place else {})
        found: list[str] = client.get("/api/v1/suggestions", query_string=asked).get_json()["structures"]
        return found

    by_name = list(names)
    from_marseille = ["Cap emploi Marseille", "Cap emploi Arles", "Cap emploi partout"]
    assert suggested("") == suggested("arles") == suggested("nulle part ailleurs") == by_name
    assert suggested("Marseille") == from_marseille
    # The nearest is suggested though others come first by name.
    assert suggested("Marseille", 1) == from_marseille[:1]


def test_an_engine_that_is_away_is_said_with_a_delay(broken_site: Site) -> None:
    assert isinstance(broken_site.engine, BrokenEngine)
    for path in ("ressources", "carte?bbox=4,43,6,44", "suggestions?q=permis"):
        answer = broken_site.client.get(f"/api/v1/{path}")
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["code"] == "recherche-indisponible"
        assert int(answer.headers["Retry-After"]) > 0


def test_a_fiche_is_still_readable_when_the_engine_is_away(broken_site: Site) -> None:
    assert broken_site.client.get("/api/v1/ressources/1").status_code == 200
