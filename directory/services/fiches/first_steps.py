"""The first visit of who may write: what they have not done yet, read from what they did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.domain.accounts.account import Account
from directory.store.database import Database

FIRST_DAYS = 60
"""Who has had an account for longer knows the way, whatever they did with it."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What a person has done already."""

    has_confirmed: bool
    has_corrected: bool
    has_created: bool

    @property
    def are_done(self) -> bool:
        return self.has_confirmed and self.has_corrected and self.has_created


class FirstSteps:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def left(self, account: Account) -> Steps | None:
        """Return where a person stands on the way of a first visit; None once it is behind them."""
        if self._now() - account.created_at > timedelta(days=FIRST_DAYS):
            return None
        with self._database.read() as uow:
            steps = Steps(*uow.versions.acts_of(account.id))
        return None if steps.are_done else steps
