"""Import batches: their file, where their work stands, and the rows they refused."""

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, delete, func, insert, select, union, update

from directory.domain.changes import Author, Document
from directory.domain.imports import Batch, BatchState, Refusal
from directory.store.packing import Packed
from directory.store.tables import import_batch, import_file, import_match, import_refusal, import_source, source_record
from directory.store.types import to_json

_columns = (
    import_batch.c.id, import_batch.c.source, import_batch.c.format, import_batch.c.file_name, import_batch.c.state,
    import_batch.c.options, import_batch.c.counts, import_batch.c.checkpoint, import_batch.c.report,
    import_batch.c.created_by, import_batch.c.created_by_label, import_batch.c.created_at, import_batch.c.applied_at,
    import_batch.c.institution, import_batch.c.source_id, import_batch.c.digest, import_batch.c.look,
)  # fmt: skip
_Values: TypeAlias = tuple[
    int, str, str, str, str, str, str, str, str, int | None, str, datetime, datetime | None, str, int | None, str, str
]  # fmt: skip


_ENDED = (BatchState.APPLIED.value, BatchState.UNDONE.value)
_UNENDED = (
    BatchState.RECEIVED, BatchState.UNREADABLE, BatchState.PREVIEWED, BatchState.APPLYING, BatchState.STOPPED,
)  # fmt: skip


class BatchRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, *, source: str, format_name: str, file_name: str, file: Packed, options: Document, author: Author,
        now: datetime, institution: str = "", source_id: int | None = None,
    ) -> int:  # fmt: skip
        """Keep a file to import and return the number of its batch."""
        query = (
            insert(import_batch)
            .values(
                source=source, format=format_name, file_name=file_name, state=BatchState.RECEIVED.value,
                options=to_json(options), counts="{}", checkpoint="{}", report="{}", created_by=author.account,
                created_by_label=author.label, created_at=now, institution=institution, source_id=source_id,
                digest=file.digest, look="{}",
            )
            .returning(import_batch.c.id)
        )  # fmt: skip
        number = int(self._connection.execute(query).scalar_one())
        self._connection.execute(insert(import_file).values(batch_id=number, content=file.content))
        return number

    def settle(
        self,
        batch_id: int,
        *,
        source: str,
        format_name: str,
        options: Document,
        institution: str,
        source_id: int | None,
    ) -> None:
        """Write how a file is to be read and for whom; what was tried of it before counts no more."""
        values = {
            "source": source, "format": format_name, "options": to_json(options), "institution": institution,
            "source_id": source_id, "state": BatchState.RECEIVED.value, "counts": "{}", "checkpoint": "{}",
            "report": "{}",
        }  # fmt: skip
        self._connection.execute(update(import_batch).where(import_batch.c.id == batch_id).values(values))

    def save_look(self, batch_id: int, look: Document) -> None:
        """Write what was read of the file."""
        query = update(import_batch).where(import_batch.c.id == batch_id)
        self._connection.execute(query.values(look=to_json(look)))

    def drop(self, batch_id: int) -> None:
        """Take away a batch of which nothing was ever applied."""
        for table in (import_refusal, import_match, import_file):
            self._connection.execute(delete(table).where(table.c.batch_id == batch_id))
        self._connection.execute(delete(import_batch).where(import_batch.c.id == batch_id))

    def of_institutions(self, institutions: Collection[str] | None, *, limit: int, offset: int = 0) -> list[Batch]:
        """Return the last batches of some institutions, None for all, newest first."""
        query = select(*_columns).order_by(import_batch.c.id.desc()).limit(limit).offset(offset)
        if institutions is not None:
            query = query.where(import_batch.c.institution.in_(sorted(institutions)))
        return [_batch(row) for row in self._connection.execute(query)]

    def of_source(self, source_id: int, *, limit: int) -> list[Batch]:
        """Return the last batches of a source, newest first."""
        query = select(*_columns).where(import_batch.c.source_id == source_id)
        rows = self._connection.execute(query.order_by(import_batch.c.id.desc()).limit(limit))
        return [_batch(row) for row in rows]

    def has_file(self, batch_id: int) -> bool:
        query = select(import_file.c.batch_id).where(import_file.c.batch_id == batch_id)
        return self._connection.execute(query).scalar_one_or_none() is not None

    def file(self, batch_id: int) -> bytes:
        """Return the file of a batch as it was given."""
        return zlib.decompress(self.packed(batch_id))

    def packed(self, batch_id: int) -> bytes:
        """Return the file of a batch as it is kept: shrunk by zlib."""
        query = select(import_file.c.content).where(import_file.c.batch_id == batch_id)
        return bytes(self._connection.execute(query).scalar_one())

    def ended_with_file(self, before: datetime) -> list[int]:
        """Return the batches received before an instant that are over and still have their file, the oldest first."""
        query = select(import_file.c.batch_id).join(import_batch, import_batch.c.id == import_file.c.batch_id)
        over = import_batch.c.state.in_(_ENDED) & (import_batch.c.created_at < before)
        return list(self._connection.execute(query.where(over).order_by(import_file.c.batch_id)).scalars())

    def forget_files_about(self, resource_ids: Collection[int]) -> None:
        """Drop the files of the imports that are over of every source that says something of some fiches.

        So goes what is quoted of them: what was read first, refused rows, cells and changes in their reports.
        """
        saying = select(source_record.c.batch_id).where(source_record.c.resource_id.in_(resource_ids))
        sources = select(import_batch.c.source).where(import_batch.c.id.in_(saying))
        over = select(import_batch.c.id).where(import_batch.c.source.in_(sources), import_batch.c.state.in_(_ENDED))
        for table in (import_file, import_refusal):
            self._connection.execute(delete(table).where(table.c.batch_id.in_(over)))
        about = select(import_batch.c.id, import_batch.c.report).where(import_batch.c.id.in_(over))
        for number, text in self._connection.execute(about).all():
            left = {"look": "{}", "report": to_json(_without_quotes(json.loads(text)))}
            self._connection.execute(update(import_batch).where(import_batch.c.id == number).values(left))

    def rename_author(self, account_id: int, label: str) -> None:
        """Write another name under the imports that a person began."""
        mine = import_batch.c.created_by == account_id
        self._connection.execute(update(import_batch).where(mine).values(created_by_label=label))

    def forget_file(self, batch_id: int) -> None:
        """Drop the file of a batch that nobody will read again: what it said is in its records and refusals."""
        self._connection.execute(delete(import_file).where(import_file.c.batch_id == batch_id))

    def get(self, batch_id: int) -> Batch | None:
        row = self._connection.execute(select(*_columns).where(import_batch.c.id == batch_id)).one_or_none()
        return None if row is None else _batch(row)

    def hand_over(self, institution: str, heir: str) -> None:
        """Make the batches that wait to be applied for one institution give their fiches to another."""
        waiting = import_batch.c.state.in_((BatchState.RECEIVED.value, BatchState.PREVIEWED.value))
        query = select(import_batch.c.id, import_batch.c.options).where(waiting)
        for number, text in self._connection.execute(query).all():
            options = json.loads(text)
            if options.get("institution") == institution:
                after = to_json({**options, "institution": heir})
                self._connection.execute(update(import_batch).where(import_batch.c.id == number).values(options=after))
        for table in (import_batch, import_match, import_source):
            mine = table.c.institution == institution
            self._connection.execute(update(table).where(mine).values(institution=heir))

    def sources_naming(self, code: str) -> list[str]:
        """Return the sources whose files are read by a mapping of their own that names a code, by name."""
        in_force = import_source.c.mapping.contains(f'"{code}"', autoescape=True)
        # A file sent by a program or a command has no source that is kept: what read it is in its options, as a text
        # whose quotation marks are escaped.
        sent = import_batch.c.options.contains(f'\\"{code}\\"', autoescape=True) & import_batch.c.source_id.is_(None)
        query = union(select(import_source.c.name).where(in_force), select(import_batch.c.source).where(sent))
        return sorted(self._connection.execute(query).scalars())

    def latest(self, *, limit: int) -> list[Batch]:
        """Return the last batches, newest first."""
        query = select(*_columns).order_by(import_batch.c.id.desc()).limit(limit)
        return [_batch(row) for row in self._connection.execute(query)]

    def last_applied(self, source: str, format_name: str, *, but: int = 0) -> Batch | None:
        """Return the last batch applied of a source and format, another than number ``but``."""
        query = (
            select(*_columns)
            .where(
                import_batch.c.source == source, import_batch.c.format == format_name,
                import_batch.c.state == BatchState.APPLIED.value, import_batch.c.id != but,
            )
            .order_by(import_batch.c.id.desc())
            .limit(1)
        )  # fmt: skip
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _batch(row)

    def is_followed(self, batch: Batch) -> bool:
        """Say whether another batch of its source was applied after a batch."""
        query = select(import_batch.c.id).where(
            import_batch.c.source == batch.source, import_batch.c.format == batch.format,
            import_batch.c.state == BatchState.APPLIED.value, import_batch.c.id > batch.id,
        )  # fmt: skip
        return self._connection.execute(query.limit(1)).first() is not None

    def unfinished(self) -> list[Batch]:
        """Return the batches whose work began and did not end, oldest first."""
        states = (BatchState.APPLYING.value, BatchState.UNDOING.value)
        query = select(*_columns).where(import_batch.c.state.in_(states)).order_by(import_batch.c.id)
        return [_batch(row) for row in self._connection.execute(query)]

    def unended(self, institution: str, account_id: int) -> list[tuple[int, str, BatchState, Document]]:
        """Return number, institution, state and checkpoint of what is neither applied nor undone, the oldest first.

        Of an institution, and of whatever other for which one person gave a file.
        """
        query = select(
            import_batch.c.id, import_batch.c.institution, import_batch.c.state, import_batch.c.checkpoint
        ).where(
            (import_batch.c.institution == institution) | (import_batch.c.created_by == account_id),
            import_batch.c.state.in_([each.value for each in _UNENDED]),
        )
        rows = self._connection.execute(query.order_by(import_batch.c.id))
        return [(number, code, BatchState(state), json.loads(said)) for number, code, state, said in rows]

    def save_progress(
        self,
        batch_id: int,
        *,
        state: BatchState,
        counts: Mapping[str, int],
        checkpoint: Document,
        report: Document | None = None,
        applied_at: datetime | None = None,
    ) -> None:
        """Write where the work stands; the report only when one is given."""
        values: dict[str, object] = {
            "state": state.value, "counts": to_json(dict(counts)), "checkpoint": to_json(checkpoint)
        }  # fmt: skip
        if report is not None:
            values["report"] = to_json(report)
        if applied_at is not None:
            values["applied_at"] = applied_at
        self._connection.execute(update(import_batch).where(import_batch.c.id == batch_id).values(values))

    def forget_refusals(self, batch_id: int) -> None:
        self._connection.execute(delete(import_refusal).where(import_refusal.c.batch_id == batch_id))

    def add_refusals(self, batch_id: int, refusals: Sequence[Refusal]) -> None:
        if not refusals:
            return
        last = select(func.coalesce(func.max(import_refusal.c.rank), 0)).where(import_refusal.c.batch_id == batch_id)
        first = int(self._connection.execute(last).scalar_one()) + 1
        self._connection.execute(
            insert(import_refusal),
            [
                {
                    "batch_id": batch_id, "rank": rank, "line": each.line, "cells": to_json(each.cells),
                    "errors": to_json(each.errors),
                }
                for rank, each in enumerate(refusals, first)
            ],
        )  # fmt: skip

    def refusals(self, batch_id: int) -> Iterator[Refusal]:
        """Give the rows a batch refused, in the order they were."""
        query = (
            select(import_refusal.c.line, import_refusal.c.cells, import_refusal.c.errors)
            .where(import_refusal.c.batch_id == batch_id)
            .order_by(import_refusal.c.rank)
        )
        for line, cells, errors in self._connection.execute(query):
            yield Refusal(line, json.loads(cells), json.loads(errors))


def _without_quotes(report: Document) -> Document:
    groups = report.get("groups")
    said = [each for each in groups if isinstance(each, dict)] if isinstance(groups, list) else []
    return {**report, "groups": [{**each, "values": []} for each in said], "revised": []}


def _batch(row: _Values) -> Batch:
    (
        number, source, format_name, file_name, state, options, counts, checkpoint, report, account, label, created_at,
        applied_at, institution, source_id, digest, look,
    ) = row  # fmt: skip
    return Batch(
        number, source, format_name, file_name, BatchState(state), json.loads(options), json.loads(counts),
        json.loads(checkpoint), json.loads(report), Author(account, label), created_at, applied_at, institution,
        source_id, digest, json.loads(look),
    )  # fmt: skip
