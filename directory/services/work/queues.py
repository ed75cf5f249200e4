"""What waits to be done, as an administrator looks at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.domain.accounts.messages import Message, MessageKind, MessageState
from directory.domain.jobs import Job
from directory.store.database import Database


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails have not left, how many are of unknown fate, how many digests of follows a day queued."""

    waiting: int
    of_unknown_fate: int
    digests: int


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

    def mail_counts(self, now: datetime) -> MailCounts:
        """Return what waits and what was queued in the last 24 hours."""
        with self._database.read() as uow:
            return MailCounts(
                uow.messages.count_waiting(),
                uow.messages.count_in(MessageState.UNKNOWN),
                uow.messages.count_since(MessageKind.FOLLOWED, now - timedelta(days=1)),
            )

    def jobs(self, *, limit: int) -> list[Job]:
        """Return the last jobs added, newest first."""
        with self._database.read() as uow:
            return uow.jobs.latest(limit=limit)
