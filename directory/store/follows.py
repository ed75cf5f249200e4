"""What people follow: fiches, searches, the fiches of their selections."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from directory.domain.follows import SELECTIONS, Follow, Rhythm
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import follow, selection

_select = select(*columns_for(Follow, follow)).order_by(follow.c.id)


class FollowRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: int) -> list[Follow]:
        """Return the fiches and the searches that a person follows, in the order in which they began."""
        query = _select.where(follow.c.account_id == account_id, follow.c.query.is_distinct_from(SELECTIONS))
        return records_of(Follow, self._connection.execute(query).mappings())

    def of_selections(self, account_id: int) -> Follow | None:
        """Return what a person chose about the fiches of their selections; None before they chose or were told."""
        query = _select.where(follow.c.account_id == account_id, follow.c.query == SELECTIONS)
        found = records_of(Follow, self._connection.execute(query).mappings())
        return found[0] if found else None

    def people_told(self, rhythms: Iterable[Rhythm]) -> list[int]:
        """Return the numbers of the accounts that are told at one of some rhythms."""
        is_told = or_(follow.c.query.is_distinct_from(SELECTIONS), follow.c.seen.is_not(None))
        query = select(follow.c.account_id).where(follow.c.rhythm.in_(sorted(rhythms)), is_told).distinct()
        return list(self._connection.execute(query.order_by(follow.c.account_id)).scalars())

    def people_who_selected(self, since: datetime) -> list[int]:
        """Return the accounts with a selection touched since an instant, that chose nothing about its fiches yet."""
        chose = exists().where(follow.c.account_id == selection.c.account_id, follow.c.query == SELECTIONS)
        query = select(selection.c.account_id).where(selection.c.touched_at > since, ~chose).distinct()
        return list(self._connection.execute(query.order_by(selection.c.account_id)).scalars())

    def add(self, added: Follow) -> None:
        self._connection.execute(insert(follow).values(values_of(added, without=("id",))))

    def move_on(self, told: Follow) -> None:
        """Write what a person was told of; what they chose meanwhile stays."""
        values = {"resource_id": told.resource_id, "cursor": told.cursor, "seen": told.seen}
        self._connection.execute(update(follow).where(follow.c.id == told.id).values(values))

    def set_rhythm(self, account_id: int, rhythm: Rhythm) -> None:
        """Choose when all that a person follows is told, the fiches of their selections among it."""
        self._connection.execute(update(follow).where(follow.c.account_id == account_id).values(rhythm=rhythm))

    def set_seen(self, number: int, seen: Mapping[int, int] | None) -> None:
        self._connection.execute(update(follow).where(follow.c.id == number).values(seen=seen))

    def remove(self, number: int) -> None:
        self._connection.execute(delete(follow).where(follow.c.id == number))

    def remove_of(self, account_id: int) -> None:
        self._connection.execute(delete(follow).where(follow.c.account_id == account_id))
