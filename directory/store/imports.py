"""Import batches, their files, and what each source last said of each fiche."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from directory.domain.changes import Author, Json
from directory.store.batches import in_slices
from directory.store.tables import import_batch, import_file, replaced_record, source_record
from directory.store.types import to_json

Document = dict[str, Json]


class BatchState(StrEnum):
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. ``options``: how to read its file; ``checkpoint``: where its work stands."""

    id: int
    source: str
    format: str
    file_name: str
    state: BatchState
    options: Document
    counts: dict[str, int]
    checkpoint: Document
    author: Author
    created_at: datetime
    applied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a source last said of a fiche.

    key      the source's identifier, or a name made of the content.
    digest   of the draft; empty once an import that created the fiche was undone.
    draft    the draft in JSON, empty likewise.
    """

    source: str
    key: str
    resource_id: int
    batch_id: int
    digest: str
    draft: str


_batch_columns = (
    import_batch.c.id, import_batch.c.source, import_batch.c.format, import_batch.c.file_name, import_batch.c.state,
    import_batch.c.options, import_batch.c.counts, import_batch.c.checkpoint, import_batch.c.created_by,
    import_batch.c.created_by_label, import_batch.c.created_at, import_batch.c.applied_at,
)  # fmt: skip
_record_columns = (
    source_record.c.source, source_record.c.key, source_record.c.resource_id, source_record.c.batch_id,
    source_record.c.digest, source_record.c.draft,
)  # fmt: skip
_records_by_keys = select(*_record_columns).where(
    source_record.c.source == bindparam("source"), source_record.c.key.in_(bindparam("keys", expanding=True))
)
_digests = (
    select(source_record.c.key, source_record.c.digest, source_record.c.resource_id)
    .where(source_record.c.source == bindparam("source"))
    .order_by(source_record.c.key)
)
_by_digests = select(source_record.c.digest, source_record.c.resource_id).where(
    source_record.c.digest.in_(bindparam("digests", expanding=True))
)
_of_batch = (
    select(*_record_columns)
    .where(
        source_record.c.source == bindparam("source"),
        source_record.c.key > bindparam("after_key"),
        source_record.c.batch_id == bindparam("batch"),
    )
    .order_by(source_record.c.key)
    .limit(bindparam("limit"))
)
_insert = insert(source_record)
_update = (
    update(source_record)
    .where(source_record.c.source == bindparam("the_source"), source_record.c.key == bindparam("the_key"))
    .values(batch_id=bindparam("batch_id"), digest=bindparam("digest"), draft=bindparam("draft"))
)
_insert_replaced = insert(replaced_record)

_BatchValues: TypeAlias = tuple[int, str, str, str, str, str, str, str, int | None, str, datetime, datetime | None]


class ImportRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_batch(
        self, *, source: str, format_name: str, file_name: str, content: bytes, options: Document, author: Author,
        now: datetime,
    ) -> int:  # fmt: skip
        """Keep a file to import and return the number of its batch."""
        query = (
            insert(import_batch)
            .values(
                source=source, format=format_name, file_name=file_name, state=BatchState.PREVIEWED.value,
                options=to_json(options), counts="{}", checkpoint="{}", created_by=author.account,
                created_by_label=author.label, created_at=now,
            )
            .returning(import_batch.c.id)
        )  # fmt: skip
        number = int(self._connection.execute(query).scalar_one())
        # Lists of services shrink to a tenth; level 1 is nearly as small as the slow ones.
        self._connection.execute(insert(import_file).values(batch_id=number, content=zlib.compress(content, 1)))
        return number

    def file(self, batch_id: int) -> bytes:
        """Return the file of a batch as it was given."""
        query = select(import_file.c.content).where(import_file.c.batch_id == batch_id)
        return zlib.decompress(self._connection.execute(query).scalar_one())

    def batch(self, batch_id: int) -> Batch | None:
        row = self._connection.execute(select(*_batch_columns).where(import_batch.c.id == batch_id)).one_or_none()
        return None if row is None else _batch(row)

    def latest(self, *, limit: int) -> list[Batch]:
        """Return the last batches, newest first."""
        query = select(*_batch_columns).order_by(import_batch.c.id.desc()).limit(limit)
        return [_batch(row) for row in self._connection.execute(query)]

    def unfinished(self) -> list[Batch]:
        """Return the batches whose work began and did not end, oldest first."""
        states = (BatchState.APPLYING.value, BatchState.UNDOING.value)
        query = select(*_batch_columns).where(import_batch.c.state.in_(states)).order_by(import_batch.c.id)
        return [_batch(row) for row in self._connection.execute(query)]

    def save_progress(
        self,
        batch_id: int,
        *,
        state: BatchState,
        counts: Mapping[str, int],
        checkpoint: Document,
        applied_at: datetime | None = None,
    ) -> None:
        values: dict[str, object] = {
            "state": state.value, "counts": to_json(dict(counts)), "checkpoint": to_json(checkpoint)
        }  # fmt: skip
        if applied_at is not None:
            values["applied_at"] = applied_at
        self._connection.execute(update(import_batch).where(import_batch.c.id == batch_id).values(values))

    def records(self, source: str, keys: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of some records of a source, by key."""
        found: dict[str, SourceRecord] = {}
        for some in in_slices(keys):
            for row in self._connection.execute(_records_by_keys, {"source": source, "keys": some}):
                found[row[1]] = SourceRecord(*row)
        return found

    def digests(self, source: str) -> Iterator[tuple[str, str, int]]:
        """Give ``(key, digest, fiche id)`` of every record of a source, by key."""
        yield from self._connection.execute(_digests, {"source": source})

    def resources_by_digests(self, digests: Sequence[str]) -> dict[str, int]:
        """Return, for each digest some source already gave, the first fiche made of it."""
        found: dict[str, int] = {}
        for some in in_slices(digests):
            for digest, resource_id in self._connection.execute(_by_digests, {"digests": some}):
                found[digest] = min(resource_id, found.get(digest, resource_id))
        return found

    def add_records(self, records: Sequence[SourceRecord]) -> None:
        if records:
            self._connection.execute(
                _insert,
                [
                    {
                        "source": each.source, "key": each.key, "resource_id": each.resource_id,
                        "batch_id": each.batch_id, "digest": each.digest, "draft": each.draft,
                    }
                    for each in records
                ],
            )  # fmt: skip

    def replace_records(self, replaced: Sequence[tuple[SourceRecord, SourceRecord]]) -> None:
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

    def records_of_batch(self, batch: Batch, *, after_key: str, limit: int) -> list[SourceRecord]:
        """Return the next records, by key, that a batch was the last to write."""
        bound = {"source": batch.source, "batch": batch.id, "after_key": after_key, "limit": limit}
        return [SourceRecord(*row) for row in self._connection.execute(_of_batch, bound)]

    def put_back(self, batch: Batch, records: Sequence[SourceRecord]) -> None:
        """Make records of a batch say what they said before it; those it created say nothing any more."""
        if not records:
            return
        keys = [each.key for each in records]
        of_batch = (replaced_record.c.batch_id == batch.id, replaced_record.c.source == batch.source)
        before: dict[str, tuple[int, str, str]] = {}
        for some in in_slices(keys):
            query = select(
                replaced_record.c.key, replaced_record.c.previous_batch_id, replaced_record.c.digest,
                replaced_record.c.draft,
            ).where(*of_batch, replaced_record.c.key.in_(some))  # fmt: skip
            before.update(
                (key, (number, digest, draft)) for key, number, digest, draft in self._connection.execute(query)
            )
            self._connection.execute(delete(replaced_record).where(*of_batch, replaced_record.c.key.in_(some)))
        self._rewrite(
            SourceRecord(each.source, each.key, each.resource_id, *before.get(each.key, (batch.id, "", "")))
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
        self._connection.execute(_update, rows)


def _batch(row: _BatchValues) -> Batch:
    (
        number, source, format_name, file_name, state, options, counts, checkpoint, account, label, created_at,
        applied_at,
    ) = row  # fmt: skip
    return Batch(
        number, source, format_name, file_name, BatchState(state), json.loads(options), json.loads(counts),
        json.loads(checkpoint), Author(account, label), created_at, applied_at,
    )  # fmt: skip
