"""Fiches made one."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, or_, select, update

from directory.domain.changes import Author
from directory.domain.merging import Merge
from directory.store.slices import in_slices
from directory.store.tables import merge
from directory.store.types import to_json


class MergeRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, made: Merge) -> None:
        self._connection.execute(
            insert(merge).values(
                survivor_id=made.survivor_id, other_id=made.other_id, at=made.at, author_account=made.author.account,
                author_label=made.author.label, survivor_before=made.survivor_before,
                survivor_after=made.survivor_after, other_before=made.other_before, records=to_json(made.records),
                apart=to_json(made.apart),
            )
        )  # fmt: skip

    def get(self, number: int) -> Merge | None:
        found = self._found(merge.c.id == number)
        return found[0] if found else None

    def of(self, resource_id: int) -> list[Merge]:
        """Return the merges that a fiche was in, on either side, those taken back included, oldest first."""
        return self._found(or_(merge.c.survivor_id == resource_id, merge.c.other_id == resource_id))

    def into(self, resource_id: int) -> list[int]:
        """Return the fiches for which one stands, those merged into them before included."""
        found: list[int] = []
        wanted = [resource_id]
        while wanted:
            query = select(merge.c.other_id).where(merge.c.survivor_id.in_(wanted), merge.c.undone_at.is_(None))
            wanted = list(self._connection.execute(query.order_by(merge.c.id)).scalars())
            found += wanted
        return found

    def standing_in(self, ids: Sequence[int]) -> set[int]:
        """Return those of some fiches into which another was merged, and still is."""
        found: set[int] = set()
        for some in in_slices(ids):
            query = select(merge.c.survivor_id).where(merge.c.survivor_id.in_(some), merge.c.undone_at.is_(None))
            found.update(self._connection.execute(query).scalars())
        return found

    def mark_undone(self, number: int, at: datetime) -> None:
        self._connection.execute(update(merge).where(merge.c.id == number).values(undone_at=at))

    def _found(self, chosen: ColumnElement[bool]) -> list[Merge]:
        query = select(merge).where(chosen).order_by(merge.c.id)
        return [_merge(row) for row in self._connection.execute(query).mappings()]


def _merge(row: RowMapping) -> Merge:
    return Merge(
        row["survivor_id"],
        row["other_id"],
        row["at"],
        Author(row["author_account"], row["author_label"]),
        row["survivor_before"],
        row["survivor_after"],
        row["other_before"],
        tuple((source, key) for source, key in json.loads(row["records"])),
        tuple(json.loads(row["apart"])),
        row["undone_at"],
        row["id"],
    )
