"""What the tests of imports do and read: a file applied whole or stopped half way, and the base after it."""

from collections.abc import Iterable

import pytest

from directory.domain.resource import Resource
from directory.services.imports.reports import ImportReport
from directory.services.imports.service import ImportService
from directory.store.database import Database
from tests.fiches import LEA
from tests.imports import new_import


class Stopped(Exception):
    """The worker dies here."""


def run(imports: ImportService, rows: Iterable[dict[str, str]], **said: str) -> tuple[int, ImportReport]:
    batch = imports.receive(new_import(rows, **said), author=LEA)
    imports.dry_run(batch)
    return batch, imports.apply(batch)


def all_fiches(base: Database) -> list[Resource]:
    with base.read() as uow:
        return uow.resources.iterate(after_id=0, limit=1000)


def contents(base: Database) -> list[object]:
    return [(each.id, each.content) for each in all_fiches(base)]


def seq(base: Database) -> int:
    with base.read() as uow:
        return uow.changes.max_seq()


def counted(report: ImportReport) -> dict[str, int]:
    return {name: count for name, count in report.counts.items() if count}


def stop_after(rows: int) -> object:
    def progress(done: int) -> None:
        if done >= rows:
            raise Stopped

    return progress


def interrupted(imports: ImportService, rows: list[dict[str, str]], *, after: int) -> int:
    batch = imports.receive(new_import(rows), author=LEA)
    imports.dry_run(batch)
    with pytest.raises(Stopped):
        imports.apply(batch, progress=stop_after(after))  # type: ignore[arg-type]
    return batch
