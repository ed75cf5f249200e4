"""*Note d'équipe*: read and written by the people of one antenne, of no person, on no paper."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.offices import Office, OfficeKind
from directory.domain.team_notes import LIFE, MOST_CHARS
from directory.store.database import Database
from tests.accounts import Clock, Team
from tests.site import DRAFT, PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

PAGE = f"/ressources/{PERMIT}/note"
FICHE = f"/ressources/{PERMIT}-permis-a-un-euro"
NOTE = "Groupe complet jusqu’en janvier, inscrire quand même, ils rappellent."


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"), clock=Clock())


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def advisor(site: Site, team: Team, name: str, office: int | None) -> FlaskClient:
    account = team.person(name, "pole-emploi")
    team.save(replace(account, office_id=office))
    client = site.client
    sign_in(client, account)
    return client


@pytest.fixture
def offices(site: Site, team: Team) -> tuple[int, int]:
    with site.database.write() as uow:
        made = [uow.offices.add(Office(0, OfficeKind.JOB_CENTRE, name, "pole-emploi")) for name in ("Arles", "Istres")]
    return made[0].id, made[1].id


def test_a_note_is_read_by_ones_antenne_alone_and_on_no_paper(site: Site, team: Team, offices: tuple[int, int]) -> None:
    lea, remi = advisor(site, team, "lea", offices[0]), advisor(site, team, "remi", offices[0])
    ada, zoe = advisor(site, team, "ada", offices[1]), advisor(site, team, "zoe", None)
    assert send(lea, PAGE, note=f"  {NOTE} ").headers["Location"] == f"{FICHE}#note-equipe"
    page = text_of(remi.get(FICHE))
    assert page.index("<h1>") < page.index(NOTE) < page.index("lea, 2 mars")
    assert 'class="team-note no-print"' in page
    for other in (ada, zoe, site.client):
        assert NOTE not in text_of(other.get(FICHE))
    assert "Ajouter une note pour votre antenne" not in text_of(zoe.get(FICHE))
    send(remi, "/selection/fiches", "/recherche?q=permis", ajouter=str(PERMIT))
    assert NOTE in text_of(remi.get("/selection"))
    assert NOTE not in text_of(remi.get(f"/feuille?fiche={PERMIT}"))
    assert NOTE not in text_of(remi.get(f"/liaison?fiche={PERMIT}"))
    assert f">{NOTE}</textarea>" in text_of(remi.get(PAGE))
    send(remi, PAGE, note="  ")
    assert "Ajouter une note" in text_of(lea.get(FICHE))


@pytest.mark.parametrize(
    "text, said",
    [
        ("Né le 3/04/1985, rappeler", "ressemble à une date de naissance"),
        ("2 85 04 13 055 123 45", "numéro de sécurité sociale"),
        ("n" * (MOST_CHARS + 1), f"{MOST_CHARS} caractères au plus"),
    ],
)
def test_what_is_about_a_person_is_refused_and_kept_in_the_form(
    site: Site, team: Team, offices: tuple[int, int], text: str, said: str
) -> None:
    lea = advisor(site, team, "lea", offices[0])
    answer = send(lea, PAGE, note=text)
    page = text_of(answer)
    assert answer.status_code == 422 and said in page and f">{text}</textarea>" in page


def test_without_an_antenne_nobody_is_written_for(site: Site, team: Team) -> None:
    zoe = advisor(site, team, "zoe", None)
    answer = send(zoe, PAGE, note=NOTE)
    assert answer.status_code == 422 and "n’est pas précisée" in text_of(answer) and NOTE in text_of(answer)
    assert zoe.get(f"/ressources/{DRAFT}/note").status_code == 404


def test_a_note_goes_after_twelve_months(site: Site, team: Team, offices: tuple[int, int]) -> None:
    send(advisor(site, team, "lea", offices[0]), PAGE, note=NOTE)
    now = team.clock()
    with site.database.write() as uow:
        assert uow.team_notes.forget_before(now - LIFE) == 0
        assert uow.team_notes.of(offices[0], (PERMIT,), since=now + timedelta(days=1)) == {}
        assert uow.team_notes.forget_before(now + timedelta(days=1)) == 1
