"""What each source last said of each fiche: how the same file twice changes nothing, and an import is undone."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, select, tuple_, update

from directory.store.bulk import BulkInsert
from directory.store.slices import in_slices
from directory.store.tables import import_match, replaced_record, resource, source_record
from directory.store.types import to_json
from fiche.codes import Status


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a source last said of a fiche.

    key      the source's identifier, or a name made of the content.
    digest   of the draft; empty once the import that created the fiche was undone.
    draft    the draft in JSON, empty likewise.
    """

    source: str
    key: str
    resource_id: int
    batch_id: int
    digest: str
    draft: str


_columns = (
    source_record.c.source, source_record.c.key, source_record.c.resource_id, source_record.c.batch_id,
    source_record.c.digest, source_record.c.draft,
)  # fmt: skip
_by_keys = select(*_columns).where(
    source_record.c.source == bindparam("source"), source_record.c.key.in_(bindparam("keys", expanding=True))
)
_by_digests = select(*_columns).where(source_record.c.digest.in_(bindparam("digests", expanding=True)))
_identity = tuple_(source_record.c.source, source_record.c.key)
_of_batch = (
    select(*_columns)
    .where(
        _identity > tuple_(bindparam("after_source"), bindparam("after_key")),
        source_record.c.batch_id == bindparam("batch"),
    )
    .order_by(source_record.c.source, source_record.c.key)
    .limit(bindparam("limit"))
)
_insert = BulkInsert(source_record, ("source", "key", "resource_id", "batch_id", "digest", "draft"))
_update = (
    update(source_record)
    .where(source_record.c.source == bindparam("the_source"), source_record.c.key == bindparam("the_key"))
    .values(batch_id=bindparam("batch_id"), digest=bindparam("digest"), draft=bindparam("draft"))
)
_insert_replaced = insert(replaced_record)


class RecordRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def blank(self, resource_id: int, field: str) -> None:
        """Take a field out of what sources last said of a fiche, or may say of it, and of what undoes an import.

        The digests stay: the same file, sent again, still changes nothing.
        """
        about = select(source_record.c.source, source_record.c.key).where(source_record.c.resource_id == resource_id)
        for source, key in self._connection.execute(about).all():
            for table in (source_record, replaced_record, import_match):
                _blank(self._connection, table, (table.c.source == source) & (table.c.key == key), field)
        _blank(self._connection, import_match, import_match.c.resource_id == resource_id, field)

    def by_keys(self, source: str, keys: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of some records of a source, by key."""
        found: dict[str, SourceRecord] = {}
        for some in in_slices(keys):
            for row in self._connection.execute(_by_keys, {"source": source, "keys": some}):
                found[row[1]] = SourceRecord(*row)
        return found

    def first_by_digests(self, digests: Sequence[str], *, but_batch: int | None = None) -> dict[str, SourceRecord]:
        """Return, for each digest that some source already gave, the record of the first fiche made of it.

        but_batch   number of an import whose records are left out.
        """
        found: dict[str, SourceRecord] = {}
        for some in in_slices(digests):
            for row in self._connection.execute(_by_digests, {"digests": some}):
                record = SourceRecord(*row)
                if record.batch_id == but_batch:
                    continue
                first = found.setdefault(record.digest, record)
                if record.resource_id < first.resource_id:
                    found[record.digest] = record
        return found

    def fiche_of(self, source: str, key: str) -> int | None:
        """Return the number of the fiche that a record of a source feeds."""
        query = select(source_record.c.resource_id).where(source_record.c.source == source, source_record.c.key == key)
        return self._connection.execute(query).scalar_one_or_none()

    def published_by_source(self) -> list[tuple[str, int]]:
        """Return each source that published fiches were first imported from, and how many."""
        query = (
            select(resource.c.origin_source, func.count())
            .where(resource.c.status == Status.PUBLISHED.value, resource.c.origin_source != "")
            .group_by(resource.c.origin_source)
            .order_by(resource.c.origin_source)
        )
        return [(source, int(count)) for source, count in self._connection.execute(query)]

    def count_of(self, source: str) -> int:
        """Return how many fiches a source speaks of."""
        query = select(func.count()).where(source_record.c.source == source, source_record.c.digest != "")
        return int(self._connection.execute(query).scalar_one())

    def keys_of_source(self, source: str) -> list[str]:
        """Return the keys of all that a source speaks of, in their order."""
        query = select(source_record.c.key).where(source_record.c.source == source, source_record.c.digest != "")
        return list(self._connection.execute(query.order_by(source_record.c.key)).scalars())

    def moved_since(self, source: str, at: datetime) -> bool:
        """Say whether a fiche that a source speaks of was saved after an instant."""
        query = (
            select(source_record.c.resource_id)
            .join(resource, resource.c.id == source_record.c.resource_id)
            .where(source_record.c.source == source, resource.c.modified_at > at)
            .limit(1)
        )
        return self._connection.execute(query).first() is not None

    def saved_since(self, at: datetime) -> frozenset[int]:
        """Return the fiches, whatever their status, that were saved after an instant."""
        return frozenset(self._connection.execute(select(resource.c.id).where(resource.c.modified_at > at)).scalars())

    def keys_of(self, resource_id: int) -> tuple[tuple[str, str], ...]:
        """Return the source and the key of all that feeds a fiche."""
        query = select(source_record.c.source, source_record.c.key).where(source_record.c.resource_id == resource_id)
        return tuple(
            (source, key)
            for source, key in self._connection.execute(query.order_by(source_record.c.source, source_record.c.key))
        )

    def of_shared(self, ids: Sequence[int]) -> dict[int, list[SourceRecord]]:
        """Return what sources last said of those of some fiches that several records feed, by fiche."""
        found: dict[int, list[SourceRecord]] = {}
        for some in in_slices(ids):
            mine = (source_record.c.resource_id.in_(some), source_record.c.digest != "")
            counted = select(source_record.c.resource_id).where(*mine).group_by(source_record.c.resource_id)
            shared = list(self._connection.execute(counted.having(func.count() > 1)).scalars())
            if shared:
                query = select(*_columns).where(source_record.c.resource_id.in_(shared), source_record.c.digest != "")
                for row in self._connection.execute(query):
                    found.setdefault(row[2], []).append(SourceRecord(*row))
        return found

    def feeding(self, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        """Return the source and the key of all that feeds each of some fiches."""
        found: dict[int, list[tuple[str, str]]] = {}
        columns = (source_record.c.resource_id, source_record.c.source, source_record.c.key)
        for some in in_slices(ids):
            for number, *key in self._connection.execute(select(*columns).where(source_record.c.resource_id.in_(some))):
                found.setdefault(number, []).append((key[0], key[1]))
        return found

    def themes_of(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the finer themes that sources last said of some fiches, by fiche."""
        found: dict[int, set[str]] = {}
        for some in in_slices(ids):
            said = (source_record.c.resource_id.in_(some), source_record.c.draft.contains('"themes":'))
            query = select(source_record.c.resource_id, source_record.c.draft).where(*said)
            for number, draft in self._connection.execute(query):
                found.setdefault(number, set()).update(json.loads(draft).get("themes", ()))
        return {number: tuple(sorted(themes)) for number, themes in found.items()}

    def hand_over(self, keys: Sequence[tuple[str, str]], *, from_id: int, to_id: int) -> None:
        """Make what feeds a fiche feed another one."""
        for some in in_slices(keys, 400):
            moved = (_identity.in_(some), source_record.c.resource_id == from_id)
            self._connection.execute(update(source_record).where(*moved).values(resource_id=to_id))

    def add_many(self, records: Sequence[SourceRecord]) -> None:
        rows = [(each.source, each.key, each.resource_id, each.batch_id, each.digest, each.draft) for each in records]
        _insert.write(self._connection, rows)

    def forget_silent(self, source: str, key: str) -> None:
        """Forget a record that says nothing any more: the import that created its fiche was undone."""
        silent = (source_record.c.source == source, source_record.c.key == key, source_record.c.digest == "")
        self._connection.execute(delete(source_record).where(*silent))

    def replace_many(self, replaced: Sequence[tuple[SourceRecord, SourceRecord]]) -> None:
        """Write what a source says now over what it said, each given as ``(before, after)``; the former is kept."""
        if not replaced:
            return
        self._connection.execute(
            _insert_replaced,
            [
                {
                    "batch_id": after.batch_id, "source": before.source, "key": before.key,
                    "previous_batch_id": before.batch_id, "digest": before.digest, "draft": before.draft,
                }
                for before, after in replaced
            ],
        )  # fmt: skip
        self._rewrite(after for _, after in replaced)

    def of_batch(self, batch_id: int, *, after: tuple[str, str], limit: int) -> list[SourceRecord]:
        """Return the next records, by source and key, that a batch was the last to write."""
        bound = {"batch": batch_id, "after_source": after[0], "after_key": after[1], "limit": limit}
        return [SourceRecord(*row) for row in self._connection.execute(_of_batch, bound)]

    def put_back(self, batch_id: int, records: Sequence[SourceRecord], joined: Collection[int] = ()) -> None:
        """Make records say what they said before a batch; those it created say nothing any more.

        joined   fiches that are not of the batch: a record that it added to one of them goes.
        """
        before: dict[tuple[str, str], tuple[int, str, str]] = {}
        identity = tuple_(replaced_record.c.source, replaced_record.c.key)
        for some in in_slices([(each.source, each.key) for each in records], 400):
            kept = (replaced_record.c.batch_id == batch_id, identity.in_(some))
            query = select(
                replaced_record.c.source, replaced_record.c.key, replaced_record.c.previous_batch_id,
                replaced_record.c.digest, replaced_record.c.draft,
            ).where(*kept)  # fmt: skip
            for source, key, number, digest, draft in self._connection.execute(query):
                before[source, key] = (number, digest, draft)
            self._connection.execute(delete(replaced_record).where(*kept))
        added = [(each.source, each.key) for each in records if each.resource_id in joined]
        for some in in_slices([key for key in added if key not in before], 400):
            self._connection.execute(delete(source_record).where(_identity.in_(some)))
        self._rewrite(
            SourceRecord(
                each.source, each.key, each.resource_id, *before.get((each.source, each.key), (batch_id, "", ""))
            )
            for each in records
        )

    def _rewrite(self, records: Iterable[SourceRecord]) -> None:
        rows = [
            {
                "the_source": each.source, "the_key": each.key, "batch_id": each.batch_id, "digest": each.digest,
                "draft": each.draft,
            }
            for each in records
        ]  # fmt: skip
        if rows:
            self._connection.execute(_update, rows)


def _blank(connection: Connection, table: Table, which: ColumnElement[bool], field: str) -> None:
    for (kept,) in connection.execute(select(table.c.draft).where(which)).all():
        said = json.loads(kept) if kept else {}
        if said.pop(field, None) is not None:
            exactly = which & (table.c.draft == kept)
            connection.execute(update(table).where(exactly).values(draft=to_json(said)))
