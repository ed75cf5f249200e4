"""Imports taken back whole, gone on with, or ended in a base that others write to."""

import gc
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from directory.domain.accounts.account import Account, AccountState
from directory.domain.actors import Profile
from directory.domain.duplicates import PairState, pair
from directory.domain.entries import Entry
from directory.domain.follows import Follow, Rhythm
from directory.domain.imports import BatchState
from directory.domain.offices import Office, OfficeKind
from directory.domain.outcomes import Answer, Outcome
from directory.domain.reports.proposal import Proposal
from directory.domain.reports.report import Report, ReportKind
from directory.domain.selections import Item, Selection
from directory.domain.team_notes import TeamNote
from directory.services.fiches.editing import ResourceService
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.service import ImportService
from directory.services.imports.undo import LEFT_ALONE
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.tables import institution
from tests.fiches import FORM, GAZETTEER, LEA, NOW, SAM, TAXONOMY
from tests.imports import new_import, row
from tests.integration.store.importing import Stopped, all_fiches, contents, counted, interrupted, run, stop_after


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=4)


def test_an_import_stopped_half_way_can_be_taken_back_instead(base: Database, imports: ImportService) -> None:
    batch = interrupted(imports, [row(number) for number in range(1, 11)], after=4)
    counts = imports.undo(batch, author=SAM)
    assert (counts["taken_back"], counts["kept"]) == (4, 0)
    assert {each.content.status for each in all_fiches(base)} == {"archivee"}
    assert imports.batch(batch).state is BatchState.UNDONE
    with pytest.raises(BatchNotReady):
        imports.apply(batch)


def test_a_whole_batch_is_taken_back_but_what_people_saved_since(
    base: Database, imports: ImportService, service: ResourceService
) -> None:
    run(imports, [row(number) for number in range(1, 8)])
    before = all_fiches(base)
    moved = [row(number, titre=f"Titre {number}") for number in range(1, 8)]
    batch, _ = run(imports, [*moved, row(8), row(9)])
    saved = all_fiches(base)[2]
    service.revise(
        saved.id, replace(saved.content, phone="3949"), expected_version=2, author=SAM, origin=FORM, now=NOW
    )  # fmt: skip
    counts = imports.undo(batch, author=SAM)
    assert (counts["taken_back"], counts["kept"]) == (8, 1)
    after = all_fiches(base)
    for index in (0, 1, 3, 4, 5, 6):
        assert after[index].content == before[index].content
        assert after[index].version == 3
    assert (after[2].content.title, after[2].content.phone) == ("Titre 3", "3949")
    assert [each.content.status for each in after[7:]] == ["archivee", "archivee"]
    with base.read() as uow:
        assert uow.versions.of(1)[-1].author == SAM


def test_any_act_of_a_person_since_keeps_a_fiche_and_is_said(
    base: Database, imports: ImportService, service: ResourceService
) -> None:
    """Story 23: confirmed, reported, about which a change is proposed, though nobody saved them."""
    run(imports, [row(1), row(2)])
    service.verify(2, author=SAM, now=NOW)
    batch, _ = run(imports, [row(1, titre="Un"), row(2, titre="Deux"), row(3), row(4), row(5), row(6)])
    service.verify(3, author=SAM, now=NOW)
    with base.write() as uow:
        for number, version in ((1, 2), (4, 1)):
            uow.reports.add(Report(number, ReportKind.PHONE, "", "", None, "", "", version, NOW))
        uow.proposals.add(Proposal(5, 1, {}, "", None, "caf-13", NOW))
    counts = imports.undo(batch, author=SAM)
    assert (counts["taken_back"], counts["kept"]) == (2, 4)
    assert imports.batch(batch).report[LEFT_ALONE] == [
        [1, "signalee"], [3, "confirmee"], [4, "signalee"], [5, "signalee"],
    ]  # fmt: skip
    after = {each.id: each.content for each in all_fiches(base)}
    # Confirmed before the import, not since: it says again what it said.
    assert (after[1].title, after[2].title) == ("Un", "Service 2")
    assert [number for number, content in after.items() if content.is_archived] == [6]


def test_whatever_was_attached_to_a_fiche_since_keeps_it_and_is_said(base: Database, imports: ImportService) -> None:
    """Story 23: nobody saved them either."""
    run(imports, [row(10), row(11)])
    later, before = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    batch, _ = run(imports, [row(10, titre="Dix"), row(11, titre="Onze"), *(row(number) for number in range(1, 9))])
    new = Account(0, "Léa", "lea@exemple.fr", "lea@exemple.fr", "dep-13", Profile.CONSULTATION, False, False,
                  AccountState.ACTIVE, "", NOW)  # fmt: skip
    with base.write() as uow:
        lea = uow.accounts.add(new).id
        uow.offices.add(Office(0, OfficeKind.CCAS, "CCAS", "dep-13", resource_id=3))
        office = uow.offices.all()[0].id
        uow.team_notes.put(TeamNote(office, 4, "Appeler avant.", lea, later))
        for number in (1, 5):
            uow.follows.add(Follow(0, lea, number, None, Rhythm.DAILY, 1, None, later))
        uow.follows.add(Follow(0, lea, 2, None, Rhythm.DAILY, 1, None, before))
        uow.selections.add(Selection(0, lea, "", later, later, (Item(6, "", 1, later),)))
        uow.outcomes.add(7, "2026-11", Outcome(Answer.RECEIVED))
        uow.entries.add(Entry("a", lea, 8, 1, 1, "{}", later))
        uow.duplicates.flag([pair(9, 2, at=NOW)])
        uow.duplicates.settle(pair(9, 2, at=NOW), PairState.APART, at=before, by=lea)
    assert imports.undo(batch, author=SAM)["kept"] == 8
    assert sorted(imports.batch(batch).report[LEFT_ALONE]) == [
        [1, "suivie"], [3, "antenne"], [4, "note"], [5, "suivie"], [6, "selection"], [7, "suite"],
        [8, "en-cours-de-modification"], [9, "distinguee"],
    ]  # fmt: skip
    after = {each.id: each.content for each in all_fiches(base)}
    assert (after[1].title, after[2].title) == ("Dix", "Service 11")
    assert [number for number, content in after.items() if content.is_archived] == [10]


