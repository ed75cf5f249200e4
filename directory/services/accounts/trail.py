"""Writing the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.audit import Act, AuditEntry, ObjectKind
from directory.services.accounts.callers import Caller, Visit
from directory.store.unit_of_work import UnitOfWork


def note_on_account(uow: UnitOfWork, act: Act, account: Account, caller: Caller, now: datetime, **detail: str) -> None:
    """Write down what was done to an account."""
    note(uow, act, caller, now, ObjectKind.ACCOUNT, str(account.id), account.institution, detail)


def note_by_person(
    uow: UnitOfWork, act: Act, account: Account, now: datetime, *, door: str, network: str = "", **detail: str
) -> None:
    """Write down what a person did to their own account, before or outside a session."""
    uow.audit.add(
        AuditEntry(
            act, now, account.id, account.institution, ObjectKind.ACCOUNT, str(account.id), account.institution, door,
            network, detail,
        )
    )  # fmt: skip


def note_at_door(uow: UnitOfWork, act: Act, account: Account | None, door: Door, visit: Visit, now: datetime) -> None:
    """Write down what was tried at a door; of an address that nobody holds, nothing but when and where from."""
    number, institution = (None, "") if account is None else (account.id, account.institution)
    object_id = "" if number is None else str(number)
    uow.audit.add(
        AuditEntry(
            act, now, number, institution, ObjectKind.ACCOUNT, object_id, institution, door.value,
            visit.network,
        )
    )  # fmt: skip


def note(
    uow: UnitOfWork,
    act: Act,
    caller: Caller,
    now: datetime,
    object_kind: ObjectKind,
    object_id: str,
    object_institution: str,
    detail: Mapping[str, str],
) -> None:
    actor = caller.actor
    uow.audit.add(
        AuditEntry(
            act, now, actor.account, actor.institution, object_kind, object_id, object_institution, caller.door,
            caller.network, detail,
        )
    )  # fmt: skip
