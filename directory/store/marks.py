"""Facts about the base itself, each a short text under a name."""

from sqlalchemy import Connection, insert, select, update

from directory.store.tables import meta


class MarkRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str:
        """Return the text kept under ``name``, empty when there is none."""
        found = self._connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one_or_none()
        return found or ""

    def put(self, name: str, value: str) -> None:
        changed = self._connection.execute(update(meta).where(meta.c.name == name).values(value=value))
        if not changed.rowcount:
            self._connection.execute(insert(meta).values(name=name, value=value))
