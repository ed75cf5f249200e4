"""The rungs of asking, climbed by the worker each night: an editor, again, the RGC; then nobody is left to ask."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from directory.domain.accounts.account import Account
from directory.domain.accounts.messages import MessageKind
from directory.domain.freshness import Due, Rung, Steps, next_rung
from directory.domain.jobs import Job
from directory.services.accounts.mailing import queue_mail
from directory.services.freshness.dates import reckon_lacking
from directory.services.freshness.people import Addressees, addressees
from directory.services.freshness.tasks import month_before, month_of
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

MOST_A_MAIL = 20
A_WEEK = timedelta(days=7)
LINKS_KEPT = timedelta(days=90)
"""After their end: so long is a used or old link told apart from a false one."""

logger = structlog.get_logger()


class Ladder(DailyWork):
    """The work of each night on dates. Done twice in a day, it changes nothing more.

    steps   days between the rungs.
    sends   whether a mail server is there; without one, people are asked by *À faire* alone.
    """

    kind = "tenue-des-fiches"

    def __init__(
        self, database: Database, jobs: JobService, *, steps: Steps, sends: bool, now: Callable[[], datetime]
    ) -> None:
        super().__init__(database, jobs, now=now)
        self._steps = steps
        self._sends = sends

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        self.reckon(alive)
        climbed = self.climb(alive)
        with self._database.write() as uow:
            uow.confirm_links.forget_ended(self._now() - LINKS_KEPT)
            uow.put_offs.forget_before(self._now())
        logger.info("freshness.climbed", fiches=climbed)

    def reckon(self, alive: Callable[[], None] = lambda: None) -> int:
        """Give a date to the published fiches that have none, as after an upgrade; return how many."""
        reckoned = 0
        while True:
            alive()
            with self._database.read() as uow:
                if not uow.dues.lacking(limit=1):
                    return reckoned
            with self._database.write() as uow:
                reckoned += reckon_lacking(uow)

    def climb(self, alive: Callable[[], None] = lambda: None) -> int:
        """Ask whoever is to be asked today, one institution after the other; return how many fiches climbed."""
        today, climbed = local_day(self._now()), 0
        with self._database.read() as uow:
            codes = uow.dues.institutions_with_due(today)
        for code in codes:
            alive()
            # Marks and mails are written together: what was marked is mailed once, whatever is killed.
            with self._database.write() as uow:
                climbed += self._climb_in(uow, code, today)
        return climbed

    def _climb_in(self, uow: UnitOfWork, code: str, today: date) -> int:
        people = addressees(uow, code)
        reached: list[tuple[Due, Rung]] = []
        for due in uow.dues.up_to({code}, today):
            if due.rung is Rung.STEERING and due.asked_on is None and people.is_anybody:
                # Nobody was there to be asked; somebody came since.
                due = replace(due, rung=Rung.NOT_ASKED, rung_on=None)
            rung = next_rung(due, today, self._steps, is_lost=people.is_lost(due))
            if rung is not None:
                reached.append((due, _with_somebody(rung, people)))
        if not reached:
            return 0
        self._make_room(uow, people, today)
        opened = uow.openings.of([due.resource_id for due, _ in reached], [month_of(today), month_before(today)])
        reached.sort(key=lambda each: (-opened.get(each[0].resource_id, 0), each[0].on, each[0].resource_id))
        asked: dict[tuple[MessageKind, int], list[int]] = defaultdict(list)
        climbed = 0
        for due, rung in reached:
            if rung is Rung.STEERING:
                uow.dues.save(replace(due, rung=rung, rung_on=today, asked_id=None))
                climbed += 1
                continue
            who = people.who(due, rung, is_late=today - self._reached_on(due) >= A_WEEK)
            if who is None:
                continue
            uow.dues.save(replace(due, rung=rung, rung_on=today, asked_on=due.asked_on or today, asked_id=who.id))
            asked[_mail_of(rung), who.id].append(due.resource_id)
            climbed += 1
        self._queue(uow, asked, {**people.rgcs, **people.editors}, today)
        return climbed

    def _reached_on(self, due: Due) -> date:
        """Return the day from which a fiche waits for somebody to have room for it."""
        return due.on if due.rung_on is None else due.rung_on + self._steps.wait_after(due.rung)

    def _make_room(self, uow: UnitOfWork, people: Addressees, today: date) -> None:
        """Let each be asked about twenty fiches, if no such mail went to them in the last seven days."""
        for rung in (Rung.ASKED, Rung.RGC):
            for number in people.of(rung):
                last = uow.messages.last_of(number, _mail_of(rung))
                is_free = last is None or today - local_day(last.created_at) >= A_WEEK
                people.room[number] = MOST_A_MAIL if is_free and people.room.get(number, MOST_A_MAIL) else 0

    def _queue(
        self,
        uow: UnitOfWork,
        asked: Mapping[tuple[MessageKind, int], list[int]],
        people: Mapping[int, Account],
        today: date,
    ) -> None:
        if not self._sends:
            return
        for (kind, number), fiches in sorted(asked.items()):
            facts = {"fiches": ",".join(map(str, fiches))}
            queue_mail(uow, kind, people[number], self._now(), facts=facts, key=f"{kind.value}:{number}:{today}")


def _mail_of(rung: Rung) -> MessageKind:
    return MessageKind.UNANSWERED if rung is Rung.RGC else MessageKind.TO_CONFIRM


def _with_somebody(rung: Rung, people: Addressees) -> Rung:
    """Return a rung, or the next one that somebody stands on."""
    while rung is not Rung.STEERING and not people.of(rung):
        rung = Rung(rung + 1)
    return rung
