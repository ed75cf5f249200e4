"""Links sent by mail: looked at as often as one likes, used once by pressing a button."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.accounts.account import Account, AccountState, Door, mail_key
from directory.domain.accounts.audit import Act
from directory.domain.accounts.links import LinkKind, MailedLink
from directory.domain.accounts.messages import Message, MessageKind
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.lines import is_mail
from directory.services.accounts.mailing import dropped_mail, issue_link, queue_mail, withdraw_links
from directory.services.accounts.passwords import Passwords, check_password
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import digest_of
from directory.services.accounts.sessions import open_session
from directory.services.accounts.sign_in import Opened
from directory.services.accounts.trail import note_at_door, note_by_person, note_on_account
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

RESET_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a link is about. ``institution``: its name."""

    account: Account
    institution: str
    mail: str


class MailedLinks:
    """``shows_links``: without a mail server, the link of a new address is shown to who asked for it."""

    def __init__(
        self, database: Database, passwords: Passwords, *, now: Callable[[], datetime], shows_links: bool
    ) -> None:
        self._database = database
        self._shows_links = shows_links
        self._passwords = passwords
        self._now = now

    @property
    def leave_by_mail(self) -> bool:
        """False without a mail server: what a page promises depends on it."""
        return not self._shows_links

    def look(self, kind: LinkKind, secret: str) -> Opening:
        """Return what a link opens, and change nothing. Raises Refused: ``LINK_UNKNOWN``, ``_USED``, ``_OVER``, or
        ``STATE``.
        """
        with self._database.read() as uow:
            link, account = _good(uow, kind, secret, self._now())
            institution = uow.institutions.get(account.institution)
        return Opening(account, institution.name if institution is not None else "", link.mail)

    def accept_invitation(self, secret: str, password: str, visit: Visit) -> Opened:
        """Give an invited person their password and sign them in. Raises Refused."""
        now = self._now()
        opening = self.look(LinkKind.INVITATION, secret)
        check_password(password, own=(opening.account.name, opening.account.mail, opening.institution))
        hashed = self._passwords.hash(password)
        with self._database.write() as uow:
            account = _take(uow, LinkKind.INVITATION, secret, now)
            joined = activated(account, now, password_hash=hashed)
            uow.accounts.save(joined)
            withdraw_links(uow, joined, now)
            note_by_person(uow, Act.INVITATION_ACCEPTED, joined, now, door=Door.INVITATION.value, network=visit.network)
            return Opened(open_session(uow, joined, Door.INVITATION, visit, now, has_factor=False), joined.id)

    def ask_reset(self, mail: str, visit: Visit) -> None:
        """Mail a link to choose another password, where an account may have one; never say whether it does.

        The same is written in every case: one message, to send or dropped at once, and one line of the trail. Who asks
        again within five minutes gets no second one, so that nobody fills the mailbox of somebody else. Nothing given
        out before is withdrawn, or a stranger who asks all the time would keep a person out.
        """
        now = self._now()
        with self._database.write() as uow:
            account = uow.accounts.at_door(mail)
            may = account is not None and account.may_enter(Door.RESET, now)
            slot = int(now.timestamp() // RESET_EVERY.total_seconds())
            key = f"reset:{digest_of(mail_key(mail))}:{may}:{slot}"
            queued = dropped_mail(MessageKind.RESET, now, key=key)
            if account is not None and may:
                facts = {"name": account.name}
                queued = Message(MessageKind.RESET, account.mail, account.id, now, now, key=key, facts=facts)
            if uow.messages.put(queued):
                note_at_door(uow, Act.RESET_ASKED, account, Door.RESET, visit, now)

    def reset_password(self, secret: str, password: str, visit: Visit) -> None:
        """Give a person another password. It opens no session and skips no factor. Raises Refused."""
        now = self._now()
        opening = self.look(LinkKind.RESET, secret)
        check_password(password, own=(opening.account.name, opening.account.mail, opening.institution))
        hashed = self._passwords.hash(password)
        with self._database.write() as uow:
            account = replace(_take(uow, LinkKind.RESET, secret, now), password_hash=hashed)
            uow.accounts.save(account)
            uow.sessions.remove_of(account.id)
            withdraw_links(uow, account, now)
            queue_mail(uow, MessageKind.PASSWORD_CHANGED, account, now)
            note_by_person(uow, Act.PASSWORD_CHANGED, account, now, door=Door.RESET.value, network=visit.network)

    def change_password(self, signed: Signed, password: str) -> None:
        """Give a person signed in another password; their other sessions end. Raises Refused."""
        now, account = self._now(), signed.account
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        check_password(password, own=(account.name, account.mail, account.institution))
        hashed = self._passwords.hash(password)
        with self._database.write() as uow:
            current = uow.accounts.get(account.id) or account
            uow.accounts.save(replace(current, password_hash=hashed))
            uow.sessions.remove_of(account.id, but=signed.session.digest)
            uow.sessions.renew_of(account.id)
            withdraw_links(uow, account, now)
            queue_mail(uow, MessageKind.PASSWORD_CHANGED, account, now)
            note_on_account(uow, Act.PASSWORD_CHANGED, account, signed.caller, now)

    def ask_new_mail(self, signed: Signed, mail: str) -> str:
        """Mail a link to a new address, which changes once the link is used; or return its secret, to show.

        Raises Refused. An address that somebody else holds is not told from a free one: no link is then mailed.
        """
        now, account = self._now(), signed.account
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        if not is_mail(mail):
            raise Refused(Reason.MAIL_BAD)
        with self._database.write() as uow:
            if uow.accounts.by_mail(mail) is not None:
                return ""
            withdraw_links(uow, account, now)
            if self._shows_links:
                return issue_link(uow, LinkKind.NEW_MAIL, account, now, mail=mail)
            queue_mail(uow, MessageKind.NEW_MAIL, account, now, to=mail)
        return ""

    def confirm_new_mail(self, secret: str, visit: Visit) -> Account:
        """Change the address of a person who holds the link sent to the new one. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            link, _ = _good(uow, LinkKind.NEW_MAIL, secret, now)
            account = _take(uow, LinkKind.NEW_MAIL, secret, now)
            if uow.accounts.by_mail(link.mail) is not None:
                raise Refused(Reason.MAIL_USED)
            # Told at the former address: it is the one its owner still reads if somebody else did this.
            queue_mail(uow, MessageKind.MAIL_CHANGED, account, now)
            changed = replace(account, mail=link.mail, mail_key=mail_key(link.mail))
            uow.accounts.save(changed)
            withdraw_links(uow, changed, now)
            uow.sessions.renew_of(changed.id)
            note_by_person(uow, Act.MAIL_CHANGED, changed, now, door=Door.NEW_MAIL.value, network=visit.network)
        return changed


def activated(account: Account, now: datetime, *, password_hash: str = "") -> Account:
    """Return an invited account once its person has come."""
    return replace(
        account, state=AccountState.ACTIVE, invited_until=None, bindable_until=None, charter_at=now,
        password_hash=password_hash or account.password_hash,
    )  # fmt: skip


def _good(uow: UnitOfWork, kind: LinkKind, secret: str, now: datetime) -> tuple[MailedLink, Account]:
    """Return a link that can still be used, and whose it is. Raises Refused."""
    link = uow.links.get(digest_of(secret))
    if link is None or link.kind is not kind:
        raise Refused(Reason.LINK_UNKNOWN)
    if link.used_at is not None:
        raise Refused(Reason.LINK_USED)
    account = uow.accounts.get(link.account_id)
    if account is None or not account.may_enter(kind.door, now):
        raise Refused(Reason.LINK_OVER if kind is LinkKind.INVITATION else Reason.STATE)
    if not link.is_good(now):
        raise Refused(Reason.LINK_OVER)
    return link, account


def _take(uow: UnitOfWork, kind: LinkKind, secret: str, now: datetime) -> Account:
    """Use up a link and return whose it is. Raises Refused."""
    _, account = _good(uow, kind, secret, now)
    if not uow.links.spend(digest_of(secret), now):
        raise Refused(Reason.LINK_USED)
    return account
