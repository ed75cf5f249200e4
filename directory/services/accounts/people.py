"""What RGCs and administrators do to accounts: list, change, suspend, close, review."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import ActorKind, Duty, Profile
from directory.domain.rights import Action
from directory.services.accounts.callers import Caller
from directory.services.accounts.mailing import queue_mail, withdraw_links
from directory.services.accounts.reach import (
    check_not_last,
    institutions_in_reach,
    manageable,
    require_sudo,
    visible,
)
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.trail import note_on_account
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

BINDABLE_FOR = timedelta(days=7)
DUTIES = {Duty.RGC: "responsable de la gestion des comptes (RGC)", Duty.ADMINISTRATOR: "administrateur"}
"""How a mail names a duty."""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """``unreachable``: numbers of those whose mailbox refused two mails for good."""

    accounts: tuple[Account, ...]
    total: int
    unreachable: frozenset[int] = frozenset()


class People:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def list(self, caller: Caller, wanted: AccountFilter, *, limit: int, offset: int = 0) -> PeoplePage:
        """Return the accounts that a caller may manage, among those wanted; the others are not even counted."""
        reach = institutions_in_reach(caller.actor, Action.MANAGE_ACCOUNTS)
        if reach is not None:
            kept = reach if wanted.institutions is None else reach & frozenset(wanted.institutions)
            wanted = replace(wanted, institutions=kept)
        with self._database.read() as uow:
            found = uow.accounts.matching(wanted, limit=limit, offset=offset)
            return PeoplePage(tuple(found), uow.accounts.count(wanted), unreachable(uow, found))

    def get(self, caller: Caller, number: int) -> Account:
        """Return an account of reach. Raises Refused (``UNKNOWN``) for any other."""
        with self._database.read() as uow:
            return visible(uow, caller, number)

    def is_unreachable(self, account: Account) -> bool:
        """Say whether the mailbox of an account refused two mails for good, and took none since."""
        with self._database.read() as uow:
            return bool(unreachable(uow, [account]))

    def change_profile(self, caller: Caller, number: int, profile: Profile) -> None:
        """Give another profile; the person's next click obeys. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            _require_living(account)
            if account.profile is profile:
                return
            uow.accounts.save(replace(account, profile=profile))
            rights_changed(uow, account, now)
            note_on_account(
                uow, Act.PROFILE_CHANGED, account, caller, now, avant=account.profile.value, apres=profile.value
            )

    def give_duty(self, caller: Caller, number: int, duty: Duty) -> None:
        """Name somebody RGC or, by an administrator, administrator; they are told. Raises Refused."""
        now = self._now()
        require_sudo(caller, now)
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            _require_living(account)
            _require_may_name(caller, duty)
            if duty in account.duties:
                return
            uow.accounts.save(_with_duty(account, duty, held=True))
            rights_changed(uow, account, now)
            queue_mail(uow, MessageKind.DUTY_GIVEN, account, now, facts={"duty": DUTIES[duty]})
            note_on_account(uow, Act.DUTY_GIVEN, account, caller, now, fonction=duty.value)

    def take_duty(self, caller: Caller, number: int, duty: Duty) -> None:
        """Take a duty back, unless nobody would be left with it. Raises Refused."""
        now = self._now()
        require_sudo(caller, now)
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            _require_may_name(caller, duty)
            if duty not in account.duties:
                return
            check_not_last(uow, caller, _only_duty(account, duty))
            uow.accounts.save(_with_duty(account, duty, held=False))
            rights_changed(uow, account, now)
            note_on_account(uow, Act.DUTY_TAKEN, account, caller, now, fonction=duty.value)
            tell_if_lone(uow, account, now)

    def suspend(self, caller: Caller, number: int) -> None:
        """Shut every door of an account at once, its open sessions too. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            if not account.is_active:
                raise Refused(Reason.STATE)
            check_not_last(uow, caller, account)
            suspend_account(uow, caller, account, now)

    def resume(self, caller: Caller, number: int) -> None:
        """Open the doors of a suspended account again. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            if account.state is not AccountState.SUSPENDED:
                raise Refused(Reason.STATE)
            # Or the job that suspends who has not come for a year would do so again the next night.
            uow.accounts.save(replace(account, state=AccountState.ACTIVE, last_seen=now.date()))
            note_on_account(uow, Act.RESUMED, account, caller, now)

    def close(self, caller: Caller, number: int) -> None:
        """Close an account for good: its address is free, its acts stay. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            if account.state is AccountState.CLOSED:
                raise Refused(Reason.STATE)
            check_not_last(uow, caller, account)
            close_account(uow, caller, account, now)

    def reset_factor(self, caller: Caller, number: int) -> None:
        """Remove the second factors that somebody lost; they are told. Raises Refused."""
        now = self._now()
        require_sudo(caller, now)
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            # Even an administrator asks another: whoever took over a session could otherwise do it.
            if account.id == caller.actor.account:
                raise Refused(Reason.ONESELF)
            uow.factors.remove_all(account.id)
            uow.sessions.remove_of(account.id)
            withdraw_links(uow, account, now)
            queue_mail(uow, MessageKind.FACTOR_RESET, account, now)
            note_on_account(uow, Act.FACTOR_RESET, account, caller, now)

    def unbind(self, caller: Caller, number: int) -> None:
        """Forget the subjects bound to an account; the next sign-in by OIDC may bind another. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            _require_living(account)
            uow.accounts.unbind(account.id)
            uow.accounts.save(replace(account, bindable_until=now + BINDABLE_FOR))
            uow.sessions.remove_of(account.id)
            withdraw_links(uow, account, now)
            note_on_account(uow, Act.IDENTITY_UNBOUND, account, caller, now)

    def review(self, caller: Caller, number: int) -> None:
        """Note that somebody still needs their access. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = manageable(uow, caller, number)
            uow.accounts.save(replace(account, reviewed_at=now))
            note_on_account(uow, Act.REVIEWED, account, caller, now)


def rights_changed(uow: UnitOfWork, account: Account, now: datetime) -> None:
    """Change the token of every session of a person, and kill the links given out before."""
    uow.sessions.renew_of(account.id)
    if account.state is not AccountState.INVITED:
        withdraw_links(uow, account, now)


def suspend_account(uow: UnitOfWork, caller: Caller, account: Account, now: datetime) -> None:
    uow.accounts.save(replace(account, state=AccountState.SUSPENDED, bindable_until=None))
    uow.sessions.remove_of(account.id)
    withdraw_links(uow, account, now)
    note_on_account(uow, Act.SUSPENDED, account, caller, now)
    tell_if_lone(uow, account, now)


def close_account(uow: UnitOfWork, caller: Caller, account: Account, now: datetime) -> None:
    """Close an account: nothing is left that a successor at the same address could inherit."""
    closed = replace(
        account, state=AccountState.CLOSED, mail_key=None, password_hash="", is_rgc=False, is_administrator=False,
        invited_until=None, bindable_until=None, office_id=None,
    )  # fmt: skip
    uow.accounts.save(closed)
    uow.accounts.unbind(account.id)
    uow.factors.remove_all(account.id)
    uow.entries.remove_of(account.id)
    uow.selections.remove_of(account.id)
    uow.follows.remove_of(account.id)
    uow.sessions.remove_of(account.id)
    uow.sessions.forget_browsers_of(account.id)
    withdraw_links(uow, account, now)
    note_on_account(uow, Act.CLOSED, account, caller, now)
    tell_if_lone(uow, account, now)


def tell_if_lone(uow: UnitOfWork, account: Account, now: datetime) -> None:
    """Tell the signatory's RGCs when an institution has just lost its last RGC."""
    if not account.is_rgc or uow.accounts.rgcs_by_institution({account.institution}):
        return
    institution = uow.institutions.get(account.institution)
    if institution is None or not institution.partner_of:
        return
    wanted = AccountFilter(frozenset({institution.partner_of}), state=AccountState.ACTIVE, rgc_only=True)
    for rgc in uow.accounts.matching(wanted, limit=50):
        queue_mail(uow, MessageKind.LONE_INSTITUTION, rgc, now, facts={"institution": institution.name})


def _require_living(account: Account) -> None:
    if account.state is AccountState.CLOSED:
        raise Refused(Reason.STATE)


def _require_may_name(caller: Caller, duty: Duty) -> None:
    if duty is Duty.ADMINISTRATOR and not (caller.actor.is_administrator or caller.actor.kind is ActorKind.SYSTEM):
        raise Refused(Reason.NOT_ALLOWED)


def _with_duty(account: Account, duty: Duty, *, held: bool) -> Account:
    if duty is Duty.RGC:
        return replace(account, is_rgc=held)
    return replace(account, is_administrator=held)


def _only_duty(account: Account, duty: Duty) -> Account:
    """Return the account as if it held that duty alone: the last of another duty may lose this one."""
    return replace(account, is_rgc=duty is Duty.RGC, is_administrator=duty is Duty.ADMINISTRATOR)


def unreachable(uow: UnitOfWork, accounts: Sequence[Account]) -> frozenset[int]:
    """Return the numbers of the accounts whose mailbox refused two mails for good."""
    dead = uow.mailboxes.dead([each.mail_key for each in accounts if each.mail_key])
    return frozenset(each.id for each in accounts if each.mail_key in dead)
