"""*Ma sélection* over HTTP: a fiche is added from where it is read, with and without an account."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.domain.selections import MOST_ITEMS
from directory.store.database import Database
from tests.accounts import Clock, Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import ARCHIVED, CRECHE, PERMIT, PERMIT_FAR, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

LIST = "/recherche?q=permis&lieu=Arles&rayon=100"
ADD, PAGE = "/selection/fiches", "/selection"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, clock: Clock) -> Site:
    return make_site(
        sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"), clock=clock
    )  # fmt: skip


@pytest.fixture
def advisor(site: Site, clock: Clock) -> FlaskClient:
    client = site.client
    sign_in(client, Team(site.database, clock).person("lea", "pole-emploi"))
    return client


def add(client: FlaskClient, *numbers: int) -> TestResponse:
    for number in numbers:
        answer = send(client, ADD, LIST, ajouter=str(number), suite=LIST)
    return answer


def titles(client: FlaskClient, path: str = PAGE) -> list[str]:
    page = text_of(client.get(path))
    return [part.partition("</a>")[0].rpartition(">")[2] for part in page.split('<h2 class="title">')[1:]]


@pytest.fixture(params=["visitor", "advisor"])
def anybody(request: pytest.FixtureRequest, site: Site) -> FlaskClient:
    found = site.client if request.param == "visitor" else request.getfixturevalue("advisor")
    assert isinstance(found, FlaskClient)
    return found


def test_a_fiche_of_a_list_is_added_and_the_page_comes_back_to_its_line(anybody: FlaskClient) -> None:
    assert "Sélectionner" in text_of(anybody.get(LIST))
    answer = add(anybody, PERMIT)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}#fiche-{PERMIT}")
    page = text_of(anybody.get(LIST))
    assert f'name="retirer" value="{PERMIT}"' in page
    assert "<span>1</span>" in page
    add(anybody, PERMIT_FAR)
    assert titles(anybody) == ["Permis à un euro", "Permis solidaire"]
    assert "<h1>Passer son permis de conduire · Arles</h1>" in text_of(anybody.get(PAGE))


def test_the_order_is_changed_and_a_fiche_taken_out(anybody: FlaskClient) -> None:
    add(anybody, PERMIT, PERMIT_FAR, CRECHE)
    moved = send(anybody, PAGE, geste=f"monter-{CRECHE}")
    assert moved.headers["Location"] == f"{PAGE}#fiche-{CRECHE}"
    send(anybody, PAGE, geste=f"descendre-{PERMIT}")
    assert titles(anybody) == ["Crèche d’urgence", "Permis à un euro", "Permis solidaire"]
    send(anybody, PAGE, geste=f"retirer-{PERMIT}")
    send(anybody, PAGE, geste=f"remplacer-{CRECHE}-{PERMIT}")
    assert titles(anybody) == ["Permis à un euro", "Permis solidaire"]
    send(anybody, ADD, LIST, retirer=str(PERMIT))
    assert titles(anybody) == ["Permis solidaire"]


@pytest.mark.parametrize(
    "path, sent, status",
    [
        (ADD, {}, 400),
        (ADD, {"ajouter": "x"}, 400),
        (ADD, {"ajouter": "9" * 40}, 400),
        (ADD, {"ajouter": "x", "retirer": str(CRECHE)}, 400),
        (ADD, {"ajouter": "999"}, 404),
        (ADD, {"ajouter": str(ARCHIVED)}, 404),
        (PAGE, {"geste": "monter"}, 400),
        (PAGE, {"geste": "monter-1-2"}, 400),
        (PAGE, {"geste": "voler-1"}, 400),
        (PAGE, {"geste": "remplacer-1-999"}, 404),
        (PAGE, {}, 400),
    ],
)
def test_bad_input_is_refused(client: FlaskClient, path: str, sent: dict[str, str], status: int, site: Site) -> None:
    visitor = site.client
    assert send(visitor, path, LIST, **sent).status_code == status


def test_where_to_come_back_is_a_path_of_the_site(site: Site) -> None:
    answer = send(site.client, ADD, LIST, ajouter=str(PERMIT), suite="//ailleurs.example/")
    assert answer.headers["Location"] == PAGE


def test_without_its_token_nothing_is_added(site: Site) -> None:
    client = site.client
    shown = client.get(LIST)
    assert client.post(ADD, data={"ajouter": "1"}).status_code == 400
    for forged in ("~", "~!!", "~" + "A" * 200, "~é"):
        assert client.post(ADD, data={"ajouter": "1", "csrf_token": forged}).status_code == 400
    assert "no-store" not in shown.headers.get("Cache-Control", "")
    assert titles(client) == []


def test_a_page_of_results_is_compressed_and_never_holds_its_token_twice(site: Site) -> None:
    client = site.client
    one, two = (client.get(LIST, headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert one.content_encoding == two.content_encoding == "gzip"
    shown = [client.get(LIST).text.partition('name="csrf_token" value="')[2].partition('"')[0] for _ in range(2)]
    assert shown[0] != shown[1] and all(each.startswith("~") for each in shown)


def test_a_script_is_answered_with_what_is_chosen(anybody: FlaskClient) -> None:
    add(anybody, PERMIT)
    asked = {"Accept": "application/json"}
    told = anybody.get(PAGE, headers=asked)
    assert told.get_json()["fiches"] == [PERMIT] and "Permis à un euro" in told.get_json()["plateau"]
    # The page stands at the same address: no browser gives one for the other.
    assert "Accept" in told.vary and "Accept" in anybody.get(PAGE).vary
    assert told.headers["Cache-Control"] == "no-store"


TRAY = 'id="plateau"'


def tray_of(page: str) -> list[str]:
    """Return the titles that the tray of a page names, in its order."""
    return [part.partition("</span>")[2].partition("</span>")[0].strip() for part in page.split("tray-title")[1:]]


def test_the_tray_of_a_list_and_of_a_fiche_is_put_in_order_there(anybody: FlaskClient, site: Site) -> None:
    fiche_page = anybody.get(f"/ressources/{CRECHE}").location
    assert all(TRAY not in text_of(anybody.get(path)) for path in (LIST, fiche_page))
    add(anybody, PERMIT, PERMIT_FAR, CRECHE)
    for path in (LIST, fiche_page):
        assert tray_of(text_of(anybody.get(path))) == ["Permis à un euro", "Permis solidaire", "Crèche d’urgence"]
        moved = send(anybody, PAGE, LIST, geste=f"monter-{CRECHE}", suite=path)
        assert (moved.status_code, moved.headers["Location"]) == (303, f"{path}#plateau")
        page = text_of(anybody.get(path))
        assert tray_of(page) == ["Permis à un euro", "Crèche d’urgence", "Permis solidaire"]
        send(anybody, PAGE, LIST, geste=f"descendre-{CRECHE}")
    assert "/feuille?fiche=" in page or "/remise" in page
    told = anybody.post(
        PAGE,
        data={"csrf_token": token_of(anybody), "geste": f"monter-{PERMIT_FAR}"},
        headers={"Accept": "application/json"},
    )
    assert told.get_json()["fiches"][0] == PERMIT_FAR and tray_of(told.get_json()["plateau"])[0] == "Permis solidaire"
    assert send(anybody, PAGE, LIST, geste=f"monter-{CRECHE}", suite="//ailleurs.example/").location.startswith(PAGE)


def test_the_tray_says_what_is_no_longer_offered_and_counts_what_it_does_not_name(site: Site) -> None:
    client = site.client
    hold(client, ARCHIVED)
    page = text_of(client.get(LIST))
    assert "(n’est plus proposée)" in page and "data-prints" not in page
    contents = [fiche(f"Atelier {rank}") for rank in range(6)]
    hold(client, *[site.resources.create(each, author=LEA, origin=FORM, now=NOW).resource.id for each in contents])
    page = text_of(client.get(LIST))
    assert tray_of(page) == ["Atelier 0", "Atelier 1", "Atelier 2"] and "et 3&nbsp;autres" in page
    hold(client, 999_999)
    assert TRAY not in text_of(client.get(LIST))


def test_what_a_browser_holds_goes_after_two_hours(site: Site, clock: Clock) -> None:
    client = site.client
    add(client, PERMIT)
    clock.at += timedelta(hours=1, minutes=59)
    assert titles(client) == ["Permis à un euro"]
    clock.at += timedelta(minutes=1)
    assert titles(client) == []
    with client.session_transaction() as kept:
        kept["selection"] = {"de": "x"}
    assert titles(client) == []


def test_signing_in_offers_to_keep_what_was_chosen(site: Site, clock: Clock) -> None:
    client = site.client
    add(client, PERMIT, CRECHE)
    sign_in(client, Team(site.database, clock).person("lea"))
    assert "avant la connexion" in text_of(client.get(PAGE))
    assert send(client, "/selection/garder", PAGE).status_code == 303
    assert len(titles(client)) == 2
    assert "avant la connexion" not in text_of(client.get(PAGE))


def hold(client: FlaskClient, *numbers: int) -> None:
    """Leave fiches in the cookie of a browser, as before signing in."""
    at = int(Clock().at.timestamp())
    with client.session_transaction() as kept:
        kept["selection"] = {"de": at, "a": at, "ou": "", "fiches": [[number, "", 1] for number in numbers]}


def test_what_does_not_fit_stays_in_the_browser_and_is_said(site: Site, advisor: FlaskClient) -> None:
    contents = [fiche(f"Atelier {rank}") for rank in range(MOST_ITEMS)]
    many = [site.resources.create(each, author=LEA, origin=FORM, now=NOW).resource.id for each in contents]
    hold(advisor, *many[:18])
    send(advisor, "/selection/garder", PAGE)
    hold(advisor, many[0], *many[18:], PERMIT, PERMIT_FAR, CRECHE)
    assert send(advisor, "/selection/garder", PAGE).headers["Location"] == PAGE
    page = text_of(advisor.get(PAGE))
    assert page.count('<h2 class="title">') == MOST_ITEMS
    assert "3&nbsp;fiches choisies avant la connexion n’ont pas pu entrer" in page and "Les garder" not in page
    send(advisor, "/selection/nouvelle", PAGE)
    send(advisor, "/selection/garder", PAGE)
    assert len(titles(advisor)) == 3 and "avant la connexion" not in text_of(advisor.get(PAGE))


def test_a_fiche_that_the_base_does_not_have_is_left_out(advisor: FlaskClient) -> None:
    hold(advisor, 999_999, PERMIT)
    assert send(advisor, "/selection/garder", PAGE).headers["Location"] == f"{PAGE}?fait=gardee"
    assert titles(advisor) == ["Permis à un euro"]


def test_somebody_else_sits_down_and_the_selection_before_is_found_again(advisor: FlaskClient) -> None:
    add(advisor, PERMIT)
    assert send(advisor, "/selection/nouvelle", PAGE).status_code == 303
    assert titles(advisor) == []
    page = text_of(advisor.get(PAGE))
    assert "Autres sélections" in page and "Passer son permis de conduire" in page
    assert titles(advisor, "/selections/1") == ["Permis à un euro"]
    add(advisor, CRECHE)
    send(advisor, "/selections/1", geste=f"retirer-{PERMIT}")
    assert titles(advisor, "/selections/1") == []
    add(advisor, PERMIT)
    assert send(advisor, "/selections/1/supprimer", "/selections/2").status_code == 303
    assert advisor.get("/selections/1").status_code == 404
    assert advisor.get("/selections/2").status_code == 200


def test_after_a_merge_the_one_that_stays_is_there_once_and_one_archived_is_named(
    anybody: FlaskClient, site: Site
) -> None:
    """Story 28: 12, 40 and 55 are kept; 40 is merged into 12, 55 is archived."""
    add(anybody, CRECHE, PERMIT, PERMIT_FAR)
    with site.database.write() as uow:
        uow.resources.mark_merged(CRECHE, PERMIT)
    found = site.resources.get(PERMIT_FAR)
    site.resources.revise(
        PERMIT_FAR, replace(found.content, status="archivee"), expected_version=found.version, author=LEA, origin=FORM,
        now=NOW,
    )  # fmt: skip
    page = text_of(anybody.get(PAGE))
    assert titles(anybody) == ["Permis à un euro", "Permis solidaire"]
    assert "Deux fiches choisies ont été réunies en celle-ci." in page and "2&nbsp;fiches, 1 à remettre" in page
    assert "data-selection-count><span>2</span>" in page, "the header counts as the page does"
    assert "Archivée le" in page and "Mettre à sa place" in page
    # What is in the selection already is offered in the place of nothing.
    assert f"remplacer-{PERMIT_FAR}-{PERMIT}" not in page
    sheet = text_of(anybody.get(f"/feuille?fiche={CRECHE}&fiche={PERMIT}&fiche={PERMIT_FAR}"))
    assert sheet.count('class="leaf-fiche"') == 1 and "n’y est pas — Permis solidaire" in sheet
    send(anybody, PAGE, geste=f"descendre-{CRECHE}")
    assert titles(anybody) == ["Permis solidaire", "Permis à un euro"]
    send(anybody, PAGE, geste=f"retirer-{CRECHE}")
    assert titles(anybody) == ["Permis solidaire"]


def test_a_full_selection_says_so_and_loses_nothing(site: Site) -> None:
    client = site.client
    hold(client, *range(100, 120))
    answer = add(client, PERMIT)
    assert answer.status_code == 409 and "pleine" in answer.text
    said = client.post(
        ADD, data={"csrf_token": token_of(client), "ajouter": "1"}, headers={"Accept": "application/json"}
    )  # fmt: skip
    assert said.status_code == 409 and "20 fiches" in said.get_json()["message"]


def token_of(client: FlaskClient) -> str:
    return client.get(LIST).text.partition('name="csrf_token" value="')[2].partition('"')[0]
