"""Mailboxes that refused a mail for good."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.freshness import DEAD_AFTER
from directory.store.slices import in_slices
from directory.store.tables import mailbox


class MailboxRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, mail_key: str, at: datetime, *, is_there: bool) -> None:
        """Write whether an address took a mail: one that did starts afresh."""
        mine = mailbox.c.mail_key == mail_key
        if is_there:
            self._connection.execute(delete(mailbox).where(mine))
            return
        more = update(mailbox).where(mine).values(refusals=mailbox.c.refusals + 1, refused_at=at)
        if not self._connection.execute(more).rowcount:
            self._connection.execute(insert(mailbox).values(mail_key=mail_key, refusals=1, refused_at=at))

    def dead(self, mail_keys: Collection[str]) -> frozenset[str]:
        """Return, of some addresses, those that refused for good twice without taking a mail in between."""
        found: set[str] = set()
        for some in in_slices(sorted(mail_keys)):
            query = select(mailbox.c.mail_key).where(mailbox.c.mail_key.in_(some), mailbox.c.refusals >= DEAD_AFTER)
            found |= set(self._connection.execute(query).scalars())
        return frozenset(found)
