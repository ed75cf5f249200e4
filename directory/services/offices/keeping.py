"""Offices written, confirmed and retired by those who answer for their institution."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.institution import Institution
from directory.domain.offices import Office, OfficeKind
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.reach import institutions_in_reach
from directory.services.accounts.trail import note
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork


class UnknownOffice(Exception):
    """There is no such office, or it is not of those that one keeps."""


class BadOffice(Exception):
    """What an office says cannot be kept: ``column``, of those that a form or a file has."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class StaleOffice(Exception):
    """Somebody saved the office in between. ``current``: as it is now."""

    def __init__(self, current: Office) -> None:
        super().__init__("stale office")
        self.current = current


class Offices:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def of(self, caller: Caller) -> list[Office]:
        """Return the offices that a caller keeps, retired ones too, by kind and by name."""
        with self._database.read() as uow:
            found = uow.offices.all(institutions_in_reach(caller.actor, Action.MANAGE_OFFICES))
        kinds = list(OfficeKind)
        return sorted(found, key=lambda each: (kinds.index(each.kind), each.name, each.id))

    def owners(self, caller: Caller) -> list[Institution]:
        """Return the institutions whose offices a caller keeps, in the order of names; their own first."""
        with self._database.read() as uow:
            found = [each for each in uow.institutions.all().values() if not each.retired]
        kept = [each for each in found if may(caller.actor, Action.MANAGE_OFFICES, owner=each.code)]
        return sorted(kept, key=lambda each: each.code != caller.actor.institution)

    def get(self, caller: Caller, number: int) -> Office:
        """Return an office that a caller keeps. Raises UnknownOffice."""
        with self._database.read() as uow:
            return _kept_by(caller, uow.offices.get(number))

    def create(self, caller: Caller, made: Office, *, is_confirmed: bool) -> Office:
        """Add an office. Raises BadOffice."""
        with self._database.write() as uow:
            return create_office(uow, caller, made, self._now(), is_confirmed=is_confirmed)

    def change(self, caller: Caller, changed: Office, *, is_confirmed: bool) -> Office:
        """Write an office whose ``version`` is that from which it was changed.

        Raises UnknownOffice, StaleOffice, BadOffice.
        """
        with self._database.write() as uow:
            kept = _at_version(_kept_by(caller, uow.offices.get_to_change(changed.id)), changed.version)
            return change_office(uow, caller, kept, changed, self._now(), is_confirmed=is_confirmed)

    def confirm(self, caller: Caller, number: int, version: int) -> None:
        """Say that an office is still as it was read. Raises UnknownOffice, StaleOffice."""
        with self._database.write() as uow:
            kept = _at_version(_kept_by(caller, uow.offices.get_to_change(number)), version)
            uow.offices.save(replace(kept, verified_at=self._now()))
            self._note(uow, Act.OFFICE_CONFIRMED, caller, kept)

    def retire(self, caller: Caller, number: int) -> None:
        """Stop naming an office to people, and take it from those who work in it; it may be restored.

        Raises UnknownOffice.
        """
        self._set_retired(caller, number, Act.OFFICE_RETIRED)

    def restore(self, caller: Caller, number: int) -> None:
        """Name an office to people again. Raises UnknownOffice."""
        self._set_retired(caller, number, Act.OFFICE_RESTORED)

    def _set_retired(self, caller: Caller, number: int, act: Act) -> None:
        with self._database.write() as uow:
            kept = _kept_by(caller, uow.offices.get_to_change(number))
            retired = act is Act.OFFICE_RETIRED
            if kept.retired is retired:
                return
            uow.offices.save(replace(kept, retired=retired, version=kept.version + 1))
            if retired:
                _empty(uow, kept)
            self._note(uow, act, caller, kept)

    def _note(self, uow: UnitOfWork, act: Act, caller: Caller, kept: Office) -> None:
        note(uow, act, caller, self._now(), ObjectKind.OFFICE, str(kept.id), kept.institution, {})


def create_office(uow: UnitOfWork, caller: Caller, made: Office, now: datetime, *, is_confirmed: bool) -> Office:
    """Add an office in a transaction under way. Raises BadOffice."""
    _check(uow, caller, made)
    added = uow.offices.add(replace(made, verified_at=now if is_confirmed else None, version=1, retired=False))
    note(uow, Act.OFFICE_CREATED, caller, now, ObjectKind.OFFICE, str(added.id), added.institution, {})
    return added


def change_office(
    uow: UnitOfWork, caller: Caller, kept: Office, changed: Office, now: datetime, *, is_confirmed: bool
) -> Office:
    """Write an office in a transaction under way; one that says the same is left as it is. Raises BadOffice."""
    _check(uow, caller, changed)
    verified_at = now if is_confirmed else kept.verified_at
    saved = replace(changed, id=kept.id, verified_at=verified_at, version=kept.version, retired=kept.retired)
    if saved == kept:
        return kept
    saved = replace(saved, version=kept.version + 1)
    uow.offices.save(saved)
    if saved.institution != kept.institution:
        # An antenne is of the institution of those who work in it, who read what is shared with it.
        _empty(uow, kept)
    note(uow, Act.OFFICE_CHANGED, caller, now, ObjectKind.OFFICE, str(kept.id), saved.institution, {})
    return saved


def _empty(uow: UnitOfWork, left: Office) -> None:
    """Take an antenne from those who work in it, and from them what was shared with it."""
    uow.accounts.leave_office(left.id)
    uow.selections.unshare(office_id=left.id)


def _check(uow: UnitOfWork, caller: Caller, written: Office) -> None:
    owner = uow.institutions.get(written.institution)
    if owner is None or owner.retired or not may(caller.actor, Action.MANAGE_OFFICES, owner=owner.code):
        raise BadOffice("institution")
    if written.resource_id is not None:
        found = uow.resources.get(written.resource_id)
        if found is None or not found.content.is_published:
            raise BadOffice("fiche")


def _kept_by(caller: Caller, found: Office | None) -> Office:
    if found is None or not may(caller.actor, Action.MANAGE_OFFICES, owner=found.institution):
        raise UnknownOffice
    return found


def _at_version(kept: Office, version: int) -> Office:
    if kept.version != version:
        raise StaleOffice(kept)
    return kept
