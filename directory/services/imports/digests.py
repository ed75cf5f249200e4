"""One mail a person and import: whose fiches a file wrote is told once it is applied; trials, undoings tell nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from directory.domain.accounts.account import Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.imports import Batch, BatchState
from directory.services.accounts.mailing import queue_mail
from directory.services.freshness.people import addressees
from directory.services.mail.letters import Compose, NothingToSay, harmless
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

BATCH, REVISED, CREATED, FICHES = "batch", "revised", "created", "fiches"
"""Facts of the mail: the number of the import, how many fiches of each, numbers of the first that it changed."""
MOST_SHOWN = 10


def tell_of(uow: UnitOfWork, batch: Batch, now: datetime) -> int:
    """Queue one mail to each editor whose institution's fiches an import wrote, who imports aside; return how many.

    In the transaction that ends the import: it is told once, whatever stops in between.
    """
    queued = 0
    for institution, (revised, created) in uow.versions.written_by(batch.id).items():
        facts = {
            BATCH: str(batch.id),
            REVISED: str(len(revised)),
            CREATED: str(len(created)),
            FICHES: ",".join(map(str, revised[:MOST_SHOWN])),
        }
        for person in addressees(uow, institution).editors.values():
            if person.id != batch.author.account:
                key = f"{MessageKind.IMPORTED.value}:{batch.id}:{person.id}"
                queued += queue_mail(uow, MessageKind.IMPORTED, person, now, facts=facts, key=key)
    return queued


class ImportDigests:
    """The mail as it leaves: an import taken back meanwhile is told to nobody."""

    def __init__(self, database: Database, *, public_url: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._public_url = public_url
        self._now = now

    def composers(self) -> Mapping[MessageKind, Compose]:
        return {MessageKind.IMPORTED: self.imported}

    def imported(self, message: Message) -> Mapping[str, object]:
        """Return what an import did to the fiches of the reader's institution. Raises NothingToSay."""
        facts = message.facts
        with self._database.read() as uow:
            account = uow.accounts.get(message.account_id or 0)
            batch = uow.batches.get(int(facts[BATCH]))
            is_there = account is not None and account.may_enter(Door.SESSION, self._now())
            if account is None or not is_there or batch is None or batch.state is not BatchState.APPLIED:
                raise NothingToSay
            found = uow.resources.by_ids([int(each) for each in facts[FICHES].split(",") if each])
        fiches = [
            (harmless(each.content.title), f"{self._public_url}/ressources/{each.id}/historique")
            for each in found
            if each.content.institution == account.institution
        ]
        revised, created = int(facts[REVISED]), int(facts[CREATED])
        return {
            "name": harmless(account.name),
            "said": in_words(revised, created),
            "fiches": fiches,
            "others": max(revised - len(fiches), 0) if fiches else 0,
        }


def in_words(revised: int, created: int) -> str:
    """Return how many fiches were changed and made, at least one of them."""
    said: Sequence[str] = [
        f"{verb} {count} {'fiche' if count == 1 else 'fiches'}"
        for verb, count in (("modifié", revised), ("créé", created))
        if count
    ]
    return " et ".join(said)
