"""Requests of machines that are done once, by key."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from directory.domain.once import Done, Once
from directory.store.mapping import columns_for, record_of
from directory.store.tables import once


class OnceRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def done(self, asked: Once) -> Done | None:
        """Return what a request already made; None when it made nothing yet."""
        query = select(*columns_for(Done, once)).where(once.c.token == asked.token, once.c.key == asked.key)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Done, row)

    def keep(self, asked: Once, resource_id: int, at: datetime) -> None:
        """Keep what a request made, in place of what the same key made before."""
        mine = (once.c.token == asked.token) & (once.c.key == asked.key)
        self._connection.execute(delete(once).where(mine))
        self._connection.execute(
            insert(once).values(token=asked.token, key=asked.key, body=asked.body, resource_id=resource_id, at=at)
        )

    def forget_before(self, at: datetime) -> int:
        """Forget the keys older than an instant; return how many."""
        return self._connection.execute(delete(once).where(once.c.at < at)).rowcount
