"""A selection shared with one's antenne: read and copied by colleagues, changed by nobody else."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.accounts.account import Account
from directory.domain.accounts.messages import MessageKind
from directory.domain.offices import Office, OfficeKind
from directory.domain.selections import LIFE, Selection
from directory.services.accounts.callers import COMMAND
from directory.services.selections.ending import tell_endings
from directory.store.database import Database
from tests.accounts import Clock, Team
from tests.site import CRECHE, PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

LIST = "/recherche?q=permis&lieu=Arles&rayon=100"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, clock: Clock) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"), clock=clock)


@pytest.fixture
def team(site: Site, clock: Clock) -> Team:
    return Team(site.database, clock)


@pytest.fixture
def here(site: Site, team: Team) -> int:
    with site.database.write() as uow:
        return uow.offices.add(Office(0, OfficeKind.JOB_CENTRE, "Agence d’Arles", "pole-emploi")).id


def somebody(team: Team, name: str, office: int | None) -> Account:
    account = replace(team.person(name, "pole-emploi"), office_id=office)
    team.save(account)
    return account


def client_of(site: Site, account: Account) -> FlaskClient:
    client = site.client
    sign_in(client, account)
    return client


def of(site: Site, account: Account) -> list[Selection]:
    with site.database.read() as uow:
        return uow.selections.of(account.id, limit=10)


def test_colleagues_read_and_copy_what_is_shared(site: Site, team: Team, here: int) -> None:
    lea, remi, ada = somebody(team, "lea", here), somebody(team, "remi", here), somebody(team, "ada", None)
    mine, theirs, elsewhere = (client_of(site, each) for each in (lea, remi, ada))
    send(mine, "/selection/fiches", LIST, ajouter=str(PERMIT))
    send(mine, "/selection/fiches", LIST, ajouter=str(CRECHE))
    number = of(site, lea)[0].id
    path = f"/selections/{number}"
    assert "Partager avec l’antenne" in text_of(mine.get("/selection"))
    assert "Partager avec l’antenne" not in text_of(elsewhere.get("/selection"))
    assert theirs.get(path).status_code == 404
    assert send(mine, f"{path}/partager", path, partage="oui").status_code == 303
    assert "partagée avec Agence d’Arles" in text_of(mine.get(path))

    page = text_of(theirs.get("/selection"))
    assert "Partagées par votre antenne" in page and f'href="{path}"' in page
    page = text_of(theirs.get(path))
    assert "partagée par lea" in page and "Permis à un euro" in page
    assert "Monter" not in page and "Supprimer" not in page
    for act in ("", "/supprimer", "/remise", "/partager"):
        assert send(theirs, f"{path}{act}", path, geste=f"retirer-{PERMIT}").status_code == 404
    assert elsewhere.get(path).status_code == 404

    copied = send(theirs, f"{path}/copier", path)
    assert copied.status_code == 303
    (copy,) = [each for each in of(site, remi) if each.items]
    assert copy.ids == (PERMIT, CRECHE) and copy.office_id is None
    send(theirs, f"/selections/{copy.id}", path, geste=f"retirer-{PERMIT}")
    assert of(site, lea)[0].ids == (PERMIT, CRECHE)

    send(mine, f"{path}/partager", path, partage="non")
    assert theirs.get(path).status_code == 404
    assert send(theirs, f"{path}/copier", "/selection").status_code == 404


def test_whoever_leaves_the_antenne_shares_with_it_no_more(site: Site, team: Team, here: int) -> None:
    lea, remi = somebody(team, "lea", here), somebody(team, "remi", here)
    mine, theirs = client_of(site, lea), client_of(site, remi)
    send(mine, "/selection/fiches", LIST, ajouter=str(PERMIT))
    path = f"/selections/{of(site, lea)[0].id}"
    send(mine, f"{path}/partager", path, partage="oui")
    site.app.extensions["directory"].handing.offices.belonging.give(COMMAND, lea.id, None)
    assert theirs.get(path).status_code == 404
    assert send(mine, f"{path}/partager", path, partage="oui").status_code == 404


def test_the_end_is_told_once_a_week_before(site: Site, team: Team, clock: Clock, here: int) -> None:
    lea = somebody(team, "lea", here)
    mine = client_of(site, lea)
    send(mine, "/selection/fiches", LIST, ajouter=str(PERMIT))
    touched = of(site, lea)[0].touched_at

    def told(days: float) -> int:
        return tell_endings(site.database, touched + timedelta(days=days))

    assert [told(days) for days in (52.5, 53.5, 54, 60.5)] == [0, 1, 0, 0]
    with site.database.read() as uow:
        message = uow.messages.last_of(lea.id, MessageKind.SELECTIONS_ENDING)
    assert message is not None and message.facts["count"] == "1"
    assert message.facts["until"] == (touched + LIFE).strftime("%d/%m/%Y")
    send(mine, "/selection/fiches", LIST, ajouter=str(CRECHE))
    assert of(site, lea)[0].told_at is None and told(53.5) == 1
