"""What waits to be done, as an administrator looks at it."""

from directory.domain.accounts.messages import Message
from directory.domain.jobs import Job
from directory.store.database import Database


class Queues:
    def __init__(self, database: Database) -> None:
        self._database = database

    def mails(self, *, limit: int) -> list[Message]:
        """Return the last mails queued, newest first."""
        with self._database.read() as uow:
            return uow.messages.latest(limit=limit)

    def jobs(self, *, limit: int) -> list[Job]:
        """Return the last jobs added, newest first."""
        with self._database.read() as uow:
            return uow.jobs.latest(limit=limit)
