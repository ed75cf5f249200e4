"""Queueing mails, and making the secret links that some of them carry."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from directory.domain.accounts.account import Account
from directory.domain.accounts.links import LinkKind, MailedLink
from directory.domain.accounts.messages import Message, MessageKind, MessageState
from directory.services.accounts.secret import digest_of, new_link_secret
from directory.services.mail.letters import FACTS
from directory.store.unit_of_work import UnitOfWork

HERE = ZoneInfo("Europe/Paris")


def queue_mail(
    uow: UnitOfWork,
    kind: MessageKind,
    account: Account,
    now: datetime,
    *,
    facts: Mapping[str, str] | None = None,
    key: str | None = None,
    to: str = "",
) -> bool:
    """Queue a mail to a person; False when one with the same key already is.

    facts   what the text needs besides the person's name and the day.
    to      another address than theirs.
    """
    said = {"name": account.name, "day": now.astimezone(HERE).strftime("%d/%m/%Y"), **(facts or {})}
    kept = {name: value for name, value in said.items() if name in FACTS[kind]}
    queued = Message(kind, to or account.mail, account.id, due_at=now, created_at=now, key=key, facts=kept)
    return uow.messages.put(queued)


def dropped_mail(kind: MessageKind, now: datetime, *, key: str) -> Message:
    """Return a mail to nobody, given up from the start: what is written where an address has no account."""
    return Message(kind, "", None, now, now, key=key, state=MessageState.DROPPED, finished_at=now)


def issue_link(
    uow: UnitOfWork, kind: LinkKind, account: Account, now: datetime, *, mail: str = "", created_by: int | None = None
) -> str:
    """Make a link of a kind and return its secret, kept nowhere; the former ones of that kind are withdrawn.

    Those that choose a password stay good until one is used: anybody may ask for them, and must not by that make
    useless the one that its owner is about to open.

    mail   the new address, for a change of mail.
    """
    if kind is not LinkKind.RESET:
        uow.links.withdraw(account.id, kind=kind)
    secret = new_link_secret()
    expires_at = now + kind.life
    if kind is LinkKind.INVITATION and account.invited_until is not None:
        expires_at = min(expires_at, account.invited_until)
    uow.links.add(MailedLink(digest_of(secret), kind, account.id, mail, now, expires_at, created_by=created_by))
    return secret


def withdraw_links(uow: UnitOfWork, account: Account, now: datetime) -> None:
    """Make every link given out to a person good for nothing, those waiting to be mailed and steps under way too."""
    uow.links.withdraw(account.id)
    uow.confirm_links.withdraw(account.id)
    uow.links.forget_steps(account.id)
    for kind in MessageKind:
        if kind.link_kind is not None:
            uow.messages.drop_waiting(account.id, now, kind=kind)
