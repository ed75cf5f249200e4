"""*Ce que cela a donné*: an advisor says what came of sending somebody to a service; sums alone are kept."""

from collections.abc import Callable, Sequence
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

    def tally(self, resource_id: int) -> Tally | None:
        """Return what advisors answered of a fiche these six months; None under three answers."""
        months = months_to(local_day(self._now()), MONTHS_SHOWN)
        with self._database.read() as uow:
            found = tally_of(uow.outcomes.of(resource_id, months))
        return found if found.total >= LEAST_SHOWN else None

    def received(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the month (``2026-11``) in which a service last received somebody, this one or the one before."""
        months = months_to(local_day(self._now()), MONTHS_OF_LIFE)
        with self._database.read() as uow:
            return uow.outcomes.last_received(ids, months)
