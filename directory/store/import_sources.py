"""The sources that the pages of imports know."""

import json
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, insert, select, update

from directory.domain.changes import Document
from directory.domain.imports import ImportSource
from directory.store.mapping import columns_for, values_of
from directory.store.tables import import_source
from directory.store.types import to_json

_select = select(*columns_for(ImportSource, import_source))


class ImportSourceRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: ImportSource) -> ImportSource:
        """Write a new source and return it with its number."""
        query = insert(import_source).values(_values(added)).returning(import_source.c.id)
        return replace(added, id=int(self._connection.execute(query).scalar_one()))

    def save(self, saved: ImportSource) -> None:
        self._connection.execute(update(import_source).where(import_source.c.id == saved.id).values(_values(saved)))

    def get(self, number: int) -> ImportSource | None:
        row = self._connection.execute(_select.where(import_source.c.id == number)).mappings().one_or_none()
        return None if row is None else _record(row)

    def of_institutions(self, institutions: Collection[str] | None) -> list[ImportSource]:
        """Return the sources of some institutions, None for all, the last used first."""
        query = _select.order_by(import_source.c.changed_at.desc(), import_source.c.id.desc())
        if institutions is not None:
            query = query.where(import_source.c.institution.in_(sorted(institutions)))
        return [_record(row) for row in self._connection.execute(query).mappings()]

    def scheduled(self) -> list[tuple[int, str, str, Document]]:
        """Return number, name, institution and schedule of the sources whose files are found each night."""
        columns = import_source.c
        query = select(columns.id, columns.name, columns.institution, columns.schedule).where(columns.schedule != "{}")
        rows = self._connection.execute(query.order_by(columns.id))
        return [(number, name, code, json.loads(said)) for number, name, code, said in rows]

    def identities(self) -> frozenset[tuple[str, str]]:
        """Return (identity, format) of every source: two never share one."""
        query = select(import_source.c.said, import_source.c.format)
        return frozenset((said, name) for said, name in self._connection.execute(query))


def _values(record: ImportSource) -> dict[str, object]:
    kept = values_of(record, without=("id",))
    return kept | {
        "choices": to_json(record.choices),
        "columns": to_json(list(record.columns)),
        "reading": to_json(record.reading),
        "schedule": to_json(record.schedule),
    }


def _record(row: RowMapping) -> ImportSource:
    read = {name: json.loads(str(row[name])) for name in ("choices", "columns", "reading", "schedule")}
    return ImportSource(**{**row, **read, "columns": tuple(read["columns"])})
