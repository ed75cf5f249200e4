"""What people wrote since a file last spoke is kept, and told with what the file says now."""

from dataclasses import replace

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save
from directory.services.imports.service import ImportService
from directory.store.database import Database
from fiche.content import Content
from tests.fiches import FORM, GAZETTEER, NOW, SAM
from tests.imports import new_import, row
from tests.integration.store.importing import all_fiches, counted, interrupted, run


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW)


@pytest.fixture
def written(base: Database, imports: ImportService, service: ResourceService) -> Content:
    """A fiche of a file, to which a person added a need, whose address they wrote anew."""
    run(imports, [row(1)])
    (found,) = all_fiches(base)
    content = replace(
        found.content,
        needs=("mobilite-permis", "mobilite-transport"),
        places=(replace(found.content.places[0], address="9 quai Neuf"),),
    )
    kept = service.revise(found.id, content, expected_version=1, author=SAM, origin=FORM, now=NOW)
    return kept.resource.content


def test_of_a_list_that_a_person_lengthened_only_the_part_of_the_file_moves(
    base: Database, imports: ImportService, written: Content
) -> None:
    run(imports, [row(1, besoins="famille-garde")])
    assert all_fiches(base)[0].content.needs == ("famille-garde", "mobilite-transport")


def test_an_address_that_a_person_wrote_anew_stays_and_is_told_once(
    base: Database, imports: ImportService, written: Content
) -> None:
    moved = [row(1, adresse="2 rue du Port")]
    _, report = run(imports, moved)
    (group,) = report.groups
    assert (group.kind, group.column) == ("ecrit-depuis", "Lieux")
    assert "9 quai Neuf" in group.values[0] and "2 rue du Port" in group.values[0]
    assert all_fiches(base)[0].content.places == written.places
    assert counted(run(imports, moved)[1]) == {"unchanged": 1, "lines": 1}


def test_what_nobody_wrote_follows_the_file(base: Database, imports: ImportService, written: Content) -> None:
    run(imports, [row(1, tel="04 90 11 11 11", adresse="1 rue de la République")])
    assert all_fiches(base)[0].content.phone == "04 90 11 11 11"


def test_what_is_kept_is_told_whole_after_an_interruption(
    base: Database, service: ResourceService, imports: ImportService, written: Content
) -> None:
    small = ImportService(base, service, GAZETTEER, now=lambda: NOW, chunk_rows=1)
    batch = interrupted(small, [row(1, adresse="2 rue du Port", titre="Autre titre"), row(2), row(3)], after=2)
    small.resume(batch)
    report = small.report(batch)
    (group,) = report.groups
    assert (group.kind, group.column, group.count, group.ranges) == ("ecrit-depuis", "Lieux", 1, ((2, 2),))
    assert "9 quai Neuf" in group.values[0]
    assert counted(report) == {"revised": 1, "created": 2, "lines": 3}


def test_a_trial_refuses_no_row_for_what_the_fiche_said_already(
    base: Database, imports: ImportService, service: ResourceService
) -> None:
    """Kept by the rules of another day: what a save leaves as it was bars no road, to the trial either."""
    run(imports, [row(1)])
    (found,) = all_fiches(base)
    with base.write() as uow:
        old = replace(found.content, email="accueil de la mairie")
        service.save_many(uow, [Save(old, SAM, FORM, found, kept_before=True)], now=NOW)
    batch = imports.receive(new_import([row(1, titre="Nouveau titre")]), author=SAM)
    assert counted(imports.dry_run(batch)) == {"revised": 1, "lines": 1}
    assert counted(imports.apply(batch)) == {"revised": 1, "lines": 1}
    assert all_fiches(base)[0].content.title == "Nouveau titre"
