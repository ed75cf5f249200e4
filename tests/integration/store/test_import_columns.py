"""A column renamed or gone from one month to the next: absent is not empty, and nothing is erased in silence."""

from dataclasses import replace

import pytest

from directory.domain.imports import BatchState
from directory.services.fiches.editing import ResourceService
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.service import ImportService, NewImport
from directory.store.database import Database
from tests.fiches import FORM, GAZETTEER, LEA, NOW, SAM
from tests.imports import COLUMNS, new_import, row
from tests.integration.store.importing import all_fiches, counted, run

ROWS = [row(1), row(2)]


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW)


def without(*columns: str, **renamed: str) -> NewImport:
    """Return the next month's file, columns taken away or renamed."""
    header = [renamed.get(name, name) for name in COLUMNS if name not in columns]
    lines = [header, *([each[name] for name in COLUMNS if name not in columns] for each in ROWS)]
    return replace(new_import(ROWS), content="\n".join(";".join(line) for line in lines).encode())


def phones(base: Database) -> list[str]:
    return [each.content.phone for each in all_fiches(base)]


def test_a_renamed_column_stops_the_dry_run_and_its_like_is_offered(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    batch = imports.receive(without(tel="telephone_accueil"), author=LEA)
    report = imports.dry_run(batch)
    assert report.unreadable is not None
    assert report.unreadable.kind == "colonnes-disparues"
    assert "« tel »" in report.unreadable.text
    assert "--rename telephone_accueil=tel" in report.unreadable.advice
    assert imports.batch(batch).state is BatchState.UNREADABLE
    with pytest.raises(BatchNotReady):
        imports.apply(batch)
    assert phones(base) == ["04 90 00 00 00"] * 2


def test_a_renamed_column_told_so_changes_nothing(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    batch = imports.receive(replace(without(tel="telephone_accueil"), renamed={"telephone_accueil": "tel"}), author=LEA)
    assert counted(imports.dry_run(batch)) == {"unchanged": 2, "lines": 2}


def test_a_column_agreed_to_be_gone_leaves_what_fiches_say(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    batch = imports.receive(replace(without("tel"), without=["tel"]), author=LEA)
    assert counted(imports.dry_run(batch)) == {"unchanged": 2, "lines": 2}
    imports.apply(batch)
    assert phones(base) == ["04 90 00 00 00"] * 2
    # The month after, nobody is asked again: the last file had none.
    later = imports.receive(without("tel"), author=LEA)
    assert counted(imports.dry_run(later)) == {"unchanged": 2, "lines": 2}


def test_another_source_has_its_own_columns(imports: ImportService) -> None:
    run(imports, ROWS)
    batch = imports.receive(replace(without("tel"), source="autre"), author=LEA)
    assert imports.dry_run(batch).unreadable is None


def test_an_emptied_cell_erases_what_its_source_said_counted_apart(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    _, report = run(imports, [row(1, tel=""), row(2)])
    assert counted(report) == {"revised": 1, "unchanged": 1, "lines": 2, "emptied": 1}
    assert phones(base) == ["", "04 90 00 00 00"]


def test_an_emptied_cell_does_not_erase_what_somebody_wrote(
    base: Database, imports: ImportService, service: ResourceService
) -> None:
    run(imports, ROWS)
    first = all_fiches(base)[0]
    service.revise(
        first.id,
        replace(first.content, phone="04 65 71 00 10"),
        expected_version=first.version,
        author=SAM,
        origin=FORM,
        now=NOW,
    )
    _, report = run(imports, [row(1, tel=""), row(2)])
    assert counted(report) == {"unchanged": 2, "lines": 2}
    assert phones(base) == ["04 65 71 00 10", "04 90 00 00 00"]


def test_a_repeated_line_is_still_one_in_a_file_that_lost_a_column(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    lost = without("tel")
    twice = replace(lost, content=lost.content + b"\n" + lost.content.splitlines()[1], without=["tel"])
    counts = counted(imports.dry_run(imports.receive(twice, author=LEA)))
    assert counts["lines"] == 3 and "refused" not in counts
    assert phones(base) == ["04 90 00 00 00"] * 2


def test_a_renamed_column_is_known_by_its_new_name_the_months_after(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    told = replace(without(tel="telephone_accueil"), renamed={"telephone_accueil": "tel"})
    second = imports.receive(told, author=LEA)
    imports.dry_run(second)
    imports.apply(second)
    for later in (without(tel="telephone_accueil"), without()):
        batch = imports.receive(later, author=LEA)
        assert counted(imports.dry_run(batch)) == {"unchanged": 2, "lines": 2}
        imports.apply(batch)
    both = replace(without(), content=without().content.replace(b"adresse", b"telephone_accueil"), without=["adresse"])
    counts = counted(imports.dry_run(imports.receive(both, author=LEA)))
    assert "emptied" not in counts
    assert phones(base) == ["04 90 00 00 00"] * 2


def test_a_column_that_vanished_and_is_back_says_again_what_it_said(base: Database, imports: ImportService) -> None:
    run(imports, ROWS)
    second = imports.receive(replace(without("tel"), without=["tel"]), author=LEA)
    imports.dry_run(second)
    imports.apply(second)
    assert counted(run(imports, ROWS)[1]) == {"unchanged": 2, "lines": 2}
    _, report = run(imports, [row(1, tel="04 65 71 00 10"), row(2, tel="")])
    assert counted(report) == {"revised": 2, "lines": 2, "emptied": 1}
    assert phones(base) == ["04 65 71 00 10", ""]
