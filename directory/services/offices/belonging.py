"""The antenne that a person works in: said by who answers for their account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.audit import Act
from directory.domain.offices import Office
from directory.services.accounts.callers import Caller
from directory.services.accounts.reach import visible
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.trail import note_on_account
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork


class Belonging:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def choices(self, institution: str) -> list[Office]:
        """Return the offices in use of an institution, in the order of names."""
        with self._database.read() as uow:
            found = [each for each in uow.offices.all((institution,)) if not each.retired]
        return sorted(found, key=lambda each: (each.name, each.id))

    def office_of(self, account: Account) -> Office | None:
        """Return the antenne of a person; None while nobody said, or when it is retired."""
        if account.office_id is None:
            return None
        with self._database.read() as uow:
            found = uow.offices.get(account.office_id)
        return found if found is not None and not found.retired else None

    def count(self, office_id: int) -> int:
        """Return how many people work in an antenne."""
        with self._database.read() as uow:
            return uow.accounts.count_in_office(office_id)

    def give(self, caller: Caller, number: int, office_id: int | None) -> None:
        """Say in which antenne somebody works, or in none. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            account = visible(uow, caller, number)
            if account.state is AccountState.CLOSED:
                raise Refused(Reason.STATE)
            _check(uow, account, office_id)
            if account.office_id == office_id:
                return
            uow.accounts.save(replace(account, office_id=office_id))
            uow.selections.unshare(account_id=account.id)
            note_on_account(uow, Act.OFFICE_GIVEN, account, caller, now, apres=str(office_id or ""))


def _check(uow: UnitOfWork, account: Account, office_id: int | None) -> None:
    found = uow.offices.get(office_id) if office_id is not None else None
    if office_id is not None and (found is None or found.retired or found.institution != account.institution):
        raise Refused(Reason.OFFICE_BAD)
