"""What changed in what people follow, queued as one mail a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from directory.domain.accounts.messages import MessageKind
from directory.domain.follows import Follow, Rhythm, rhythms_on
from directory.domain.jobs import Job
from directory.domain.selections import LIFE
from directory.services.accounts.mailing import queue_mail
from directory.services.follows.facts import facts_of
from directory.services.follows.gathering import Gathered, Gatherer, followed_by
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import MOST_ATTEMPTS, JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day
from search.port import SearchUnavailable

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DigestCount:
    """How many mails a day tells, and of how many fiches in all.

    waiting   people left for later: the engine, which their searches need, did not answer.
    """

    mails: int = 0
    fiches: int = 0
    waiting: int = 0


class FollowDigests(DailyWork):
    """The work of each day on what is followed; done twice, it tells nothing more.

    sends   whether a mail server is there; without one nothing counts as told.
    home    code of a commune or of a département whose clock tells which day it is; empty for that of Paris.
    """

    kind = "digest"

    def __init__(
        self,
        database: Database,
        jobs: JobService,
        gatherer: Gatherer,
        *,
        sends: bool,
        now: Callable[[], datetime],
        home: str = "",
    ) -> None:
        super().__init__(database, jobs, now=now)
        self._gatherer = gatherer
        self.sends = sends
        self._home = home

    @property
    def today(self) -> date:
        return local_day(self._now(), self._home)

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        """Tell what is new today; searches wait for the engine as long as the job may be tried again."""
        alive()
        if not self.sends:
            return
        told = self.tell(self.today, waits=job.attempts < MOST_ATTEMPTS)
        logger.info("follows.told", mails=told.mails, fiches=told.fiches, waiting=told.waiting)
        if told.waiting:
            raise SearchUnavailable("searches that are followed were not asked")

    def tell(self, day: date, *, is_trial: bool = False, waits: bool = True) -> DigestCount:
        """Queue the mails of a day, one a person at most.

        is_trial   count them, and write nothing.
        waits      whether people whose searches cannot be asked are left for later, or told of their fiches alone.

        What was told is written down in the transaction that queues the mail: nobody is told twice.
        """
        mails = fiches = waiting = 0
        for account_id in self._people(day):
            try:
                gathered = self._gatherer.gather(account_id, day)
            except SearchUnavailable:
                waiting += waits
                gathered = None if waits else self._gatherer.gather(account_id, day, with_searches=False)
            if gathered is None:
                continue
            if gathered.is_any if is_trial else self._tell(gathered, day):
                mails, fiches = mails + 1, fiches + gathered.count
        return DigestCount(mails, fiches, waiting)

    def _people(self, day: date) -> list[int]:
        with self._database.read() as uow:
            people = uow.follows.people_told(rhythms_on(day))
            if Rhythm.MONDAYS in rhythms_on(day):
                people += uow.follows.people_who_selected(self._now() - LIFE)
        return sorted(set(people))

    def _tell(self, gathered: Gathered, day: date) -> bool:
        """Queue the mail of what is new, where anything is, and write it down; return whether a mail is queued."""
        account = gathered.account
        if not gathered.is_any and not gathered.told:
            # Most people on most days: writers take turns, and this one has nothing to write.
            return False
        with self._database.write() as uow:
            if gathered.is_any:
                key = f"{self.kind}:{account.id}:{day}"
                if not queue_mail(uow, MessageKind.FOLLOWED, account, self._now(), facts=facts_of(gathered), key=key):
                    # This day was told already: what came since waits for the next one.
                    return False
            _move_on(uow, account.id, gathered.told)
        return gathered.is_any


def _move_on(uow: UnitOfWork, account_id: int, told: Sequence[Follow]) -> None:
    """Write that a person knows what they follow as it is; of two fiches that were made one, they follow it once."""
    before = {each.id: each for each in followed_by(uow, account_id, told[0].at)} if told else {}
    held = {each.resource_id for each in before.values()} - {None}
    for follow in told:
        former = before.get(follow.id)
        if former is None:
            # It was left meanwhile.
            continue
        if follow.resource_id != former.resource_id and follow.resource_id in held:
            uow.follows.remove(follow.id)
        elif not follow.id:
            if follow.seen:
                uow.follows.add(follow)
        elif (follow.resource_id, follow.cursor, follow.seen) != (former.resource_id, former.cursor, former.seen):
            held |= {follow.resource_id}
            uow.follows.move_on(follow)
