"""Offices from a file: first what it would change, then applied; what it no longer says is listed, never dropped."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.offices import Office, OfficeKind
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.offices.keeping import BadOffice, change_office, create_office
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from importers.cells.cleaning import Flaw
from importers.office_rows import FIELD_OF_COLUMN, OfficeRow, over, read_offices
from importers.offices import CellFault, OfficeDraft, OfficeReader
from search.text.analysis import words

TWICE = Flaw("ligne-en-double", "Cette antenne est déjà plus haut dans le fichier.", "", "Gardez une seule ligne.")


class StalePlan(Exception):
    """What was shown is no longer what the file would change."""


@dataclass(frozen=True, slots=True)
class Written:
    """A row that creates an office, or changes one. ``before``: None for a new one; ``columns``: those that move."""

    line: int
    office: Office
    before: Office | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    name: str
    faults: tuple[CellFault, ...]


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """What a file would change.

    absent   offices in use that it does not say: they stay.
    digest   of the file and of what the base held: what is applied is what was shown.
    """

    created: tuple[Written, ...]
    revised: tuple[Written, ...]
    unchanged: int
    refused: tuple[RefusedRow, ...]
    absent: tuple[Office, ...]
    digest: str

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.revised)


class OfficeImport:
    def __init__(self, database: Database, reader: OfficeReader, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._reader = reader
        self._now = now

    def plan(self, caller: Caller, institution: str, content: bytes, name: str) -> OfficePlan:
        """Return what a file would change in the offices of an institution. Raises UnreadableFile, BadOffice."""
        rows = read_offices(content, name, self._reader)
        with self._database.read() as uow:
            return _plan(rows, _known(uow, caller, institution), institution, content)

    def apply(self, caller: Caller, institution: str, content: bytes, name: str, *, digest: str = "") -> OfficePlan:
        """Do it, all in one go. ``digest``: of the plan that was shown, where one was.

        Raises UnreadableFile, BadOffice, StalePlan.
        """
        rows, now = read_offices(content, name, self._reader), self._now()
        with self._database.write() as uow:
            plan = _plan(rows, _known(uow, caller, institution), institution, content)
            if digest and digest != plan.digest:
                raise StalePlan
            for each in plan.created:
                create_office(uow, caller, each.office, now, is_confirmed=False)
            for each in plan.revised:
                assert each.before is not None
                change_office(uow, caller, each.before, each.office, now, is_confirmed=False)
        return plan


def _known(uow: UnitOfWork, caller: Caller, institution: str) -> list[Office]:
    owner = uow.institutions.get(institution)
    if owner is None or owner.retired or not may(caller.actor, Action.MANAGE_OFFICES, owner=institution):
        raise BadOffice("institution")
    return uow.offices.all((institution,))


def _plan(rows: Iterable[OfficeRow], known: list[Office], institution: str, content: bytes) -> OfficePlan:
    by_key = {_key(each.kind.value, each.name): each for each in known if not each.retired}
    created, revised, refused = [], [], []
    unchanged, seen = 0, set()
    for row in rows:
        key = _key(row.draft.kind, row.draft.name)
        faults = (*row.faults, *([CellFault("nom", TWICE)] if key in seen else []))
        # Refused or not, a row that names an office says that it is still there.
        seen.add(key)
        if faults:
            refused.append(RefusedRow(row.line, row.draft.name, faults))
            continue
        before = by_key.get(key)
        if before is None:
            created.append(Written(row.line, office_of(row.draft, Office(0, OfficeKind.OTHER, "", institution))))
            continue
        # Found by its name, it keeps it as it is written here: apostrophes and capitals move nothing.
        office = replace(office_of(over(row.draft, _draft_of(before), row.columns), before), name=before.name)
        fields = FIELD_OF_COLUMN.items()
        moved = tuple(column for column, field in fields if getattr(office, field) != getattr(before, field))
        if moved:
            revised.append(Written(row.line, office, before, moved))
        else:
            unchanged += 1
    absent = tuple(each for key, each in by_key.items() if key not in seen)
    return OfficePlan(
        tuple(created), tuple(revised), unchanged, tuple(refused), absent, _digest(content, institution, known)
    )


def office_of(draft: OfficeDraft, kept: Office) -> Office:
    """Return an office as a draft without faults says it."""
    return replace(
        kept, kind=OfficeKind(draft.kind), name=draft.name, address=draft.address, postcode=draft.postcode,
        commune=draft.commune, phone=draft.phone, email=draft.email, areas=tuple(sorted(draft.areas)), rank=draft.rank,
        note=draft.note,
    )  # fmt: skip


def _draft_of(office: Office) -> OfficeDraft:
    return OfficeDraft(
        office.kind.value, office.name, office.address, office.postcode, office.commune, office.phone, office.email,
        office.areas, office.rank, office.note,
    )  # fmt: skip


def _key(kind: str, name: str) -> str:
    """Return what makes two rows say the same office: its kind and its name, however they are written."""
    return f"{kind} {' '.join(words(name))}"


def _digest(content: bytes, institution: str, known: Iterable[Office]) -> str:
    held = ",".join(f"{each.id}:{each.version}" for each in sorted(known, key=lambda each: each.id))
    return hashlib.sha256(b"\0".join((content, institution.encode(), held.encode()))).hexdigest()
