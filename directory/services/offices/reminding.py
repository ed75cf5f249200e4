"""Offices that nobody confirmed for long: who answers for them is asked by one mail a month."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.jobs import Job
from directory.domain.offices import Office
from directory.services.accounts.mailing import queue_mail
from directory.services.freshness.people import addressees
from directory.services.freshness.tasks import month_of
from directory.services.mail.letters import Compose, NothingToSay, harmless
from directory.services.offices.days import waits
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

OFFICES = "offices"
"""Fact of a mail: numbers of offices."""
MOST_NAMED = 20

logger = structlog.get_logger()


class OfficeReminders(DailyWork):
    """The work of each day on offices due; done twice in a month, it tells nobody more.

    sends   whether a mail server is there.
    """

    kind = "rappel-des-antennes"

    def __init__(self, database: Database, jobs: JobService, *, sends: bool, now: Callable[[], datetime]) -> None:
        super().__init__(database, jobs, now=now)
        self._sends = sends

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        alive()
        if self._sends:
            logger.info("offices.reminded", mails=self.tell())

    def tell(self) -> int:
        """Queue one mail to each person who answers for offices due, unless this month has it; return how many."""
        today, mails = local_day(self._now()), 0
        with self._database.write() as uow:
            people: dict[int, Account] = {}
            asked: dict[int, list[Office]] = defaultdict(list)
            for code, due in _due(uow, uow.offices.all(), self._now()).items():
                for person in addressees(uow, code).rgcs.values():
                    people[person.id] = person
                    asked[person.id] += due
            for number, due in asked.items():
                facts = {OFFICES: ",".join(str(number) for number in sorted(each.id for each in due))}
                key = f"{self.kind}:{number}:{month_of(today)}"
                mails += queue_mail(uow, MessageKind.OFFICES_DUE, people[number], self._now(), facts=facts, key=key)
        return mails


class OfficeLetters:
    """What a mail says, gathered as it leaves: an office confirmed meanwhile is not in it."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def composers(self) -> Mapping[MessageKind, Compose]:
        return {MessageKind.OFFICES_DUE: self.still_due}

    def still_due(self, message: Message) -> Mapping[str, object]:
        """Return the offices of a mail that are still due. Raises NothingToSay."""
        wanted = {int(each) for each in message.facts[OFFICES].split(",")}
        with self._database.read() as uow:
            account = uow.accounts.get(message.account_id or 0)
            if account is None or not account.may_enter(Door.SESSION, self._now()):
                raise NothingToSay
            offices = [each for each in uow.offices.all() if each.id in wanted]
            by_owner = _due(uow, offices, self._now())
            due = [each for code, some in by_owner.items() if account.id in addressees(uow, code).rgcs for each in some]
        if not due:
            raise NothingToSay
        named = [harmless(each.name) for each in due[:MOST_NAMED]]
        return {"name": harmless(account.name), "count": len(due), OFFICES: named, "others": len(due) - len(named)}


def _due(uow: UnitOfWork, offices: Sequence[Office], now: datetime) -> dict[str, list[Office]]:
    """Return the offices in use that nobody confirmed in time, by institution, each on the day of its commune.

    One with a fiche is asked as it.
    """
    institutions = uow.institutions.all()
    due: dict[str, list[Office]] = defaultdict(list)
    for each in offices:
        if waits(each, institutions, now):
            due[each.institution].append(each)
    return due
