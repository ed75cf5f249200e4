"""A base that was filled before the second migration is upgraded: all that it held reads back, and life goes on.

``filled_base.json`` holds what such a base had in its tables, row by row, and what the product read of it then.
"""

import base64
import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Date, DateTime, MetaData, Table, text

from directory.domain.changes import Json, content_after, plain
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.lines import fill_lines
from directory.services.imports.service import ImportService
from directory.store import schema
from directory.store.database import Database
from directory.store.line_rows import line_of, written
from tests.fiches import FORM, GAZETTEER, LEA, NOW, SAM
from tests.imports import new_import, row

HELD = json.loads(Path(__file__).with_name("filled_base.json").read_text(encoding="utf-8"))
FIRST = Path(schema.__file__).parent / "migrations" / "versions" / "0001_first_schema.py"
FIRST_SHA256 = "b2942da8b28641d52e87f3311dd9441432452eacd29d67171201b439032964f9"


def test_the_first_migration_never_changes() -> None:
    """Bases were made by it: what comes next is a migration of its own."""
    assert hashlib.sha256(FIRST.read_bytes()).hexdigest() == FIRST_SHA256


def _filled(database: Database) -> Database:
    """Make a base as the first migration did, put the rows there, then upgrade it."""
    schema.upgrade(database, to="0001")
    with database.write() as uow:
        for name, table in HELD["tables"].items():
            _insert(uow.connection, name, table["columns"], table["rows"])
    schema.upgrade(database)
    return database


def _insert(connection: Connection, name: str, columns: list[str], rows: list[list[object]]) -> None:
    table = Table(name, MetaData(), autoload_with=connection)
    for cells in rows:
        values = {column: _cell(table, column, cell) for column, cell in zip(columns, cells, strict=True)}
        connection.execute(table.insert().values(values))
    serial = next(iter(table.primary_key.columns))
    if connection.dialect.name == "postgresql" and rows and serial.server_default is not None:
        # The numbers given by hand are taken: the next one comes after them.
        sequence = f"pg_get_serial_sequence('{name}', '{serial.name}')"
        connection.execute(text(f"SELECT setval({sequence}, max({serial.name})) FROM {name}"))


def _cell(table: Table, column: str, cell: object) -> object:
    kind = table.c[column].type
    if isinstance(cell, dict):
        return base64.b64decode(cell["base64"])
    if isinstance(kind, DateTime) and isinstance(cell, str):
        return datetime.fromisoformat(cell)
    if isinstance(kind, Date) and isinstance(cell, str):
        return date.fromisoformat(cell)
    return bool(cell) if kind.python_type is bool else cell


@pytest.fixture
def filled(empty_database: Database) -> Database:
    return _filled(empty_database)


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def test_every_fiche_version_and_confirmation_reads_back(filled: Database) -> None:
    with filled.read() as uow:
        fiches = {fiche.id: fiche for fiche in uow.resources.iterate(after_id=0, limit=1000)}
        assert sorted(fiches) == [held["id"] for held in HELD["read"]["fiches"]]
        for held in HELD["read"]["fiches"]:
            fiche, versions = fiches[held["id"]], uow.versions.of(held["id"])
            assert {name: plain(getattr(fiche.content, name)) for name in held["content"]} == held["content"]
            assert (fiche.version, asdict(fiche.origin)) == (held["version"], held["origin"])
            dates = [fiche.created_at, fiche.modified_at, fiche.verified_at, fiche.imported_at]
            assert [_instant(at) for at in dates] == held["dates"]
            told: list[Json] = [
                {"number": each.number, "at": _instant(each.at), "author": [each.author.account, each.author.label],
                 "origin": asdict(each.origin), "changes": each.changes}
                for each in versions
            ]  # fmt: skip
            assert told == held["versions"]
            confirmed = [[_instant(each.at), each.author.label] for each in uow.versions.verifications(fiche.id)]
            assert confirmed == held["verifications"]
            assert content_after(versions) == fiche.content


def test_lists_show_its_fiches_before_and_after_their_lines_are_written(filled: Database) -> None:
    with filled.read() as uow:
        fiches = {each.id: each for each in uow.resources.iterate(after_id=0, limit=1000)}
        published = {each.id: written(line_of(each)) for each in fiches.values() if each.content.is_published}
    for lacking in (len(published), 0):
        with filled.read() as uow:
            assert {each.line.id: written(each.line) for each in uow.lines.published(list(fiches))} == published
        assert fill_lines(filled) == lacking


def test_every_record_batch_and_job_reads_back(filled: Database) -> None:
    held = HELD["read"]
    with filled.read() as uow:
        records = [
            [each.source, each.key, each.resource_id, each.batch_id]
            for number in (1, 2, 3)
            for each in uow.records.of_batch(number, after=("", ""), limit=100)
        ]
        assert records == held["records"]
        for batch in held["batches"]:
            found = uow.batches.get(batch["id"])
            assert found is not None
            assert (found.state.value, found.counts) == (batch["state"], batch["counts"])
            refusals = [[each.line, each.cells] for each in uow.batches.refusals(batch["id"])]
            assert refusals == batch["refusals"]
        (job,) = uow.jobs.latest(limit=10)
        assert [job.kind, job.key, job.state.value, job.checkpoint] == held["job"]
        assert uow.changes.max_seq() == len(HELD["tables"]["change"]["rows"])


def test_an_upgraded_base_goes_on(filled: Database) -> None:
    service = ResourceService(filled, GAZETTEER)
    imports = ImportService(filled, service, GAZETTEER, now=lambda: NOW)
    for batch in HELD["read"]["batches"]:
        imports.report(batch["id"])
    # What the last import of the old base created goes, what it revised says again what it said.
    assert dict(imports.undo(2, author=SAM))["taken_back"] == 2
    assert service.get(5).content.title == "Service 1"
    batch = imports.receive(new_import([row(1), row(2), row(4), row(7)]), author=LEA)
    imports.dry_run(batch)
    counts = imports.apply(batch).counts
    assert (counts["created"], counts["revised"], counts["unchanged"]) == (1, 0, 3)
    first = service.get(2)
    service.revise(
        2, replace(first.content, title="Autre"), expected_version=first.version, author=LEA, origin=FORM, now=NOW
    )
    assert service.content_at(2, 1).title == "Permis à un euro"
    service.archive(1, expected_version=service.get(1).version, author=LEA, origin=FORM, now=NOW)
