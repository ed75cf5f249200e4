"""Fiches that look alike: shown to people, never merged alone."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, or_, select, tuple_

from directory.domain.duplicates import DuplicateFlag
from directory.store.slices import in_slices
from directory.store.tables import duplicate


class DuplicateRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def flag(self, flags: Sequence[DuplicateFlag]) -> None:
        """Keep pairs not flagged yet."""
        known: set[tuple[int, int]] = set()
        pair = tuple_(duplicate.c.resource_id, duplicate.c.other_id)
        for some in in_slices([(each.resource_id, each.other_id) for each in flags], 400):
            query = select(duplicate.c.resource_id, duplicate.c.other_id).where(pair.in_(some))
            known.update((first, second) for first, second in self._connection.execute(query))
        rows = [
            {"resource_id": each.resource_id, "other_id": each.other_id, "reason": each.reason, "at": each.at}
            for each in flags
            if (each.resource_id, each.other_id) not in known
        ]
        if rows:
            self._connection.execute(insert(duplicate), rows)

    def of(self, resource_id: int) -> list[DuplicateFlag]:
        """Return the pairs a fiche is in, on either side."""
        query = (
            select(duplicate.c.resource_id, duplicate.c.other_id, duplicate.c.reason, duplicate.c.at)
            .where(or_(duplicate.c.resource_id == resource_id, duplicate.c.other_id == resource_id))
            .order_by(duplicate.c.resource_id, duplicate.c.other_id)
        )
        return [DuplicateFlag(*row) for row in self._connection.execute(query)]

    def latest(self, *, limit: int) -> list[DuplicateFlag]:
        """Return the last pairs flagged, newest first."""
        query = (
            select(duplicate.c.resource_id, duplicate.c.other_id, duplicate.c.reason, duplicate.c.at)
            .order_by(duplicate.c.resource_id.desc(), duplicate.c.other_id)
            .limit(limit)
        )
        return [DuplicateFlag(*row) for row in self._connection.execute(query)]

    def dismiss(self, resource_id: int, other_id: int) -> None:
        """Forget a pair a person looked at and found different."""
        self._connection.execute(
            delete(duplicate).where(duplicate.c.resource_id == resource_id, duplicate.c.other_id == other_id)
        )
