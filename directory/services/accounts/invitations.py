"""Inviting people: one, or many lines at once; again; not after all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.accounts.audit import Act
from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import ActorKind
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.lines import Guest, Line, check_guest, mark_known, read_lines
from directory.services.accounts.mailing import HERE, issue_link, queue_mail, withdraw_links
from directory.services.accounts.reach import manageable, require_sudo
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.trail import note_on_account
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody was invited. ``secret``: of the link to hand over, where no mail can be sent; empty otherwise."""

    account: Account
    secret: str = ""


class Invitations:
    """``shows_links``: without a mail server, the link is shown once to whoever invites."""

    def __init__(self, database: Database, *, now: Callable[[], datetime], shows_links: bool) -> None:
        self._database = database
        self._now = now
        self._shows_links = shows_links

    def check(self, caller: Caller, institution: str, text: str) -> list[Line]:
        """Return each line of what was pasted, with who it names or why it is refused. Raises Refused."""
        with self._database.read() as uow:
            self._require_right(uow, caller, institution)
            lines = read_lines(text)
            known = uow.accounts.known_mails([line.guest.mail for line in lines if line.guest is not None])
        return mark_known(lines, known)

    def invite(self, caller: Caller, institution: str, guests: Sequence[Guest]) -> list[Invited]:
        """Invite people to an institution: all of them, or nobody. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            self._require_right(uow, caller, institution)
            return [self._invite_one(uow, caller, institution, guest, now) for guest in guests]

    def resend(self, caller: Caller, number: int) -> Invited:
        """Send an invitation again; the link sent before is withdrawn. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            if account.state is not AccountState.INVITED:
                raise Refused(Reason.STATE)
            again = replace(account, invited_until=now + LinkKind.INVITATION.life)
            uow.accounts.save(again)
            withdraw_links(uow, again, now)
            note_on_account(uow, Act.INVITATION_RESENT, again, caller, now)
            return Invited(again, self._send(uow, again, caller, now))

    def withdraw(self, caller: Caller, number: int) -> None:
        """Take an invitation back: its link opens nothing any more, its address is free. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            if account.state is not AccountState.INVITED:
                raise Refused(Reason.STATE)
            uow.accounts.save(replace(account, state=AccountState.CLOSED, mail_key=None, invited_until=None))
            withdraw_links(uow, account, now)
            note_on_account(uow, Act.INVITATION_WITHDRAWN, account, caller, now)

    def _require_right(self, uow: UnitOfWork, caller: Caller, institution: str) -> None:
        found = uow.institutions.get(institution)
        if found is None or not may(caller.actor, Action.MANAGE_ACCOUNTS, owner=institution):
            raise Refused(Reason.UNKNOWN)
        if found.retired:
            raise Refused(Reason.STATE)

    def _invite_one(self, uow: UnitOfWork, caller: Caller, institution: str, guest: Guest, now: datetime) -> Invited:
        reasons = check_guest(guest)
        if reasons:
            raise Refused(reasons[0])
        if guest.is_administrator and not _may_name_administrator(caller):
            raise Refused(Reason.NOT_ALLOWED)
        if guest.is_rgc or guest.is_administrator:
            require_sudo(caller, now)
        if uow.accounts.by_mail(guest.mail) is not None:
            raise Refused(Reason.MAIL_USED)
        account = uow.accounts.add(
            Account(
                0, guest.name, guest.mail, mail_key(guest.mail), institution, guest.profile, guest.is_rgc,
                guest.is_administrator, AccountState.INVITED, "", now,
                invited_until=now + LinkKind.INVITATION.life,
            )
        )  # fmt: skip
        note_on_account(uow, Act.INVITED, account, caller, now, profil=guest.profile.value)
        return Invited(account, self._send(uow, account, caller, now))

    def _send(self, uow: UnitOfWork, account: Account, caller: Caller, now: datetime) -> str:
        """Queue the invitation, whose link is made as it leaves; or make the link to show."""
        if self._shows_links or caller.actor.kind is ActorKind.SYSTEM:
            return issue_link(uow, LinkKind.INVITATION, account, now, created_by=caller.actor.account)
        institution = uow.institutions.get(account.institution)
        until = account.invited_until or now
        facts = {
            "institution": institution.name if institution is not None else account.institution,
            "until": until.astimezone(HERE).strftime("%d/%m/%Y"),
        }
        queue_mail(uow, MessageKind.INVITATION, account, now, facts=facts)
        return ""


def _may_name_administrator(caller: Caller) -> bool:
    return caller.actor.kind is ActorKind.SYSTEM or caller.actor.is_administrator
