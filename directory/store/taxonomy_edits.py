"""The edits of the classification."""

import json
from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, insert, or_, select

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

    def together(self, number: int) -> list[Edit]:
        """Return an edit and those made in the same gesture, the first one first; empty when there is none."""
        query = _select.where(or_(taxonomy_edit.c.id == number, taxonomy_edit.c.comes_with == number))
        return [_edit(row) for row in self._connection.execute(query.order_by(taxonomy_edit.c.id)).mappings()]

    def latest(self, *, limit: int) -> list[Edit]:
        """Return the last edits, the newest first; of those made in one gesture, the first."""
        query = _select.where(taxonomy_edit.c.comes_with == 0).order_by(taxonomy_edit.c.id.desc())
        rows = self._connection.execute(query.limit(limit)).mappings()
        return [_edit(row) for row in rows]


def _edit(row: RowMapping) -> Edit:
    found = record_of(Edit, row)
    return replace(found, before=_said(row["before"]), after=_said(row["after"]))


def _said(kept: str) -> Said:
    values = json.loads(kept)
    # What was not kept at first had the same value before and after: none of it is put back.
    rest = {name: values[name] for name in ("description", "rank", "replaced_by", "family") if name in values}
    return Said(values["label"], tuple(values["search_words"]), values["retired"], **rest)
