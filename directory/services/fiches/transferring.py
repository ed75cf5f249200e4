"""Fiches handed over to another institution, in one transaction, with all that follows them.

What is counted from a fiche follows by itself: the day it falls due, the pairs it is in, what sources say of it. What
names the institution that it leaves is told anew: new fiches being typed for it, files that wait to be applied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.entries import handed_over
from directory.domain.institution import Institution
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.trail import note
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save
from directory.services.fiches.writing import NotAllowed, Writer
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

CHUNK = 500


class BadHeir(Exception):
    """Fiches cannot go to that institution: it is closed, unknown, or has them already."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Some fiches of an institution, by title, and how many it has in all; archived ones are counted, not listed."""

    institution: Institution
    total: int
    listed: int
    fiches: tuple[Resource, ...]


class Transfers:
    """Raises NotAllowed unless both institutions are in reach of who asks."""

    def __init__(
        self, database: Database, resources: ResourceService, *, now: Callable[[], datetime], chunk: int = CHUNK
    ) -> None:
        self._database = database
        self._resources = resources
        self._now = now
        self._chunk = chunk

    def heirs(self, writer: Writer, code: str) -> tuple[Institution, ...]:
        """Return the open institutions to which the fiches of one may go, by name."""
        with self._database.read() as uow:
            known = uow.institutions.all().values()
        return tuple(
            each
            for each in known
            if not each.retired and each.code != code and may(writer.actor, Action.TRANSFER, owner=each.code)
        )

    def owned(self, writer: Writer, code: str, *, limit: int, offset: int = 0) -> Owned:
        """Return what an institution has to hand over."""
        _check(writer, code)
        with self._database.read() as uow:
            found = uow.institutions.get(code)
            if found is None:
                raise NotAllowed(code)
            page = uow.resources.owned_by(code, limit=limit, offset=offset)
            total = uow.resources.count_owned_by(code)
        return Owned(found, total, page.total, tuple(page.resources))

    def transfer(self, writer: Writer, caller: Caller, code: str, heir: str, ids: Sequence[int]) -> int:
        """Hand some fiches of an institution over; return how many. Those that are no longer its own are left."""
        _check(writer, code, heir)
        with self._database.write() as uow:
            return self._hand_over(uow, writer, caller, code, heir, ids)

    def transfer_all(self, writer: Writer, caller: Caller, code: str, heir: str) -> int:
        """Hand all that an institution has over, archived fiches and drafts included; return how many fiches."""
        _check(writer, code, heir)
        with self._database.write() as uow:
            return self.hand_all_over(uow, writer, caller, code, heir)

    def closing(self, writer: Writer, caller: Caller, code: str, heir: str) -> Callable[[UnitOfWork], int]:
        """Return what hands all over while the institution is being closed."""

        def hand_over(uow: UnitOfWork) -> int:
            return self.hand_all_over(uow, writer, caller, code, heir)

        return hand_over

    def hand_all_over(self, uow: UnitOfWork, writer: Writer, caller: Caller, code: str, heir: str) -> int:
        """Hand all over in a unit of work of the caller's, such as that which closes the institution."""
        _check(writer, code, heir)
        count = self._hand_over(uow, writer, caller, code, heir, uow.resources.ids_owned_by(code))
        for entry in uow.entries.of_new_fiches():
            moved = handed_over(entry, code, heir)
            if moved is not entry:
                uow.entries.replace(moved)
        uow.batches.hand_over(code, heir)
        return count

    def _hand_over(
        self, uow: UnitOfWork, writer: Writer, caller: Caller, code: str, heir: str, ids: Sequence[int]
    ) -> int:
        found = uow.institutions.get(heir)
        if found is None or found.retired or heir == code:
            raise BadHeir
        now, count = self._now(), 0
        for start in range(0, len(ids), self._chunk):
            fiches = uow.resources.by_ids(ids[start : start + self._chunk])
            saves = [
                Save(
                    replace(each.content, institution=heir), writer.author, Origin(SaveOrigin.TRANSFER, "", code), each,
                    kept_before=True,
                )
                for each in fiches
                if each.content.institution == code
            ]  # fmt: skip
            count += len(self._resources.save_many(uow, saves, now=now))
        if count:
            detail = {"vers": heir, "fiches": str(count)}
            note(uow, Act.FICHES_TRANSFERRED, caller, now, ObjectKind.INSTITUTION, code, code, detail)
        return count


def _check(writer: Writer, *codes: str) -> None:
    for code in codes:
        if not code or not may(writer.actor, Action.TRANSFER, owner=code):
            raise NotAllowed(code)
