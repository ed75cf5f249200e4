"""Identifiers that lost their zeros, or that another source uses: told before anything is written."""

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.imports.reports import ImportReport
from directory.services.imports.service import ImportService, NewImport
from directory.store.database import Database
from tests.contract.importers.known import SAMPLES, needs_samples
from tests.fiches import GAZETTEER, LEA, NOW
from tests.imports import new_import, row
from tests.integration.store.importing import all_fiches, contents, counted, interrupted, run


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=4)


def tried(imports: ImportService, new: NewImport) -> ImportReport:
    return imports.dry_run(imports.receive(new, author=LEA))


def applied(imports: ImportService, new: NewImport) -> ImportReport:
    batch = imports.receive(new, author=LEA)
    imports.dry_run(batch)
    return imports.apply(batch)


def told(report: ImportReport) -> list[tuple[str, tuple[tuple[int, int], ...], bool]]:
    return [(each.kind, each.ranges, each.refuses) for each in report.groups]


def padded(numbers: range, width: int) -> list[dict[str, str]]:
    return [row(number, id=str(number).zfill(width)) for number in numbers]


def stranger(number: int) -> dict[str, str]:
    """Return a row of another source that numbers its own alike."""
    return row(
        number, titre=f"Atelier tricot {number}", structure="Centre social des Oliviers",
        description=f"Rencontres {number}.", tel="", adresse="5 quai Neuf",
    )  # fmt: skip


# Zeros


def test_lost_zeros_are_told_before_anything_is_written(base: Database, imports: ImportService) -> None:
    run(imports, padded(range(71, 74), 4))
    report = tried(imports, new_import(padded(range(71, 74), 0)))
    assert told(report) == [("deja-importee", ((2, 4),), False)]
    assert "0071" in report.groups[0].text and "--ignore-zeros" in report.groups[0].advice
    assert len(all_fiches(base)) == 3


@pytest.mark.parametrize("before, after", [(4, 0), (0, 4), (4, 6)])
def test_identifiers_that_differ_by_their_zeros_may_be_taken_for_the_same(
    base: Database, imports: ImportService, before: int, after: int
) -> None:
    run(imports, padded(range(71, 74), before))
    same = padded(range(71, 74), after)
    assert counted(tried(imports, new_import(same, ignore_zeros=True))) == {"unchanged": 3, "lines": 3}
    same[1]["titre"] = "Nouveau titre"
    report = applied(imports, new_import(same, ignore_zeros=True))
    assert counted(report) == {"revised": 1, "unchanged": 2, "lines": 3}
    assert [each.content.title for each in all_fiches(base)] == ["Service 71", "Nouveau titre", "Service 73"]


def test_what_was_taken_for_the_same_can_be_taken_back(base: Database, imports: ImportService) -> None:
    run(imports, padded(range(71, 73), 4))
    before = contents(base)
    batch = imports.receive(new_import([row(71, id="71", titre="Nouveau")], ignore_zeros=True), author=LEA)
    imports.dry_run(batch)
    imports.apply(batch)
    assert contents(base) != before
    imports.undo(batch, author=LEA)
    assert contents(base) == before


def test_zeros_that_the_file_itself_tells_apart_are_kept_apart(base: Database, imports: ImportService) -> None:
    run(imports, [row(1, id="71")])
    report = applied(imports, new_import([row(1, id="71"), row(2, id="0071")], ignore_zeros=True))
    assert counted(report) == {"created": 1, "unchanged": 1, "lines": 2}


def test_the_same_content_under_another_name_or_source_is_told_too(imports: ImportService) -> None:
    run(imports, [row(1, id="A-1"), row(2, id="")])
    report = tried(imports, new_import([row(1, id="B-1"), row(2, id="B-2")]))
    (group,) = report.groups
    assert (group.kind, group.count) == ("deja-importee", 2)
    (group,) = tried(imports, new_import([row(1, id="A-1")], source="ailleurs")).groups
    assert (group.kind, "même contenu" in group.text) == ("ressemblance", True)


