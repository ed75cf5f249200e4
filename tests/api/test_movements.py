"""``GET /api/v1/mouvements``: a copy of the base is kept in step, whatever moved, and nothing is sent twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from directory.schemas.fiche import MovedPageSchema
from fiche.content import Content
from fiche.parts import Closure, Place
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import CONTENTS, DRAFT, PERMIT, Site

MOVES = "/api/v1/mouvements"


def test_machines_follow_what_moved_page_after_page(client: FlaskClient) -> None:
    seen, cursor = [], 0
    while True:
        page = client.get(f"/api/v1/mouvements?curseur={cursor}&taille=2").get_json()
        seen += [moved["id"] for moved in page["ressources"]]
        cursor = page["curseur"]
        if page["dernier"]:
            break
    assert sorted(seen) == [number for number in range(1, len(CONTENTS) + 1) if number != DRAFT]
    nothing = client.get(f"/api/v1/mouvements?curseur={cursor}").get_json()
    assert (nothing["ressources"], nothing["curseur"], nothing["dernier"]) == ([], cursor, True)


def test_machines_may_start_from_an_instant(own_site: Site) -> None:
    revised = fiche("Permis à deux euros")
    own_site.resources.revise(1, revised, expected_version=1, author=LEA, origin=FORM, now=NOW)
    own_site.resources.archive(2, expected_version=1, author=LEA, origin=FORM, now=NOW)
    since = (NOW - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    page = own_site.client.get(f"/api/v1/mouvements?modifie_depuis={since}").get_json()
    assert [(moved["id"], moved["mouvement"]) for moved in page["ressources"]] == [(1, "publiee"), (2, "archivee")]
    assert page["ressources"][0]["titre"] == "Permis à deux euros"
    later = (NOW + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    assert own_site.client.get(f"/api/v1/mouvements?modifie_depuis={later}").get_json()["ressources"] == []


def test_a_fiche_put_back_to_draft_is_told_to_machines_as_withdrawn(own_site: Site) -> None:
    draft = replace(own_site.resources.get(1).content, title="Pas encore public", status="brouillon")
    own_site.resources.revise(1, draft, expected_version=1, author=LEA, origin=FORM, now=NOW)
    page = own_site.client.get("/api/v1/mouvements").get_json()
    told = {moved["id"]: moved for moved in page["ressources"]}
    assert (told[1]["mouvement"], told[1]["statut"], told[1]["titre"]) == ("retiree", "archivee", "Permis à un euro")
    assert DRAFT not in told
    assert MovedPageSchema().validate(page) == {}


CHILDREN = {
    "place": lambda said: {"places": (*said.places, Place(address="1 rue du Port", commune_code="13004"))},
    "hours": lambda _: {"hours": "Mo-Tu 09:00-12:00"},
    "contact": lambda _: {"email": "accueil@exemple.fr"},
    "named contact": lambda _: {"named_contact": "Monsieur Autre"},
    "need": lambda said: {"needs": (*said.needs, "mobilite-transport")},
    "closure": lambda _: {"closures": (Closure(date(2027, 8, 1), date(2027, 8, 15)),)},
}


@pytest.mark.parametrize("child", CHILDREN)
def test_whatever_moves_in_a_fiche_moves_it(own_site: Site, child: str) -> None:
    client, before = own_site.client, own_site.resources.get(PERMIT)
    cursor, tag = client.get(MOVES).get_json()["curseur"], client.get(f"/api/v1/ressources/{PERMIT}").headers["ETag"]

    def save(content: Content, version: int) -> None:
        own_site.resources.revise(PERMIT, content, expected_version=version, author=LEA, origin=FORM, now=NOW)

    save(before.content, 1)
    assert client.get(f"{MOVES}?curseur={cursor}").get_json()["ressources"] == []
    save(replace(before.content, **CHILDREN[child](before.content)), 1)
    (moved,) = client.get(f"{MOVES}?curseur={cursor}").get_json()["ressources"]
    assert (moved["id"], moved["version"]) == (PERMIT, 2)
    again = client.get(f"/api/v1/ressources/{PERMIT}", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_json()["version"]) == (200, 2)


def test_the_first_address_of_these_lines_leads_to_the_one_of_today(client: FlaskClient) -> None:
    answer = client.get("/api/v1/ressources/modifications?curseur=3&taille=2")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{MOVES}?curseur=3&taille=2")
    assert client.get("/api/v1/ressources/modifications", follow_redirects=True).status_code == 200


PATHS = (
    MOVES, "/api/v1/ressources?q=permis", "/api/v1/ressources/1", "/api/v1/ressources/1/versions",
    "/api/v1/carte?bbox=4,43,6,44", "/api/v1/suggestions?q=permis", "/api/v1/lieux?q=arles", "/api/v1/referentiel",
    "/api/v1/institutions", "/api/v1/openapi.json",
)  # fmt: skip


def test_what_was_read_already_is_not_sent_again(client: FlaskClient) -> None:
    for path in PATHS:
        for encoding in ("gzip", "identity"):
            first = client.get(path, headers={"Accept-Encoding": encoding})
            has_it = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": encoding}
            again = client.get(path, headers=has_it)
            assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b""), path
            assert again.headers["ETag"] == first.headers["ETag"]
            assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_no_road_around_the_right_to_read(own_site: Site) -> None:
    tag = own_site.client.get(MOVES).headers["ETag"]
    own_site.app.config["PUBLIC_READING"] = False
    assert own_site.client.get(MOVES, headers={"If-None-Match": tag}).status_code == 401
