"""The object check of accounts: what a caller may do to which account, told before anything is shown or written."""

from datetime import datetime

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.filters import AccountFilter
from directory.domain.actors import Actor, ActorKind
from directory.domain.rights import Action, Extent, extent_of, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.refusals import Reason, Refused
from directory.store.unit_of_work import UnitOfWork

_ADMINISTRATORS = AccountFilter(state=AccountState.ACTIVE, administrators_only=True)


def institutions_in_reach(actor: Actor, action: Action) -> frozenset[str] | None:
    """Return the institutions on which an actor may do an action, by which a list is filtered; None for all."""
    extent = extent_of(actor, action)
    if extent is Extent.ANYWHERE:
        return None
    if extent is Extent.REACH:
        return actor.reach
    return frozenset({actor.institution}) if extent is Extent.OWN else frozenset()


def manageable(uow: UnitOfWork, caller: Caller, number: int) -> Account:
    """Return an account that a caller may change.

    Raises Refused: ``UNKNOWN`` out of reach; ``ADMINISTRATOR`` and ``ONESELF`` to an RGC.
    """
    account = visible(uow, caller, number)
    if caller.actor.kind is ActorKind.SYSTEM or caller.actor.is_administrator:
        return account
    if account.is_administrator:
        raise Refused(Reason.ADMINISTRATOR)
    if account.id == caller.actor.account:
        raise Refused(Reason.ONESELF)
    return account


def visible(uow: UnitOfWork, caller: Caller, number: int) -> Account:
    """Return an account of reach. Raises Refused (``UNKNOWN``) for any other."""
    account = uow.accounts.get(number)
    if account is None or not may(caller.actor, Action.MANAGE_ACCOUNTS, owner=account.institution):
        raise Refused(Reason.UNKNOWN)
    return account


def require_sudo(caller: Caller, now: datetime) -> None:
    """Raise Refused (``SUDO``) unless who acts was proven within ten minutes."""
    if not caller.has_sudo(now):
        raise Refused(Reason.SUDO)


def check_not_last(uow: UnitOfWork, caller: Caller, account: Account) -> None:
    """Raise Refused when taking this account away would leave nobody to answer.

    The last administrator stays, whoever asks. An RGC may not take away the last RGC of an institution that no
    signatory answers for; an administrator may, and the signatory is told.
    """
    if account.is_administrator and account.is_active and uow.accounts.count(_ADMINISTRATORS) <= 1:
        raise Refused(Reason.LAST_ADMINISTRATOR)
    if caller.actor.kind is ActorKind.SYSTEM or caller.actor.is_administrator:
        return
    if account.is_rgc and account.is_active and answering(uow, account.institution) <= 1:
        raise Refused(Reason.LAST_RGC)


def answering(uow: UnitOfWork, institution: str) -> int:
    """Return how many RGCs answer for an institution: its own, and those of the signatory it is attached to."""
    found = uow.institutions.get(institution)
    codes = {institution} | ({found.partner_of} if found is not None and found.partner_of else set())
    return sum(uow.accounts.rgcs_by_institution(codes).values())