@pytest.mark.parametrize("chunk_rows", [1, 10])
def test_rows_alike_in_one_file_are_told_the_same_whatever_the_size_of_a_slice(
    base: Database, service: ResourceService, chunk_rows: int
) -> None:
    imports = ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=chunk_rows)
    run(imports, [row(9, id="kept")])
    new = new_import([row(1, id="A"), row(1, id="B"), row(9, id="other"), row(1, id="C")])
    said = [("doublon-exact", ((3, 3), (5, 5)), False), ("deja-importee", ((4, 4),), False)]
    assert told(tried(imports, new)) == said
    report = applied(imports, new)
    assert told(report) == said
    assert counted(report) == {"created": 4, "lines": 4, "duplicates": 3}


# Another source


def test_another_source_that_numbers_alike_overwrites_nothing(base: Database, imports: ImportService) -> None:
    run(imports, [row(1), row(2), row(3)])
    before = contents(base)
    new = new_import([stranger(1), stranger(2), row(3, titre="Nouveau titre")])
    report = tried(imports, new)
    assert counted(report) == {"refused": 2, "revised": 1, "lines": 3}
    assert told(report) == [("identifiant-d-une-autre-fiche", ((2, 3),), True)]
    assert "autre source" in report.groups[0].advice
    assert counted(applied(imports, new)) == {"refused": 2, "revised": 1, "lines": 3}
    assert contents(base)[:2] == before[:2]


def test_a_source_of_its_own_creates_its_fiches(base: Database, imports: ImportService) -> None:
    run(imports, [row(1), row(2)])
    report = applied(imports, new_import([stranger(1), stranger(2)], source="oliviers"))
    assert counted(report) == {"created": 2, "lines": 2}


def test_a_yes_overwrites(base: Database, imports: ImportService) -> None:
    run(imports, [row(1)])
    assert counted(applied(imports, new_import([stranger(1)], overwrite=True))) == {
        "revised": 1,
        "emptied": 1,
        "lines": 1,
    }
    assert all_fiches(base)[0].content.title == "Atelier tricot 1"


def test_an_import_that_was_interrupted_refuses_the_same_rows(base: Database, imports: ImportService) -> None:
    rows = [row(number) for number in range(1, 11)]
    run(imports, rows)
    batch = interrupted(imports, [stranger(number) for number in range(1, 11)], after=4)
    report = imports.apply(batch)
    assert counted(report) == {"refused": 10, "lines": 10}
    assert told(report) == [("identifiant-d-une-autre-fiche", ((2, 11),), True)]
    assert [each.content.title for each in all_fiches(base)] == [f"Service {number}" for number in range(1, 11)]


# The files of faults


def of_faults(name: str) -> NewImport:
    return NewImport(name, (SAMPLES / "faults" / name).read_bytes(), "modele")


@needs_samples
@pytest.mark.samples
def test_identifiers_without_their_zeros_are_named_before_anything_is_written(imports: ImportService) -> None:
    assert counted(applied(imports, of_faults("identifiants_avec_zeros.csv"))) == {"created": 2, "lines": 2}
    report = tried(imports, of_faults("identifiants_sans_zeros.csv"))
    (group,) = [each for each in report.groups if each.kind == "deja-importee"]
    assert group.ranges == ((2, 3),)
    assert "--ignore-zeros" in group.advice


@needs_samples
@pytest.mark.samples
def test_the_fiches_of_one_partner_are_not_overwritten_by_another(base: Database, imports: ImportService) -> None:
    applied(imports, of_faults("identifiants_partenaire_a.csv"))
    before = contents(base)
    report = tried(imports, of_faults("identifiants_partenaire_b.csv"))
    assert told(report)[0] == ("identifiant-d-une-autre-fiche", ((2, 3),), True)
    assert counted(applied(imports, of_faults("identifiants_partenaire_b.csv"))) == {"refused": 2, "lines": 2}
    assert contents(base) == before