def test_a_file_imported_again_after_being_taken_back_does_its_work_again(
    base: Database, imports: ImportService
) -> None:
    run(imports, [row(1), row(2)])
    moved = [row(1, titre="Titre 1"), row(2), row(3)]
    batch, _ = run(imports, moved)
    applied = contents(base)
    imports.undo(batch, author=SAM)
    _, again = run(imports, moved)
    assert counted(again) == {"revised": 2, "unchanged": 1, "lines": 3}
    assert contents(base) == applied
    _, third = run(imports, moved)
    assert counted(third) == {"unchanged": 3, "lines": 3}


def test_two_batches_are_taken_back_in_the_reverse_order(base: Database, imports: ImportService) -> None:
    run(imports, [row(1)])
    original = contents(base)
    second, _ = run(imports, [row(1, titre="Deux")])
    third, _ = run(imports, [row(1, titre="Trois")])
    assert imports.undo(third, author=SAM)["taken_back"] == 1
    assert imports.undo(second, author=SAM)["taken_back"] == 1
    assert contents(base) == original
    _, report = run(imports, [row(1)])
    assert counted(report) == {"unchanged": 1, "lines": 1}


def test_an_older_batch_is_not_taken_back_under_a_later_one(base: Database, imports: ImportService) -> None:
    first, _ = run(imports, [row(1)])
    run(imports, [row(1, titre="Deux")])
    assert imports.undo(first, author=SAM)["taken_back"] == 0
    assert all_fiches(base)[0].content.title == "Deux"


def test_an_undoing_stopped_half_way_is_finished(base: Database, imports: ImportService) -> None:
    batch, _ = run(imports, [row(number) for number in range(1, 11)])
    with pytest.raises(Stopped):
        imports.undo(batch, author=SAM, progress=stop_after(4))  # type: ignore[arg-type]
    assert [each.state for each in imports.unfinished()] == [BatchState.UNDOING]
    imports.resume(batch)
    done = imports.batch(batch)
    assert (done.state, done.counts["taken_back"]) == (BatchState.UNDONE, 10)
    with base.read() as uow:
        assert {uow.versions.of(each.id)[-1].author for each in all_fiches(base)} == {SAM}
    assert all(each.version == 2 for each in all_fiches(base))


class SettledUnderAWriter(Database):
    """A base in which another process always writes when its upkeep is done."""

    def fold_journal(self) -> None:
        other = Database(f"sqlite:///{self.url.database}")
        with other.write() as uow:
            uow.marks.put("another", "writes")
            super().fold_journal()
        other.close()


def test_an_import_that_ends_while_another_process_writes_is_done(sqlite_database: Database) -> None:
    base = SettledUnderAWriter(f"sqlite:///{sqlite_database.url.database}")
    seed(base, TAXONOMY)
    imports = ImportService(base, ResourceService(base, GAZETTEER), GAZETTEER, now=lambda: NOW)
    batch, report = run(imports, [row(number) for number in range(1, 200)])
    assert counted(report) == {"created": 199, "lines": 199}
    assert imports.batch(batch).state is BatchState.APPLIED
    assert imports.undo(batch, author=SAM)["taken_back"] == 199
    base.close()


def test_an_import_gone_on_with_tells_all_that_was_refused(base: Database, service: ResourceService) -> None:
    """The base refuses each of these rows: their institution is unknown to it."""
    imports = ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=4)
    batch = imports.receive(new_import([row(number) for number in range(1, 11)], institution="inconnue"), author=LEA)
    shown = imports.dry_run(batch)
    with pytest.raises(Stopped):
        imports.apply(batch, progress=stop_after(4))  # type: ignore[arg-type]
    imports.resume(batch)
    report = imports.report(batch)
    assert [(each.kind, each.count, each.ranges) for each in report.groups] == [
        ("valeur-inconnue", 10, ((2, 11),)),
    ]  # fmt: skip
    assert report.groups == shown.groups
    assert counted(report) == counted(shown)


def forget_institutions(base: Database) -> None:
    """Make the rules of today refuse every fiche that belongs to an institution."""
    with base.write() as uow:
        uow.connection.execute(delete(institution))


def test_an_import_is_taken_back_whatever_the_rules_became(base: Database, imports: ImportService) -> None:
    run(imports, [row(1), row(3)], institution="dep-13")
    before = contents(base)
    batch, _ = run(imports, [row(1, titre="Autre"), row(3), row(5)], institution="dep-13")
    forget_institutions(base)
    counts = imports.undo(batch, author=SAM)
    assert (counts["taken_back"], counts["kept"]) == (2, 0)
    assert contents(base)[:2] == before
    assert all_fiches(base)[2].content.status == "archivee"


def test_an_import_leaves_memory_as_a_web_process_set_it(imports: ImportService) -> None:
    """What such a process froze before it was forked is shared with the others as long as it stays frozen."""
    shared = ["made before the fork"]
    gc.freeze()
    try:
        run(imports, [row(1)])
        assert not any(each is shared for each in gc.get_objects())
    finally:
        gc.unfreeze()
    run(imports, [row(2)])
    assert gc.get_freeze_count() == 0
