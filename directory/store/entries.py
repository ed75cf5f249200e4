"""Forms being filled: each belongs to one person, and is found by nobody else."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.entries import Entry
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.tables import entry


class EntryRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, account_id: int, key: str) -> Entry | None:
        found = [each for each in self.of(account_id) if each.key == key]
        return found[0] if found else None

    def is_taken(self, key: str) -> bool:
        """Say whether anybody has an entry of that number."""
        return self._connection.execute(select(entry.c.key).where(entry.c.key == key)).one_or_none() is not None

    def of(self, account_id: int) -> list[Entry]:
        """Return the entries of a person, the latest first."""
        query = (
            select(*columns_for(Entry, entry))
            .where(entry.c.account_id == account_id)
            .order_by(entry.c.at.desc(), entry.c.key)
        )
        return [record_of(Entry, row) for row in self._connection.execute(query).mappings()]

    def about(self, resource_id: int) -> list[Entry]:
        """Return what anybody began to change in a fiche."""
        query = select(*columns_for(Entry, entry)).where(entry.c.resource_id == resource_id)
        return [record_of(Entry, row) for row in self._connection.execute(query).mappings()]

    def of_new_fiches(self) -> list[Entry]:
        """Return what anybody began of fiches that are not there yet."""
        query = select(*columns_for(Entry, entry)).where(entry.c.resource_id.is_(None))
        return [record_of(Entry, row) for row in self._connection.execute(query).mappings()]

    def add(self, added: Entry) -> None:
        self._connection.execute(insert(entry).values(values_of(added)))

    def replace(self, kept: Entry) -> None:
        self._connection.execute(update(entry).where(entry.c.key == kept.key).values(values_of(kept)))

    def remove(self, account_id: int, key: str) -> None:
        self._connection.execute(delete(entry).where(entry.c.account_id == account_id, entry.c.key == key))

    def remove_of(self, account_id: int) -> None:
        self._connection.execute(delete(entry).where(entry.c.account_id == account_id))

    def forget_before(self, account_id: int, at: datetime) -> None:
        self._connection.execute(delete(entry).where(entry.c.account_id == account_id, entry.c.at < at))
