"""What reminders say, gathered as they leave: what was confirmed meanwhile is not in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.freshness import LINK_LIFE, ConfirmLink
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.accounts.secret import digest_of, new_short_secret
from directory.services.freshness.facts import facts_of, who_of
from directory.services.mail.letters import Compose, NothingToSay, harmless
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

CONFIRM_PATH = "/v/"
"""Short, so that a whole link stays on one line of a mail."""
IN_MAILS = ("telephone", "adresse", "horaires")


@dataclass(frozen=True, slots=True)
class MailedFiche:
    """One fiche in a mail. ``confirm``: its link, of letters and digits; empty in the mail of an RGC."""

    title: str
    who: str
    facts: tuple[str, ...]
    confirm: str
    modify: str


class Reminders:
    """``public_url``: without a final slash."""

    def __init__(self, database: Database, *, public_url: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._public_url = public_url
        self._now = now

    def composers(self) -> Mapping[MessageKind, Compose]:
        return {MessageKind.TO_CONFIRM: self.to_confirm, MessageKind.UNANSWERED: self.unanswered}

    def to_confirm(self, message: Message) -> Mapping[str, object]:
        """Return the fiches that an editor is still to confirm, each with a link made now. Raises NothingToSay."""
        now = self._now()
        with self._database.write() as uow:
            account, fiches = self._still_asked(uow, message)
            kept = [each for each in fiches if may_confirm_by_link(account, each, now)]
            secrets = {each.id: new_short_secret() for each in kept}
            uow.confirm_links.add_many(
                [
                    ConfirmLink(digest_of(secret), number, account.id, now, now + LINK_LIFE)
                    for number, secret in secrets.items()
                ]
            )
        if not kept:
            raise NothingToSay
        return {
            "name": harmless(account.name),
            "count": len(kept),
            "fiches": [self._mailed(each, secrets[each.id]) for each in kept],
        }

    def unanswered(self, message: Message) -> Mapping[str, object]:
        """Return the fiches about which an RGC is told that nobody answered. Raises NothingToSay."""
        with self._database.read() as uow:
            account, fiches = self._still_asked(uow, message)
            names = {code: each.name for code, each in uow.institutions.all().items()}
        if not fiches:
            raise NothingToSay
        return {
            "name": harmless(account.name),
            "count": len(fiches),
            "fiches": [(self._mailed(each, ""), harmless(names.get(each.content.institution, ""))) for each in fiches],
        }

    def _still_asked(self, uow: UnitOfWork, message: Message) -> tuple[Account, list[Resource]]:
        """Return the person, and the fiches about which they are the one asked today as when the mail was queued."""
        account = uow.accounts.get(message.account_id or 0)
        if account is None or not account.may_enter(Door.SESSION, self._now()):
            raise NothingToSay
        dues = uow.dues.by_ids([int(number) for number in message.facts["fiches"].split(",")])
        today = local_day(self._now())
        asked = [number for number, due in dues.items() if due.asked_id == account.id and due.on <= today]
        order = {int(number): rank for rank, number in enumerate(message.facts["fiches"].split(","))}
        return account, uow.resources.by_ids(sorted(asked, key=order.__getitem__))

    def _mailed(self, fiche: Resource, secret: str) -> MailedFiche:
        facts = {each.kind: each for each in facts_of(fiche.content, local_day(self._now()))}
        return MailedFiche(
            harmless(fiche.content.title),
            harmless(", ".join(part for part in who_of(fiche.content) if part)),
            tuple(
                f"{facts[kind].label} : {harmless('; '.join(facts[kind].lines))}" for kind in IN_MAILS if kind in facts
            ),
            f"{self._public_url}{CONFIRM_PATH}{secret}" if secret else "",
            f"{self._public_url}/ressources/{fiche.id}/modifier",
        )


def may_confirm_by_link(account: Account, fiche: Resource, now: datetime) -> bool:
    """Say whether a link may confirm a fiche for a person as they both are now.

    A link shows no second factor: it opens what the profile gives in the person's own institution, and no duty.
    """
    owner = fiche.content.institution
    if not account.may_enter(Door.SESSION, now) or not fiche.content.is_published or owner != account.institution:
        return False
    return may(replace(account.acts_as(frozenset()), duties=frozenset()), Action.CONFIRM, owner=owner)
