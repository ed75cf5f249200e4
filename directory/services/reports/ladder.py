"""Reports and suggestions that nobody answers: who keeps the fiches is told after a week, their RGC after three."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.jobs import Job
from directory.domain.reports.report import WAITS, Rung
from directory.services.accounts.mailing import queue_mail
from directory.services.freshness.people import addressees
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

MOST_TOLD = 50
NETWORKS_KEPT = timedelta(days=2)
REPORTS, SUGGESTIONS = "reports", "suggestions"
"""Facts of the mails: numbers of what they tell of."""
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
        """Queue one mail a person for what reached a rung; return how many mails.

        The rung is written down in the transaction that queues them: nobody is told twice.
        """
        now = self._now()
        with self._database.write() as uow:
            by_owner = _late(uow, rung, now)
            told: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
            people: dict[int, Account] = {}
            for owner, late in by_owner.items():
                for person in told_of(uow, owner, rung):
                    people[person.id] = person
                    for what, number in late:
                        if number not in told[person.id][what]:
                            told[person.id][what].append(number)
            for account_id, person in people.items():
                facts = {what: ",".join(map(str, numbers)) for what, numbers in told[account_id].items()}
                queue_mail(uow, MAILS[rung], person, now, facts=facts)
            return len(people)


def _late(uow: UnitOfWork, rung: Rung, now: datetime) -> dict[str, list[tuple[str, int]]]:
    """Return, by institution, what reached a rung and is marked so: reports on its fiches, what was suggested to it."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    reports = uow.reports.untold(rung=rung, before=now - WAITS[rung])
    fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in reports])}
    for report in reports:
        found[fiches[report.resource_id].content.institution].append((REPORTS, report.id))
        uow.reports.save(replace(report, rung=rung))
    for suggestion in uow.suggestions.untold(rung=rung, before=now - WAITS[rung]):
        for code in suggestion.told or ("",):
            found[code].append((SUGGESTIONS, suggestion.id))
        uow.suggestions.save(replace(suggestion, rung=rung))
    return found


def told_of(uow: UnitOfWork, owner: str, rung: Rung) -> Iterable[Account]:
    """Return who is told: editors, else those who answer for them; administrators where nobody can be asked."""
    people = addressees(uow, owner)
    told = (rung is Rung.EDITORS and people.editors) or people.rgcs
    return told.values() if told else _administrators(uow)


def _administrators(uow: UnitOfWork) -> list[Account]:
    wanted = AccountFilter(state=AccountState.ACTIVE, administrators_only=True)
    return uow.accounts.matching(wanted, limit=MOST_TOLD)
