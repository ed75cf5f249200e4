"""What waits to be done, as an administrator looks at it."""

from directory.domain.accounts.messages import Message, MessageState
from directory.domain.jobs import Job
from directory.store.database import Database


class Queues:
    def __init__(self, database: Database) -> None:
        self._database = database

    def mails(self, *, limit: int) -> list[Message]:
        """Return the last mails queued, newest first."""
        with self._database.read() as uow:
            return uow.messages.latest(limit=limit)

    def mails_of_unknown_fate(self, *, limit: int) -> list[Message]:
        """Return the reminders that were cut short as they left, newest first: they may have arrived."""
        with self._database.read() as uow:
            return uow.messages.latest(limit=limit, state=MessageState.UNKNOWN)

    def jobs(self, *, limit: int) -> list[Job]:
        """Return the last jobs added, newest first."""
        with self._database.read() as uow:
            return uow.jobs.latest(limit=limit)
