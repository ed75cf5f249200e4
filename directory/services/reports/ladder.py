"""Reports that nobody answers: those who keep the fiche are told by mail after a week, their RGC after three."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.jobs import Job
from directory.domain.reports.report import WAITS, Report, Rung
from directory.services.accounts.mailing import queue_mail
from directory.services.freshness.people import addressees
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

MOST_TOLD = 50
NETWORKS_KEPT = timedelta(days=2)
MAILS = {Rung.EDITORS: MessageKind.REPORTS_WAITING, Rung.RGC: MessageKind.REPORTS_LATE}

logger = structlog.get_logger()


class ReportLadder(DailyWork):
    """The work of each day on reports. A missed day is caught up, one rung a day; done twice, it sends nothing more.

    sends   whether a mail server is there; without one nobody is told, and no report counts as told.
    """

    kind = "suivi-des-signalements"

    def __init__(self, database: Database, jobs: JobService, *, sends: bool, now: Callable[[], datetime]) -> None:
        super().__init__(database, jobs, now=now)
        self._sends = sends

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        alive()
        # The higher rung first: a report told to its editors today goes to the RGC another day.
        for rung in (Rung.RGC, Rung.EDITORS) if self._sends else ():
            logger.info("reports.told", rung=rung.name, mails=self.tell(rung))
        with self._database.write() as uow:
            uow.reports.forget_networks(self._now() - NETWORKS_KEPT)
            uow.suggestions.forget_networks(self._now() - NETWORKS_KEPT)

    def tell(self, rung: Rung) -> int:
        """Queue one mail a person for the reports that reached a rung; return how many mails.

        The rung is written down in the transaction that queues them: nobody is told twice.
        """
        now = self._now()
        with self._database.write() as uow:
            by_owner: dict[str, list[Report]] = defaultdict(list)
            late = uow.reports.untold(rung=rung, before=now - WAITS[rung])
            fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in late])}
            for report in late:
                by_owner[fiches[report.resource_id].content.institution].append(report)
                uow.reports.save(replace(report, rung=rung))
            told: dict[int, list[int]] = defaultdict(list)
            people: dict[int, Account] = {}
            for owner, reports in by_owner.items():
                for person in told_of(uow, owner, rung):
                    people[person.id] = person
                    told[person.id] += [each.id for each in reports]
            for number, person in people.items():
                queue_mail(uow, MAILS[rung], person, now, facts={"reports": ",".join(map(str, told[number]))})
            return len(people)


def told_of(uow: UnitOfWork, owner: str, rung: Rung) -> Iterable[Account]:
    """Return who is told: editors, else those who answer for them; administrators where nobody can be asked."""
    people = addressees(uow, owner)
    told = (rung is Rung.EDITORS and people.editors) or people.rgcs
    return told.values() if told else _administrators(uow)


def _administrators(uow: UnitOfWork) -> list[Account]:
    wanted = AccountFilter(state=AccountState.ACTIVE, administrators_only=True)
    return uow.accounts.matching(wanted, limit=MOST_TOLD)
