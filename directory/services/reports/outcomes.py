"""*Ce que cela a donné*: an advisor says what came of sending somebody to a service; sums alone are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.domain.accounts.account import Account
from directory.domain.outcomes import (
    LEAST_SHOWN,
    MONTHS_OF_LIFE,
    MONTHS_SHOWN,
    Outcome,
    Tally,
    monday_of,
    months_to,
    tally_of,
)
from directory.services.fiches.editing import UnknownResource
from directory.store.database import Database
from search.places.clock import local_day


class AlreadyGiven(Exception):
    """The account answered of this fiche this week: a second answer would count twice."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What advisors answered of a fiche.

    tally      of these six months; None under three answers.
    received   the month (``2026-11``), this one or the one before, in which somebody was last received; empty for none.
    """

    tally: Tally | None
    received: str


class Outcomes:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def give(self, account: Account, resource_id: int, given: Outcome) -> None:
        """Count an answer in the month of today.

        Raises UnknownResource for a fiche that is not published, AlreadyGiven.
        """
        today = local_day(self._now())
        week = monday_of(today)
        with self._database.write() as uow:
            fiche = uow.resources.get(resource_id)
            if fiche is None or not fiche.content.is_published:
                raise UnknownResource(resource_id)
            if uow.outcomes.was_given(account.id, resource_id, week):
                raise AlreadyGiven(resource_id)
            uow.outcomes.note_given(account.id, resource_id, week)
            uow.outcomes.add(resource_id, months_to(today, 1)[0], given)

    def said_of(self, resource_id: int) -> Answered:
        """Return what advisors answered of a fiche and of those that were merged into it, as long as they are."""
        today = local_day(self._now())
        with self._database.read() as uow:
            ids = (resource_id, *uow.merges.into(resource_id))
            tally = tally_of(uow.outcomes.of(ids, months_to(today, MONTHS_SHOWN)))
            received = uow.outcomes.last_received(ids, months_to(today, MONTHS_OF_LIFE))
        return Answered(tally if tally.total >= LEAST_SHOWN else None, max(received.values(), default=""))
