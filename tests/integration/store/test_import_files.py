"""The file of an import is kept as it was received, for thirteen months once the import is over."""

from datetime import timedelta

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.imports.old_files import FileKeeping
from directory.services.imports.service import ImportService
from directory.services.work.jobs import JobService
from directory.store.database import Database
from tests.fiches import GAZETTEER, LEA, NOW
from tests.imports import csv_file, new_import, row
from tests.integration.store.importing import run


@pytest.fixture
def imports(base: Database, service: ResourceService) -> ImportService:
    return ImportService(base, service, GAZETTEER, now=lambda: NOW)


def test_a_file_is_dropped_after_thirteen_months_unless_its_import_waits(
    base: Database, imports: ImportService
) -> None:
    rows = [row(1), row(2)]
    applied, _ = run(imports, rows)
    undone, _ = run(imports, [*rows, row(3)])
    imports.undo(undone, author=LEA)
    waiting = imports.receive(new_import(rows), author=LEA)
    year_after = NOW.replace(year=NOW.year + 1)
    kept = {}
    for days in (0, 29, 32):
        keeping = FileKeeping(base, JobService(base), now=lambda days=days: year_after + timedelta(days=days))  # type: ignore[misc]
        keeping.run(None, lambda: None)  # type: ignore[arg-type]
        with base.read() as uow:
            kept[days] = [uow.batches.has_file(each) for each in (applied, undone, waiting)]
            if kept[days][0]:
                assert uow.batches.file(applied) == csv_file(rows)
    assert kept == {0: [True] * 3, 29: [True] * 3, 32: [False, False, True]}
    assert imports.batch(applied).digest
