"""Files: looked at first, applied in slices, the same twice changes nothing."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from directory.domain.imports import BatchState
from directory.domain.resource import Origin, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.imports.batches import BatchNotReady, BatchTaken, UnknownBatch, UnknownFormat
from directory.services.imports.service import ImportService, NewImport
from directory.store.database import Database
from importers.formats.mapping import BadMapping
from tests.fiches import FORM, GAZETTEER, LEA, NOW, SAM, fiche
from tests.imports import new_import, row
from tests.integration.store.importing import all_fiches, contents, counted, interrupted, run, seq


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=4)


def test_a_dry_run_says_what_would_be_done_and_writes_no_fiche(base: Database, imports: ImportService) -> None:
    batch = imports.receive(new_import([row(1), row(2), row(3, titre="")]), author=LEA)
    report = imports.dry_run(batch)
    assert counted(report) == {"created": 2, "refused": 1, "lines": 3}
    assert [(each.line, each.title) for each in report.created] == [(2, "Service 1"), (3, "Service 2")]
    assert [(each.kind, each.ranges) for each in report.groups if each.refuses] == [("titre-absent", ((4, 4),))]
    assert all_fiches(base) == []
    assert seq(base) == 0
    assert imports.report(batch) == report
    assert imports.batch(batch).state is BatchState.PREVIEWED


def test_applying_does_what_the_dry_run_said(base: Database, imports: ImportService) -> None:
    batch, report = run(imports, [row(number) for number in range(1, 11)])
    assert counted(report) == {"created": 10, "lines": 10}
    fiches = all_fiches(base)
    assert [each.content.title for each in fiches] == [f"Service {number}" for number in range(1, 11)]
    first = fiches[0]
    assert first.origin == Origin(SaveOrigin.IMPORT, "essai", "s-1", batch)
    assert (first.imported_at, first.verified_at) == (NOW, None)
    assert first.content.hours == "Mo-Fr 09:00-12:00"
    assert first.content.places[0].commune_code == "13004"
    done = imports.batch(batch)
    assert (done.state, done.applied_at, done.author) == (BatchState.APPLIED, NOW, LEA)
    with base.read() as uow:
        (version,) = uow.versions.of(first.id)
    assert (version.author, version.origin.batch) == (LEA, batch)


def test_the_same_file_twice_changes_nothing(base: Database, imports: ImportService) -> None:
    rows = [row(number) for number in range(1, 11)]
    run(imports, rows)
    before, last = all_fiches(base), seq(base)
    _, report = run(imports, rows)
    assert counted(report) == {"unchanged": 10, "lines": 10}
    assert all_fiches(base) == before
    assert seq(base) == last


def test_rows_without_an_identifier_are_known_by_their_content(base: Database, imports: ImportService) -> None:
    rows = [row(number, id="") for number in range(1, 6)]
    run(imports, rows)
    _, report = run(imports, [*rows, row(9, id="")])
    assert counted(report) == {"unchanged": 5, "created": 1, "lines": 6}


def test_only_what_moved_in_the_file_is_revised(
    base: Database, imports: ImportService, service: ResourceService
) -> None:
    run(imports, [row(1), row(2)])
    first = all_fiches(base)[0]
    corrected = replace(first.content, description="Corrigé par une personne.", phone="04 90 99 99 99")
    service.revise(first.id, corrected, expected_version=1, author=SAM, origin=FORM, now=NOW)
    batch = imports.receive(new_import([row(1, titre="Nouveau titre", tel="04 90 11 11 11"), row(2)]), author=LEA)
    report = imports.dry_run(batch)
    assert counted(report) == {"revised": 1, "unchanged": 1, "lines": 2}
    assert dict(report.revised[0].changes) == {"title": ["Service 1", "Nouveau titre"]}
    # What a person wrote since the file last said otherwise stays, told with both values.
    (group,) = report.groups
    assert (group.kind, group.column, group.ranges) == ("ecrit-depuis", "Téléphone", ((2, 2),))
    assert "04 90 99 99 99" in group.values[0] and "04 90 11 11 11" in group.values[0]
    imports.apply(batch)
    kept = all_fiches(base)[0].content
    assert (kept.title, kept.phone) == ("Nouveau titre", "04 90 99 99 99")
    assert kept.description == "Corrigé par une personne."


def test_a_truncated_file_never_empties_the_base(base: Database, imports: ImportService) -> None:
    run(imports, [row(number) for number in range(1, 11)])
    before = contents(base)
    _, report = run(imports, [row(1)])
    assert counted(report) == {"unchanged": 1, "lines": 1}
    assert contents(base) == before


def test_refused_rows_can_be_corrected_and_sent_back(base: Database, imports: ImportService) -> None:
    batch, report = run(imports, [row(1), row(2, structure=""), row(3, id="s-1", titre="Autre")])
    assert counted(report) == {"created": 1, "refused": 2, "lines": 3}
    refused = imports.refusals(batch)
    assert [(each.line, each.cells["id"]) for each in refused] == [(3, "s-2"), (4, "s-1")]
    assert {error["kind"] for each in refused for error in each.errors} == {
        "structure-absente", "identifiant-contradictoire",
    }  # fmt: skip
    text = "".join(imports.refused_file(batch))
    corrected = replace(new_import([]), content=text.replace("s-2;Service 2;;", "s-2;Service 2;Structure 2;").encode())
    again = imports.receive(corrected, author=LEA)
    report = imports.dry_run(again)
    assert counted(report) == {"created": 1, "revised": 1, "lines": 2}
    # The column that says why is not taken for one that the format lacks.
    assert report.notices == ()


def test_a_value_the_base_cannot_keep_refuses_its_row_in_the_dry_run_already(
    base: Database, imports: ImportService
) -> None:
    batch = imports.receive(new_import([row(1)], institution="inconnue"), author=LEA)
    report = imports.dry_run(batch)
    assert counted(report) == {"refused": 1, "lines": 1}
    assert [(each.kind, each.column) for each in report.groups] == [("valeur-inconnue", "")]
    assert counted(imports.apply(batch)) == {"refused": 1, "lines": 1}
    (refused,) = imports.refusals(batch)
    assert (refused.line, refused.cells["id"], refused.errors[0]["kind"]) == (2, "s-1", "valeur-inconnue")


def test_exact_duplicates_are_created_and_flagged(base: Database, imports: ImportService) -> None:
    same = [row(1), row(2), row(1, id="s-1bis")]
    _, report = run(imports, [*same, *(row(number) for number in range(3, 9)), row(1, id="s-1ter")])
    assert counted(report) == {"created": 10, "lines": 10, "duplicates": 2}
    first, _, twin, *_, last = all_fiches(base)
    with base.read() as uow:
        flags = uow.duplicates.of(first.id)
    assert [(each.resource_id, each.other_id, *each.reasons) for each in flags] == [
        (twin.id, first.id, "identique"),
        (last.id, first.id, "identique"),
    ]


def test_fiches_without_an_owner_go_to_the_institution_that_imports(base: Database, imports: ImportService) -> None:
    run(imports, [row(1)], institution="caf-13")
    assert all_fiches(base)[0].content.institution == "caf-13"


def test_a_file_that_cannot_be_read_is_told_and_never_applied(base: Database, imports: ImportService) -> None:
    new = replace(new_import([row(1)]), content=b"%PDF-1.7 binary")
    batch = imports.receive(new, author=LEA)
    report = imports.dry_run(batch)
    assert report.unreadable is not None
    assert report.unreadable.kind == "pdf"
    assert imports.report(batch) == report
    with pytest.raises(BatchNotReady):
        imports.apply(batch)


def test_nothing_is_applied_before_it_was_looked_at(imports: ImportService) -> None:
    batch = imports.receive(new_import([row(1)]), author=LEA)
    with pytest.raises(BatchNotReady):
        imports.apply(batch)
    with pytest.raises(UnknownBatch):
        imports.apply(batch + 1)


def test_an_unknown_format_or_a_faulty_mapping_is_refused_at_once(imports: ImportService) -> None:
    with pytest.raises(UnknownFormat):
        imports.receive(NewImport("x.csv", b"", "inconnu"), author=LEA)
    with pytest.raises(BadMapping):
        imports.receive(NewImport("x.csv", b"", "essai", mapping_text="{"), author=LEA)


def test_an_import_stopped_half_way_is_finished_where_it_was(base: Database, imports: ImportService) -> None:
    rows = [row(number) for number in range(1, 11)]
    rows[8] = row(2)
    rows[9] = row(1, titre="Contradictoire")
    batch = interrupted(imports, rows, after=4)
    assert len(all_fiches(base)) == 4
    assert [each.id for each in imports.unfinished()] == [batch]
    imports.resume(batch)
    done = imports.batch(batch)
    assert done.state is BatchState.APPLIED
    assert {name: count for name, count in done.counts.items() if count} == {
        "created": 8, "repeated": 1, "refused": 1, "lines": 10,
    }  # fmt: skip
    assert [each.content.title for each in all_fiches(base)] == [f"Service {number}" for number in range(1, 9)]
    assert [each.line for each in imports.refusals(batch)] == [11]
    assert imports.unfinished() == []


def test_a_worker_that_lost_its_import_stops_at_once(base: Database, imports: ImportService) -> None:
    batch = imports.receive(new_import([row(number) for number in range(1, 11)]), author=LEA)
    imports.dry_run(batch)
    overtaken = []

    def overtake(_done: int) -> None:
        if not overtaken:
            overtaken.append(True)
            imports.resume(batch)

    with pytest.raises(BatchTaken):
        imports.apply(batch, progress=overtake)
    assert len(all_fiches(base)) == 10


def test_the_batches_are_listed_last_first(imports: ImportService) -> None:
    first, _ = run(imports, [row(1)])
    second = imports.receive(new_import([row(2)]), author=SAM)
    assert [each.id for each in imports.latest()] == [second, first]


def test_dates_of_an_import_do_not_depend_on_the_day_it_is_resumed(base: Database, service: ResourceService) -> None:
    clock = iter(NOW + timedelta(days=day) for day in range(100))
    imports = ImportService(base, service, GAZETTEER, now=lambda: next(clock), chunk_rows=4)
    rows = [row(number) for number in range(1, 11)]
    batch = imports.receive(new_import(rows), author=LEA)
    imports.dry_run(batch)
    imports.apply(batch)
    _, report = run(imports, rows)
    assert counted(report) == {"unchanged": 10, "lines": 10}


def test_people_save_while_a_file_is_imported(base: Database, imports: ImportService, service: ResourceService) -> None:
    batch = imports.receive(new_import([row(number) for number in range(1, 81)]), author=LEA)
    imports.dry_run(batch)
    worker = threading.Thread(target=imports.apply, args=(batch,))
    worker.start()
    saved = [service.create(fiche(f"F{number}"), author=SAM, origin=FORM, now=NOW).resource.id for number in range(20)]
    worker.join()
    assert imports.batch(batch).state is BatchState.APPLIED
    assert len(all_fiches(base)) == 100
    assert [each.content.title for each in service.by_ids(saved)] == [f"F{number}" for number in range(20)]
