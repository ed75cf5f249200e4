"""The fiches that people follow."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.follows import Follow, Rhythm
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import follow

_select = select(*columns_for(Follow, follow)).order_by(follow.c.id)


class FollowRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: int) -> list[Follow]:
        """Return what a person follows, in the order in which they began."""
        rows = self._connection.execute(_select.where(follow.c.account_id == account_id)).mappings()
        return records_of(Follow, rows)

    def people_told(self, rhythms: Iterable[Rhythm]) -> list[int]:
        """Return the numbers of the accounts that are told at one of some rhythms."""
        query = select(follow.c.account_id).where(follow.c.rhythm.in_(sorted(rhythms))).distinct()
        return list(self._connection.execute(query.order_by(follow.c.account_id)).scalars())

    def add(self, added: Follow) -> None:
        self._connection.execute(insert(follow).values(values_of(added, without=("id",))))

    def save(self, saved: Follow) -> None:
        values = values_of(saved, without=("id",))
        self._connection.execute(update(follow).where(follow.c.id == saved.id).values(values))

    def set_rhythm(self, account_id: int, rhythm: Rhythm) -> None:
        self._connection.execute(update(follow).where(follow.c.account_id == account_id).values(rhythm=rhythm))

    def remove(self, number: int) -> None:
        self._connection.execute(delete(follow).where(follow.c.id == number))

    def remove_of(self, account_id: int) -> None:
        self._connection.execute(delete(follow).where(follow.c.account_id == account_id))
