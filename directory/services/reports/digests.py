"""Mails about reports and suggestions that nobody answers, gathered as they leave: what was answered is not in them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from directory.domain.accounts.account import Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.reports.report import Rung
from directory.services.mail.letters import Compose, NothingToSay, harmless
from directory.services.reports.ladder import REPORTS, SUGGESTIONS, told_of
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
        """Return how much of what a mail tells still waits, among what this person would be told of today.

        Raises NothingToSay.
        """
        with self._database.read() as uow:
            account = uow.accounts.get(message.account_id or 0)
            if account is None or not account.may_enter(Door.SESSION, self._now()):
                raise NothingToSay
            reports = [each for each in uow.reports.by_ids(_numbers(message, REPORTS)) if each.is_open]
            suggested = [each for each in uow.suggestions.by_ids(_numbers(message, SUGGESTIONS)) if each.is_open]
            fiches = uow.resources.by_ids(sorted({each.resource_id for each in reports}))
            owners = {each.id: each.content.institution for each in fiches}
            told = [{owners[each.resource_id]} for each in reports], [set(each.told or ("",)) for each in suggested]
            codes = {code for each in told for some in each for code in some}
            theirs = {code for code in codes if account.id in {each.id for each in told_of(uow, code, rung)}}
        on_fiches, missing = (sum(bool(some & theirs) for some in each) for each in told)
        if not on_fiches + missing:
            raise NothingToSay
        return {"name": harmless(account.name), "count": _in_words(on_fiches, missing)}


def _numbers(message: Message, what: str) -> list[int]:
    return [int(each) for each in message.facts.get(what, "").split(",") if each]


def _in_words(reports: int, suggestions: int) -> str:
    said = []
    if reports:
        said.append("Un signalement" if reports == 1 else f"{reports} signalements")
    if suggestions:
        alone = "une ressource suggérée" if said else "Une ressource suggérée"
        said.append(alone if suggestions == 1 else f"{suggestions} ressources suggérées")
    return f"{' et '.join(said)} {'attend' if reports + suggestions == 1 else 'attendent'}"
