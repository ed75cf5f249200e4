"""The queue of mails."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from directory.domain.accounts.messages import SENT_ONCE, Message, MessageKind, MessageState
from directory.store.mapping import columns_for, record_of, records_of, values_of
from directory.store.tables import message

_select = select(*columns_for(Message, message))
_is_reminder = message.c.kind.in_(sorted(SENT_ONCE))


class MessageRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, queued: Message) -> bool:
        """Queue a mail; False when one with the same key already is."""
        if queued.key is not None:
            known = select(message.c.id).where(message.c.key == queued.key)
            if self._connection.execute(known).one_or_none() is not None:
                return False
        self._connection.execute(insert(message).values(values_of(queued, without=("id",))))
        return True

    def get(self, number: int) -> Message | None:
        row = self._connection.execute(_select.where(message.c.id == number)).mappings().one_or_none()
        return None if row is None else record_of(Message, row)

    def due(self, now: datetime, *, limit: int) -> list[Message]:
        """Return mails to send now, those about somebody's access first, then the oldest.

        A reminder that a worker took and said nothing more of is among them, once its time is over.
        """
        query = _select.where(message.c.state.in_((MessageState.WAITING, MessageState.LEAVING)))
        query = query.where(message.c.due_at <= now)
        rows = self._connection.execute(
            query.order_by(_is_reminder, message.c.due_at, message.c.id).limit(limit)
        ).mappings()
        return records_of(Message, rows)

    def latest(self, *, limit: int, state: MessageState | None = None) -> list[Message]:
        query = _select if state is None else _select.where(message.c.state == state)
        return records_of(
            Message, self._connection.execute(query.order_by(message.c.id.desc()).limit(limit)).mappings()
        )

    def count_in(self, state: MessageState) -> int:
        query = select(func.count()).select_from(message).where(message.c.state == state)
        return int(self._connection.execute(query).scalar_one())

    def count_waiting(self) -> int:
        """Return how many mails have not left."""
        waits = message.c.state.in_((MessageState.WAITING, MessageState.LEAVING))
        return int(self._connection.execute(select(func.count()).select_from(message).where(waits)).scalar_one())

    def count_since(self, kind: MessageKind, since: datetime) -> int:
        """Return how many mails of a kind were queued since an instant."""
        queued = select(func.count()).where(message.c.kind == kind, message.c.created_at >= since)
        return int(self._connection.execute(queued).scalar_one())

    def last_of(self, account_id: int, kind: MessageKind) -> Message | None:
        """Return the last mail of a kind to a person: whether it left, and what the server said."""
        query = _select.where(message.c.account_id == account_id, message.c.kind == kind)
        row = self._connection.execute(query.order_by(message.c.id.desc()).limit(1)).mappings().one_or_none()
        return None if row is None else record_of(Message, row)

    def count_of(self, account_id: int, kind: MessageKind, *, since: datetime) -> int:
        """Return how many mails of a kind were queued for a person since an instant."""
        query = select(func.count()).select_from(message)
        query = query.where(message.c.account_id == account_id, message.c.kind == kind, message.c.created_at >= since)
        return int(self._connection.execute(query).scalar_one())

    def save(self, saved: Message) -> None:
        self._connection.execute(
            update(message).where(message.c.id == saved.id).values(values_of(saved, without=("id",)))
        )

    def drop_waiting(self, account_id: int, now: datetime, *, kind: MessageKind | None = None) -> None:
        """Give up the mails to a person that have not left, all of them or those of a kind."""
        query = update(message).where(message.c.account_id == account_id, message.c.state == MessageState.WAITING)
        if kind is not None:
            query = query.where(message.c.kind == kind)
        self._connection.execute(query.values(state=MessageState.DROPPED, finished_at=now))

    def forget_before(self, at: datetime) -> int:
        query = delete(message).where(message.c.created_at < at, message.c.state != MessageState.WAITING)
        return self._connection.execute(query).rowcount
