"""Mails about reports that nobody answers, gathered as they leave: what was answered meanwhile is not in them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from directory.domain.accounts.account import Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.reports.report import Rung
from directory.services.mail.letters import Compose, NothingToSay, harmless
from directory.services.reports.ladder import told_of
from directory.store.database import Database


class ReportDigests:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def composers(self) -> Mapping[MessageKind, Compose]:
        return {
            MessageKind.REPORTS_WAITING: lambda message: self.still_waiting(message, Rung.EDITORS),
            MessageKind.REPORTS_LATE: lambda message: self.still_waiting(message, Rung.RGC),
        }

    def still_waiting(self, message: Message, rung: Rung) -> Mapping[str, object]:
        """Return how many of the reports of a mail still wait, on fiches of which this person would be told today.

        Raises NothingToSay.
        """
        numbers = [int(each) for each in message.facts["reports"].split(",")]
        with self._database.read() as uow:
            account = uow.accounts.get(message.account_id or 0)
            if account is None or not account.may_enter(Door.SESSION, self._now()):
                raise NothingToSay
            reports = [each for each in map(uow.reports.get, numbers) if each is not None and each.is_open]
            fiches = uow.resources.by_ids(sorted({each.resource_id for each in reports}))
            owners = {each.id: each.content.institution for each in fiches}
            theirs = {
                code for code in set(owners.values()) if account.id in {each.id for each in told_of(uow, code, rung)}
            }
        count = sum(owners[each.resource_id] in theirs for each in reports)
        if not count:
            raise NothingToSay
        return {"name": harmless(account.name), "count": _in_words(count)}


def _in_words(count: int) -> str:
    return "Un signalement attend" if count == 1 else f"{count} signalements attendent"
