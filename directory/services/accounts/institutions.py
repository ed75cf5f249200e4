"""Institutions: listed, created, closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.accounts.filters import AccountFilter
from directory.domain.freshness import LONGEST_MONTHS
from directory.domain.institution import Institution
from directory.domain.rights import Action, Extent, extent_of, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.people import suspend_account
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.trail import note
from directory.services.freshness.dates import reckon_of
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

LONGEST_NAME = 120
MOST_PEOPLE = 10_000


class Institutions:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def all(self) -> dict[str, Institution]:
        with self._database.read() as uow:
            return uow.institutions.all()

    def of(self, caller: Caller) -> list[Institution]:
        """Return the institutions whose accounts a caller manages, in the order of names; their own first."""
        with self._database.read() as uow:
            found = uow.institutions.all().values()
        kept = [each for each in found if may(caller.actor, Action.MANAGE_ACCOUNTS, owner=each.code)]
        return sorted(kept, key=lambda each: each.code != caller.actor.institution)

    def create_partner(self, caller: Caller, *, code: str, name: str, partner_of: str, territory: str = "") -> None:
        """Attach a new partner to a signatory. Raises Refused."""
        made = Institution(code, name.strip(), "partenaire", partner_of, territory=territory.strip())
        with self._database.write() as uow:
            signatory = uow.institutions.get(partner_of)
            if signatory is None or not may(caller.actor, Action.MANAGE_PARTNERS, owner=partner_of):
                raise Refused(Reason.UNKNOWN)
            if not signatory.is_signatory or signatory.retired:
                raise Refused(Reason.STATE)
            self._add(uow, caller, made)

    def create_signatory(self, caller: Caller, *, code: str, name: str, territory: str = "") -> None:
        """Add a signatory; administrators alone may. Raises Refused."""
        if extent_of(caller.actor, Action.MANAGE_REFERENCE) is not Extent.ANYWHERE:
            raise Refused(Reason.UNKNOWN)
        with self._database.write() as uow:
            self._add(uow, caller, Institution(code, name.strip(), "signataire", territory=territory.strip()))

    def set_period(self, caller: Caller, code: str, months: int) -> None:
        """Say after how many months the fiches of an institution are to be confirmed; their dates move at once.

        Raises Refused out of reach, ValueError outside that span.
        """
        with self._database.write() as uow:
            found = uow.institutions.get(code)
            owner = found.partner_of if found is not None and found.partner_of else code
            if found is None or found.retired or not may(caller.actor, Action.MANAGE_PARTNERS, owner=owner):
                raise Refused(Reason.UNKNOWN)
            if not 1 <= months <= LONGEST_MONTHS:
                raise ValueError("one to twelve months")
            uow.institutions.save(replace(found, verification_months=months))
            reckon_of(uow, code)
            detail = {"mois": str(months)}
            note(uow, Act.INSTITUTION_CHANGED, caller, self._now(), ObjectKind.INSTITUTION, code, code, detail)

    def close(self, caller: Caller, code: str, *, hand_over: Callable[[UnitOfWork], object] | None = None) -> None:
        """Close a partner: its accounts are suspended. Raises Refused, while it owns fiches too.

        hand_over   gives its fiches to another, in the same transaction.
        """
        now = self._now()
        with self._database.write() as uow:
            found = uow.institutions.get(code)
            owner = found.partner_of if found is not None and found.partner_of else code
            if found is None or found.retired or not may(caller.actor, Action.MANAGE_PARTNERS, owner=owner):
                raise Refused(Reason.UNKNOWN)
            if code == caller.actor.institution:
                raise Refused(Reason.ONESELF)
            if hand_over is not None:
                hand_over(uow)
            if uow.resources.are_owned_by(code):
                raise Refused(Reason.OWNS_FICHES)
            wanted = AccountFilter(frozenset({code}), state=AccountState.ACTIVE)
            for account in uow.accounts.matching(wanted, limit=MOST_PEOPLE):
                suspend_account(uow, caller, account, now)
            uow.institutions.save(replace(found, retired=True))
            note(uow, Act.INSTITUTION_CLOSED, caller, now, ObjectKind.INSTITUTION, code, code, {})

    def _add(self, uow: UnitOfWork, caller: Caller, made: Institution) -> None:
        if not 0 < len(made.name) <= LONGEST_NAME:
            raise Refused(Reason.NAME_MISSING)
        if not made.code or not all(part.isalnum() and part.isascii() for part in made.code.split("-")):
            raise Refused(Reason.NAME_BAD)
        if uow.institutions.get(made.code) is not None:
            raise Refused(Reason.CODE_USED)
        uow.institutions.save(made)
        note(uow, Act.INSTITUTION_CREATED, caller, self._now(), ObjectKind.INSTITUTION, made.code, made.code, {})
