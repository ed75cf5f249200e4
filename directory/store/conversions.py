"""What the rows of a batch became, in slices: kept from the look to the deed, and for the same file read again."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row, delete, insert, select, update

from directory.domain.changes import Document
from directory.domain.imports import BatchState
from directory.store.tables import import_batch, import_conversion, import_slice
from directory.store.types import to_json

_DONE_WITH = (BatchState.APPLIED, BatchState.UNDONE)
"""States of a batch that reads no more what it keeps."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A whole file converted.

    fingerprint   of all that decides what its rows become.
    day           on which it was read, where what a row becomes depends on it.
    territory     codes of the départements that decided between towns of one name, where one did.
    head          what is said of the whole file, in JSON.
    """

    batch_id: int
    fingerprint: str
    day: date | None
    territory: tuple[str, ...] | None
    head: Document


class ConversionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_slice(self, batch_id: int, rank: int, content: bytes) -> None:
        self._connection.execute(insert(import_slice).values(batch_id=batch_id, rank=rank, content=content))

    def finish(self, conversion: Conversion) -> None:
        """Say that every slice is there: what was cut short is never read."""
        self._connection.execute(
            insert(import_conversion).values(
                batch_id=conversion.batch_id, fingerprint=conversion.fingerprint, day=_day(conversion.day),
                territory=_codes(conversion.territory),
                head=to_json(conversion.head),
            )
        )  # fmt: skip

    def of_batch(self, batch_id: int) -> Conversion | None:
        query = select(import_conversion).where(import_conversion.c.batch_id == batch_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _conversion(row)

    def like(self, batch_id: int, fingerprint: str, day: date, territory: tuple[str, ...]) -> Conversion | None:
        """Return what a batch may take for a file of this fingerprint, read on ``day`` around ``territory``.

        It is its own, or that of a batch that is done with it.
        """
        is_own = import_conversion.c.batch_id == batch_id
        query = (
            select(import_conversion)
            .join(import_batch, import_batch.c.id == import_conversion.c.batch_id)
            .where(
                is_own | import_batch.c.state.in_(_DONE_WITH),
                import_conversion.c.fingerprint == fingerprint,
                import_conversion.c.day.in_(("", _day(day))),
                import_conversion.c.territory.in_(("", _codes(territory))),
            )
            .order_by(is_own.desc(), import_conversion.c.batch_id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _conversion(row)

    def ranks(self, batch_id: int) -> list[int]:
        """Return the ranks of the slices of a batch, in order."""
        query = select(import_slice.c.rank).where(import_slice.c.batch_id == batch_id).order_by(import_slice.c.rank)
        return list(self._connection.execute(query).scalars())

    def slice(self, batch_id: int, rank: int) -> bytes:
        query = select(import_slice.c.content).where(import_slice.c.batch_id == batch_id, import_slice.c.rank == rank)
        return bytes(self._connection.execute(query).scalar_one())

    def move(self, from_batch: int, to_batch: int) -> bool:
        """Give what one batch keeps to another, of the same file; False when it keeps nothing any more."""
        if self.of_batch(from_batch) is None:
            return False
        if from_batch != to_batch:
            self.forget(to_batch)
            for table in (import_slice, import_conversion):
                query = update(table).where(table.c.batch_id == from_batch).values(batch_id=to_batch)
                self._connection.execute(query)
        return True

    def forget(self, batch_id: int) -> None:
        for table in (import_slice, import_conversion):
            self._connection.execute(delete(table).where(table.c.batch_id == batch_id))

    def forget_former(self, batch_id: int) -> None:
        """Forget what earlier batches of the same source and format keep and are done with."""
        this = select(import_batch.c.source, import_batch.c.format).where(import_batch.c.id == batch_id).subquery()
        former = select(import_batch.c.id).where(
            import_batch.c.id < batch_id, import_batch.c.state.in_(_DONE_WITH),
            import_batch.c.source == this.c.source, import_batch.c.format == this.c.format,
        )  # fmt: skip
        for table in (import_slice, import_conversion):
            self._connection.execute(delete(table).where(table.c.batch_id.in_(former)))

    def forget_all(self) -> None:
        """Forget every conversion: what somebody asked to be erased may stand in one."""
        for table in (import_slice, import_conversion):
            self._connection.execute(delete(table))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _codes(codes: tuple[str, ...] | None) -> str:
    return "" if codes is None else to_json(codes)


def _conversion(row: Row[tuple[int, str, str, str, str]]) -> Conversion:
    day = date.fromisoformat(row.day) if row.day else None
    territory = tuple(json.loads(row.territory)) if row.territory else None
    return Conversion(row.batch_id, row.fingerprint, day, territory, json.loads(row.head))
