"""A page of results that is kept: the same for everybody but for what is of one person, which is never kept."""

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.domain.institution import Institution
from directory.domain.offices import Office, OfficeKind
from directory.domain.steering.counts import Metric
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CRECHE, PERMIT, PERMIT_FAR, Site, make_site

PAGE = "/recherche?q=permis&lieu=Arles"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path)


def hits(site: Site) -> int:
    return site.app.extensions["directory"].answers.hits  # type: ignore[no-any-return]


def read(client: FlaskClient, asked: str = PAGE, **said: str) -> str:
    answer = client.get(asked, headers=said)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def token_of(page: str) -> str:
    found = re.search('name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def signed_in(site: Site, name: str) -> FlaskClient:
    team = Team(site.database)
    client = site.client
    client.set_cookie("compte", team.session(team.person(name, profile=Profile.UPDATE)))
    return client


def test_each_reader_has_a_token_of_their_own_which_opens_their_form(site: Site) -> None:
    one, other = site.client, site.client
    first, second = token_of(read(one)), token_of(read(other))
    assert hits(site) == 1 and first != second
    form = {"ajouter": str(PERMIT), "suite": PAGE}
    assert other.post("/selection/fiches", data={**form, "csrf_token": first}).status_code == 400
    assert other.post("/selection/fiches", data={**form, "csrf_token": second}).status_code == 303


def test_nobody_reads_the_name_nor_the_rights_of_another(site: Site) -> None:
    signed, visitor = signed_in(site, "Leonie"), site.client
    own = read(signed)
    assert "Leonie" in own and "Suivre cette recherche" in own
    seen = read(visitor)
    assert "Leonie" not in seen and "Suivre cette recherche" not in seen and "Se connecter" in seen
    again = read(signed)
    assert "Leonie" in again and "Suivre cette recherche" in again and hits(site) == 1
    assert "Leonie" not in read(signed_in(site, "Sacha")) and hits(site) == 2


def test_what_is_selected_is_marked_for_who_selected_it(site: Site) -> None:
    one, other = site.client, site.client
    page = read(one)
    assert "Retirer" not in page
    one.post("/selection/fiches", data={"ajouter": str(PERMIT), "suite": PAGE, "csrf_token": token_of(page)})
    assert "Retirer" in read(one) and 'id="plateau"' in read(one)
    assert "Retirer" not in read(other) and 'id="plateau"' not in read(other)


def test_two_people_who_selected_the_same_see_each_their_own_order(site: Site) -> None:
    people = [(order, site.client) for order in ((PERMIT, PERMIT_FAR), (PERMIT_FAR, PERMIT))]
    for order, client in people:
        for number in order:
            form = {"ajouter": str(number), "suite": PAGE, "csrf_token": token_of(read(client))}
            assert client.post("/selection/fiches", data=form).status_code == 303
    for order, client in people:
        assert re.findall(r'id="plateau-(\d+)"', read(client)) == [str(number) for number in order]


def test_a_search_is_counted_and_its_place_remembered_each_time(site: Site) -> None:
    counters = site.app.extensions["directory"].steering.counters
    client = site.client
    for asked in (PAGE, "/recherche?q=permis&lieu=", PAGE):
        read(client, asked)
    assert hits(site) == 1 and counters.done[Metric.SEARCHES] == 3
    assert "Arles" in read(client, "/")
    client.head(PAGE)
    assert hits(site) == 2 and counters.done[Metric.SEARCHES] == 3


def test_what_a_search_keeps_of_the_one_before_is_said_to_who_came_from_it(site: Site) -> None:
    asked = "/recherche?q=permis&public=jeunes"
    plain = read(site.client, asked)
    after = read(site.client, asked, Referer="http://localhost/recherche?q=creche&public=jeunes")
    assert plain != after and "Gardé" in after
    assert hits(site) == 0


def test_a_page_before_that_is_no_address_is_as_good_as_none(site: Site) -> None:
    client = site.client
    fiche = client.get(f"/ressources/{PERMIT}").location
    for said in ("http://[", "//[", "http://[::1/recherche?q=creche"):
        assert read(client, PAGE, Referer=said) and read(client, fiche, Referer=said)
    read(client)
    assert hits(site) == 3
    form = {"texte": "deux mots"}
    assert client.post("/ressources/nouvelle", data=form, headers={"Origin": "http://["}).status_code < 500


def test_addresses_made_below_a_path_are_shown_to_nobody_else(site: Site) -> None:
    below = site.client.get(PAGE, environ_overrides={"SCRIPT_NAME": "//ailleurs.example"})
    assert 'action="//ailleurs.example/recherche"' in below.text
    assert "ailleurs" not in read(site.client) and hits(site) == 0


def test_an_office_that_moves_is_seen_at_once(site: Site) -> None:
    assert "MDS d’Arles" not in read(site.client)
    with site.database.write() as uow:
        uow.institutions.save(Institution("cd13", "Département", "signataire"))
        uow.offices.add(Office(0, OfficeKind.MDS, "MDS d’Arles", "cd13", areas=("com:13004",)))
    assert "MDS d’Arles" in read(site.client)


def test_a_page_that_asks_again_is_not_kept(site: Site) -> None:
    for asked in ("/recherche?lieu=nulle-part-ici", "/recherche?rayon=1000"):
        assert [site.client.get(asked).status_code for _ in range(2)] == [422, 422]
    assert hits(site) == 0 and len(site.app.extensions["directory"].answers) == 0
    assert str(CRECHE) in read(site.client, "/recherche?q=creche")


def test_a_page_is_compressed_in_parts_and_read_whole(site: Site) -> None:
    def words(page: str) -> str:
        return page.replace(token_of(page), "")

    plain = read(site.client)
    for _ in range(2):
        answer = site.client.get(PAGE, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in answer.headers["Vary"]
        assert len(answer.data) < len(plain) / 3
        assert words(gzip.decompress(answer.data).decode()) == words(plain)
    assert hits(site) == 1
