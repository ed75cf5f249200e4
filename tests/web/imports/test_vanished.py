"""Fiches that a file no longer names: listed, archived on request, much of them only when two people agree."""

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.actors import Duty, Profile
from directory.store.database import Database
from fiche.codes import Status
from tests.accounts import Team
from tests.site import Site
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service
from tests.web.writing.conftest import signed_in


def statuses(desk: Desk, database: Database) -> dict[str, str]:
    with database.read() as uow:
        records = uow.records.by_keys("modele", [f"P-{number}" for number in range(1, 40)])
        return {each.key: desk.site.resources.get(each.resource_id).content.status for each in records.values()}


def applied(desk: Desk, *numbers: int, first: bool = False, **said: str) -> str:
    content = native(*(service(number, **said) for number in numbers))
    if first:
        path = desk.tried(content)
    else:
        path = desk.send(content, path="/imports/sources/1/deposer").removesuffix("/essai")
        desk.work()
    desk.apply(path)
    return path


def test_few_are_archived_on_request_and_come_back(desk: Desk, sqlite_database: Database) -> None:
    applied(desk, *range(1, 21), first=True)
    path = applied(desk, *range(1, 20))
    page = desk.text(path)
    assert "fiche que le fichier ne dit plus" in page and "Import appliqué" in page
    assert set(statuses(desk, sqlite_database).values()) == {Status.PUBLISHED}
    page = desk.text(f"{path}/disparues")
    assert "Auto-école 20" in page and "Archiver 1 fiche" in page and "1 sur 20 de cette source" in page
    assert desk.post(f"{path}/disparues", faire="archiver").headers["Location"] == f"{path}?fait=archivage"
    desk.work()
    found = statuses(desk, sqlite_database)
    assert found["P-20"] == Status.ARCHIVED and list(found.values()).count(Status.ARCHIVED) == 1
    with sqlite_database.read() as uow:
        assert Act.IMPORT_ARCHIVED in {each.act for each in uow.audit.matching(AuditFilter(), limit=9)}
    assert desk.post(f"{path}/annuler").status_code == 303
    desk.work()
    assert statuses(desk, sqlite_database)["P-20"] == Status.PUBLISHED
    path = applied(desk, *range(1, 20))
    desk.post(f"{path}/disparues", faire="archiver")
    desk.work()
    assert statuses(desk, sqlite_database)["P-20"] == Status.ARCHIVED
    applied(desk, *range(1, 21))
    assert statuses(desk, sqlite_database)["P-20"] == Status.PUBLISHED


def test_much_of_a_source_waits_for_another_administrator(
    desk: Desk, office: Desk, site: Site, team: Team, sqlite_database: Database
) -> None:
    applied(desk, 1, 2, 3, first=True)
    path = applied(desk, 1)
    assert "Demander à archiver 2 fiches" in desk.text(f"{path}/disparues")
    assert desk.post(f"{path}/disparues", faire="archiver").headers["Location"] == f"{path}/disparues"
    desk.work()
    assert "Un autre administrateur doit donner son accord" in desk.text(f"{path}/disparues")
    desk.post(f"{path}/disparues", faire="archiver")
    desk.work()
    assert set(statuses(desk, sqlite_database).values()) == {Status.PUBLISHED}
    assert "Donner mon accord" in office.text(f"{path}/disparues")
    office.post(f"{path}/disparues", faire="garder")
    assert "Demander à archiver" in desk.text(f"{path}/disparues")
    office.post(f"{path}/disparues", faire="archiver")
    second = Desk(site, signed_in(site, team, "zoe", "pole-emploi", Profile.CONSULTATION, (Duty.ADMINISTRATOR,)))
    assert second.post(f"{path}/disparues", faire="archiver").headers["Location"] == f"{path}?fait=archivage"
    desk.work()
    assert statuses(desk, sqlite_database) == {"P-1": Status.PUBLISHED, "P-2": Status.ARCHIVED, "P-3": Status.ARCHIVED}


def test_a_row_that_is_refused_is_still_in_the_file(desk: Desk, sqlite_database: Database) -> None:
    applied(desk, 1, 2, first=True)
    content = native(service(1), service(2, titre_du_service=""))
    path = desk.send(content, path="/imports/sources/1/deposer").removesuffix("/essai")
    desk.work()
    page = desk.text(f"{path}/essai")
    assert "ligne refusée" in page and "ne dit plus" not in page
