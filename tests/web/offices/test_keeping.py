"""The offices that an RGC keeps, over HTTP: written, read again as they were typed, confirmed, retired."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.actors import Duty, Profile
from directory.domain.offices import Office, OfficeKind
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer
from tests.accounts import Clock, Team
from tests.site import ARCHIVED, PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

LIST, NEW = "/antennes", "/antennes/nouvelle"
GOOD = {
    "type": "pole-insertion", "nom": "Pôle de Martigues", "institution": "cd13", "zones": "Martigues, Port-de-Bouc",
    "telephone": "0465714110", "commune": "Martigues", "code_postal": "13500", "rang": "1", "confirmer": "oui",
}  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, clock: Clock) -> Site:
    return make_site(
        sqlite_database, tmp_path, settings=settings_for(tmp_path), clock=clock, gazetteer=default_gazetteer()
    )


@pytest.fixture
def team(site: Site, clock: Clock) -> Team:
    return Team(site.database, clock)


@pytest.fixture
def rgc(site: Site, team: Team) -> FlaskClient:
    client = site.client
    sign_in(client, team.person("rania", "cd13", duties=(Duty.RGC,)))
    return client


def offices(site: Site) -> list[Office]:
    with site.database.read() as uow:
        return uow.offices.all()


def acts(site: Site) -> list[Act]:
    with site.database.read() as uow:
        return [each.act for each in uow.audit.matching(AuditFilter(), limit=20) if each.object_kind.value == "antenne"]


def test_an_office_is_created_and_read_back_as_it_was_typed(rgc: FlaskClient, site: Site) -> None:
    assert "Aucune antenne pour l’instant" in text_of(rgc.get(LIST))
    assert send(rgc, NEW, **GOOD).headers["Location"] == f"{LIST}?fait=creee"
    (made,) = offices(site)
    assert (made.kind, made.phone, made.areas) == (OfficeKind.INSERTION, "04 65 71 41 10", ("com:13056", "com:13077"))
    page = text_of(rgc.get(f"{LIST}/{made.id}"))
    assert "Martigues (13) Port-de-Bouc (13)</textarea>" in page
    assert "Pôle de Martigues" in text_of(rgc.get("/interlocuteurs?commune=13077"))
    typed = {**GOOD, "zones": "Martigues (13)\nPort-de-Bouc (13)", "version": "1"}
    del typed["confirmer"]
    assert send(rgc, f"{LIST}/{made.id}", **typed).status_code == 303
    assert offices(site) == [made]
    assert acts(site) == [Act.OFFICE_CREATED]


def test_two_who_change_it_at_once_lose_nothing(rgc: FlaskClient, site: Site) -> None:
    send(rgc, NEW, **GOOD)
    path = f"{LIST}/{offices(site)[0].id}"
    send(rgc, path, **{**GOOD, "telephone": "04 65 71 41 11", "version": "1"})
    late = send(rgc, path, **{**GOOD, "nom": "Pôle du port", "version": "1"})
    assert late.status_code == 409
    page = text_of(late)
    assert "entre-temps" in page and "04 65 71 41 11" in page and 'value="Pôle du port"' in page
    assert 'name="version" value="2"' in page
    assert offices(site)[0].name == "Pôle de Martigues"
    assert send(rgc, path, **{**GOOD, "nom": "Pôle du port", "version": "2"}).status_code == 303
    assert offices(site)[0].name == "Pôle du port"


def test_it_is_confirmed_retired_and_restored(rgc: FlaskClient, site: Site, clock: Clock) -> None:
    send(rgc, NEW, **{name: value for name, value in GOOD.items() if name != "confirmer"})
    number = offices(site)[0].id
    assert "jamais" in text_of(rgc.get(LIST))
    assert send(rgc, f"{LIST}/{number}/confirmer", LIST, version="1").status_code == 303
    assert offices(site)[0].verified_at == clock()
    assert "aujourd’hui</span>" in text_of(rgc.get(LIST))
    with site.database.write() as uow:
        uow.offices.save(replace(offices(site)[0], verified_at=clock() - timedelta(days=190)))
    assert 'class="stale"' in text_of(rgc.get(LIST))
    send(rgc, f"{LIST}/{number}/retirer", f"{LIST}/{number}")
    assert "Pôle de Martigues" not in text_of(rgc.get("/interlocuteurs?commune=13056"))
    assert send(rgc, f"{LIST}/{number}/confirmer", NEW, version="1").status_code == 409
    send(rgc, f"{LIST}/{number}/retablir", f"{LIST}/{number}")
    assert "Pôle de Martigues" in text_of(rgc.get("/interlocuteurs?commune=13056"))
    assert acts(site) == [Act.OFFICE_RESTORED, Act.OFFICE_RETIRED, Act.OFFICE_CONFIRMED, Act.OFFICE_CREATED]


def test_a_long_list_asks_the_base_no_more_than_a_short_one(rgc: FlaskClient, site: Site) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            if "office" in statement or "FROM resource" in statement:
                statements.append(statement)

        event.listen(site.database.engine, "before_cursor_execute", note)
        try:
            assert rgc.get(LIST).status_code == 200
        finally:
            event.remove(site.database.engine, "before_cursor_execute", note)
        return len(statements)

    send(rgc, NEW, **GOOD, fiche=str(PERMIT))
    short = asked()
    for rank in range(5):
        send(rgc, NEW, **{**GOOD, "nom": f"Pôle {rank}"}, fiche=str(PERMIT))
    assert len(offices(site)) == 6 and asked() == short


def test_a_fiche_lends_its_contacts(rgc: FlaskClient, site: Site) -> None:
    for typed in (str(PERMIT), f"https://base.exemple/ressources/{PERMIT}-permis-a-un-euro"):
        assert send(rgc, NEW, **{**GOOD, "fiche": typed}).status_code == 303
    assert {each.resource_id for each in offices(site)} == {PERMIT}
    for typed in (str(ARCHIVED), "999", "Permis"):
        refused = send(rgc, NEW, **{**GOOD, "fiche": typed})
        assert refused.status_code == 422 and "Cette fiche n’existe pas" in text_of(refused)


def test_an_office_that_another_institution_keeps_is_left_by_those_who_worked_in_it(
    rgc: FlaskClient, site: Site, team: Team
) -> None:
    send(rgc, NEW, **GOOD)
    (office,) = offices(site)
    lea = team.person("lea", "cd13")
    team.save(replace(lea, office_id=office.id))
    path = f"{LIST}/{office.id}"
    send(rgc, path, path, **{**GOOD, "note": "Nord", "version": "1"})
    assert team.get(lea).office_id == office.id
    send(rgc, path, path, **{**GOOD, "institution": "caf-13", "version": "2"})
    assert offices(site)[0].institution == "caf-13" and team.get(lea).office_id is None


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(rgc: FlaskClient, site: Site) -> None:
    answer = send(rgc, NEW, **{**GOOD, "zones": "Nimporte", "courriel": "a arobase b", "nom": "", "type": "x"})
    page = text_of(answer)
    assert answer.status_code == 422 and "4 réponses sont à corriger" in page
    for name in ("zones", "courriel", "nom", "type"):
        assert f'id="{name}-erreur"' in page
    assert ">Nimporte</textarea>" in page and offices(site) == []


def test_an_office_of_another_institution_is_out_of_sight(rgc: FlaskClient, site: Site, team: Team) -> None:
    with site.database.write() as uow:
        other = uow.offices.add(Office(0, OfficeKind.JOB_CENTRE, "Agence", "pole-emploi", areas=("com:13056",)))
    assert "Agence" not in text_of(rgc.get(LIST)).partition("<main")[2].replace("Agences, pôles", "")
    assert rgc.get(f"{LIST}/{other.id}").status_code == 404
    for act in ("retirer", "retablir", "confirmer"):
        assert send(rgc, f"{LIST}/{other.id}/{act}", NEW, version="1").status_code == 404
    assert send(rgc, f"{LIST}/{other.id}", NEW, **GOOD).status_code == 404
    refused = send(rgc, NEW, **{**GOOD, "institution": "pole-emploi"})
    assert refused.status_code == 422 and "Choisissez une institution" in text_of(refused)
    assert send(rgc, NEW, **{**GOOD, "institution": "caf-13"}).status_code == 303


def test_what_is_due_waits_in_a_faire_and_is_confirmed_there(site: Site, team: Team, clock: Clock) -> None:
    with site.database.write() as uow:
        due = uow.offices.add(Office(0, OfficeKind.MDS, "MDS d’Arles", "cd13", areas=("com:13004",)))
        uow.offices.add(Office(0, OfficeKind.MDS, "MDS confirmée", "caf-13", verified_at=clock(), areas=("com:13004",)))
        uow.offices.add(Office(0, OfficeKind.MDS, "Avec une fiche", "cd13", PERMIT, areas=("com:13004",)))
        uow.offices.add(Office(0, OfficeKind.MDS, "Ailleurs", "pole-emploi", areas=("com:13004",)))
    client = site.client
    sign_in(client, team.person("rania", "cd13", Profile.UPDATE, duties=(Duty.RGC,)))
    page = text_of(client.get("/a-faire"))
    assert "Antennes à confirmer" in page and "MDS d’Arles" in page and "Jamais confirmée." in page
    assert not [name for name in ("MDS confirmée", "Avec une fiche", "Ailleurs") if name in page]
    sent = send(client, f"{LIST}/{due.id}/confirmer", "/a-faire", version="1", suite="/a-faire#antennes")
    assert sent.headers["Location"] == "/a-faire?fait=antenne#antennes"
    page = text_of(client.get("/a-faire?fait=antenne"))
    assert "L’antenne est confirmée." in page and "Antennes à confirmer" not in page
    other = site.client
    sign_in(other, team.person("malik", "cd13", Profile.UPDATE))
    assert "Antennes à confirmer" not in text_of(other.get("/a-faire"))
