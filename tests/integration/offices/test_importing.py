"""Offices from a file: what it would change, what it changes, what it leaves; by command too."""

import pytest

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.offices import Office, OfficeKind
from directory.services.accounts.callers import COMMAND
from directory.services.offices.bundle import office_reader
from directory.services.offices.importing import OfficeImport, StalePlan
from directory.services.offices.keeping import BadOffice
from directory.store.database import Database
from importers.files.rows import UnreadableFile
from search.places.gazetteer import default_gazetteer
from tests.accounts import Team

HEAD = "type;nom;adresse;code_postal;commune;telephone;courriel;zones;rang;note\n"
ARLES = "mds;MDS d’Arles;18 rue du Moulin;13200;Arles;04 65 71 41 10;;Arles;1;\n"
MARTIGUES = "pole-insertion;Pôle de Martigues;;;;04 65 71 41 11;;Martigues, Port-de-Bouc;;\n"


@pytest.fixture
def team(sqlite_database: Database) -> Team:
    return Team(sqlite_database)


@pytest.fixture
def importing(team: Team) -> OfficeImport:
    return OfficeImport(team.database, office_reader(default_gazetteer()), now=team.clock)


def offices(team: Team) -> list[Office]:
    with team.database.read() as uow:
        return uow.offices.all()


def apply(importing: OfficeImport, text: str, institution: str = "cd13") -> tuple[int, int, int, int, int]:
    plan = importing.apply(COMMAND, institution, text.encode(), "a.csv")
    return len(plan.created), len(plan.revised), plan.unchanged, len(plan.refused), len(plan.absent)


def test_the_same_file_twice_changes_nothing(importing: OfficeImport, team: Team) -> None:
    assert apply(importing, HEAD + ARLES + MARTIGUES) == (2, 0, 0, 0, 0)
    kept = offices(team)
    assert {each.name: each.areas for each in kept} == {
        "MDS d’Arles": ("com:13004",), "Pôle de Martigues": ("com:13056", "com:13077"),
    }  # fmt: skip
    assert all(each.verified_at is None for each in kept)
    assert apply(importing, HEAD + ARLES + MARTIGUES) == (0, 0, 2, 0, 0)
    assert offices(team) == kept


def test_a_dry_run_writes_nothing_and_what_is_absent_stays(importing: OfficeImport, team: Team) -> None:
    apply(importing, HEAD + ARLES + MARTIGUES)
    moved = HEAD + MARTIGUES.replace("41 11", "41 12")
    plan = importing.plan(COMMAND, "cd13", moved.encode(), "a.csv")
    assert [(each.columns, each.office.phone) for each in plan.revised] == [(("telephone",), "04 65 71 41 12")]
    assert [each.name for each in plan.absent] == ["MDS d’Arles"]
    assert {each.phone for each in offices(team)} == {"04 65 71 41 10", "04 65 71 41 11"}
    apply(importing, moved)
    assert {each.name: each.version for each in offices(team)} == {"MDS d’Arles": 1, "Pôle de Martigues": 2}
    with team.database.read() as uow:
        acts = [each.act for each in uow.audit.matching(AuditFilter(), limit=10)]
    assert acts == [Act.OFFICE_CHANGED, Act.OFFICE_CREATED, Act.OFFICE_CREATED]


def test_a_column_that_is_absent_says_nothing(importing: OfficeImport, team: Team) -> None:
    apply(importing, HEAD + ARLES)
    assert apply(importing, "Nom,TYPE,Zones\nMDS d'Arles,MDS,Arles\n") == (0, 0, 1, 0, 0)
    assert apply(importing, "Nom;Type;Zones;Téléphone\nMDS d’Arles;mds;Arles;\n") == (0, 1, 0, 0, 0)
    (kept,) = offices(team)
    assert (kept.phone, kept.address) == ("", "18 rue du Moulin")


def test_rows_with_faults_are_refused_and_the_others_taken(importing: OfficeImport, team: Team) -> None:
    bad = "mds;MDS;;;;;;Nimporte;;\nguichet;X;;;;;;Arles;;\n"
    assert apply(importing, HEAD + ARLES + bad + ARLES) == (1, 0, 0, 3, 0)
    assert len(offices(team)) == 1


def test_what_is_applied_is_what_was_shown(importing: OfficeImport, team: Team) -> None:
    content = (HEAD + ARLES).encode()
    plan = importing.plan(COMMAND, "cd13", content, "a.csv")
    apply(importing, HEAD + MARTIGUES)
    with pytest.raises(StalePlan):
        importing.apply(COMMAND, "cd13", content, "a.csv", digest=plan.digest)
    assert [each.kind for each in offices(team)] == [OfficeKind.INSERTION]


@pytest.mark.parametrize("text", ["", "nom;zones\nMDS;Arles\n", "<html></html>", HEAD])
def test_a_file_without_its_columns_is_refused(importing: OfficeImport, text: str) -> None:
    with pytest.raises(UnreadableFile):
        importing.plan(COMMAND, "cd13", text.encode(), "a.csv")


def test_nobody_writes_for_an_institution_that_is_not_there(importing: OfficeImport) -> None:
    with pytest.raises(BadOffice):
        importing.plan(COMMAND, "nulle-part", (HEAD + ARLES).encode(), "a.csv")
