"""The edits of the classification."""

import json
from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, insert, select

from directory.domain.taxonomy_edits import Edit, Said
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.tables import taxonomy_edit
from directory.store.types import to_json

_select = select(*columns_for(Edit, taxonomy_edit))


class TaxonomyEditRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Edit) -> Edit:
        """Write an edit and return it with its number."""
        said = {"before": to_json(asdict(added.before)), "after": to_json(asdict(added.after))}
        query = insert(taxonomy_edit).values(values_of(added, without=("id",)) | said).returning(taxonomy_edit.c.id)
        return replace(added, id=int(self._connection.execute(query).scalar_one()))

    def get(self, number: int) -> Edit | None:
        row = self._connection.execute(_select.where(taxonomy_edit.c.id == number)).mappings().one_or_none()
        return None if row is None else _edit(row)

    def latest(self, *, limit: int) -> list[Edit]:
        """Return the last edits, the newest first."""
        rows = self._connection.execute(_select.order_by(taxonomy_edit.c.id.desc()).limit(limit)).mappings()
        return [_edit(row) for row in rows]


def _edit(row: RowMapping) -> Edit:
    found = record_of(Edit, row)
    return replace(found, before=_said(row["before"]), after=_said(row["after"]))


def _said(kept: str) -> Said:
    values = json.loads(kept)
    return Said(values["label"], tuple(values["search_words"]), values["retired"])
