"""Two fiches made one, in one transaction: all of it, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.duplicates import Pair, PairState, pair
from directory.domain.merging import Choice, Merge, differing, merged
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action
from directory.services.accounts.callers import Caller
from directory.services.accounts.trail import note
from directory.services.fiches.editing import InvalidResource, Receipt, ResourceService, StaleVersion
from directory.services.fiches.saving import Refused, Save, Saved
from directory.services.fiches.writing import Writer, Writing
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import MERGED, Status
from fiche.content import Content


class NotMergeable(Exception):
    """Two fiches that cannot be made one: one fiche said twice, or a draft, or one that is not public to stay."""


class Undecided(Exception):
    """Fields on which both say something and nobody chose. ``fields``: their names."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Compared:
    """Two fiches side by side. ``fields``: names of what they do not say alike."""

    staying: Resource
    other: Resource
    fields: tuple[str, ...]
    pair: Pair | None


class Merging:
    """Every method raises UnknownResource and NotAllowed for fiches that are not both in reach."""

    def __init__(
        self, database: Database, resources: ResourceService, writing: Writing, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._resources = resources
        self._writing = writing
        self._now = now

    def compare(self, writer: Writer, staying_id: int, other_id: int) -> Compared:
        """Return two fiches side by side. Raises NotMergeable."""
        staying = self._writing.get(writer.actor, staying_id, Action.MERGE)
        other = self._writing.get(writer.actor, other_id, Action.MERGE)
        _check(staying, other)
        with self._database.read() as uow:
            known = uow.duplicates.get(staying_id, other_id)
        return Compared(staying, other, differing(staying.content, other.content), known)

    def keep_apart(self, writer: Writer, caller: Caller, one_id: int, other_id: int) -> None:
        """Remember for good that two fiches are not the same."""
        one = self._writing.get(writer.actor, one_id, Action.MERGE)
        self._writing.get(writer.actor, other_id, Action.MERGE)
        if one_id == other_id:
            raise NotMergeable
        now = self._now()
        with self._database.write() as uow:
            known = uow.duplicates.get(one_id, other_id) or pair(one_id, other_id, at=now)
            uow.duplicates.settle(known, PairState.APART, at=now, by=writer.actor.account)
            _note(uow, Act.FICHES_KEPT_APART, caller, now, one, other_id)

    def merge(
        self,
        writer: Writer,
        caller: Caller,
        staying_id: int,
        other_id: int,
        choices: Mapping[str, Choice],
        *,
        versions: tuple[int, int],
    ) -> Receipt:
        """Make one fiche of two; return that which stays.

        versions   of the fiche that stays and of the other one, as they were shown.
        Raises NotMergeable, Undecided, InvalidResource, StaleVersion.
        """
        now = self._now()
        compared = self.compare(writer, staying_id, other_id)
        for found, shown in zip((compared.staying, compared.other), versions, strict=True):
            if found.version != shown:
                raise StaleVersion(found, found.content)
        undecided = tuple(name for name in compared.fields if name not in choices)
        if undecided:
            raise Undecided(undecided)
        with self._database.write() as uow:
            staying, other = _as_shown(uow, compared)
            content = merged(staying.content, other.content, {name: choices[name] for name in compared.fields})
            kept = self._save(uow, writer, content, staying, other, now)
            uow.resources.mark_merged(other_id, staying_id)
            records, apart = uow.records.keys_of(other_id), _take_over_pairs(uow, staying_id, other_id, writer, now)
            uow.records.hand_over(records, from_id=other_id, to_id=staying_id)
            # What people said of either waits on the one that stays, where who keeps it answers; undone or not.
            uow.reports.move_open(from_id=other_id, to_id=staying_id)
            uow.proposals.move_open(from_id=other_id, to_id=staying_id)
            uow.team_notes.hand_over(from_id=other_id, to_id=staying_id)
            uow.merges.add(
                Merge(
                    staying_id, other_id, now, writer.author, staying.version, kept.resource.version, other.version,
                    records, apart,
                )
            )  # fmt: skip
            _note(uow, Act.FICHES_MERGED, caller, now, staying, other_id)
            return Receipt(kept.resource, uow.changes.max_seq(), kept.effect)

    def _save(
        self, uow: UnitOfWork, writer: Writer, content: Content, staying: Resource, other: Resource, now: datetime
    ) -> Saved:
        """Write what the fiche that stays says, and archive the other one; return the first."""
        archived = replace(other.content, status=Status.ARCHIVED, archive_reason=MERGED, archive_on=None)
        saves = (
            Save(content, writer.author, _origin(other.id), staying),
            Save(archived, writer.author, _origin(staying.id), other, kept_before=True),
        )
        kept, _ = self._resources.save_many(uow, saves, now=now)
        if isinstance(kept, Refused):
            raise InvalidResource(kept.errors)
        return kept


def _check(staying: Resource, other: Resource) -> None:
    if staying.id == other.id or not staying.content.is_published or not other.content.has_page:
        raise NotMergeable


def _as_shown(uow: UnitOfWork, compared: Compared) -> tuple[Resource, Resource]:
    """Return both fiches if nothing moved since they were compared: their rights were asked of what they said then."""
    ids = (compared.staying.id, compared.other.id)
    staying, other = uow.resources.by_ids(ids)
    for before, now in ((compared.staying, staying), (compared.other, other)):
        if (now.version, now.merged_into) != (before.version, before.merged_into):
            raise StaleVersion(now, now.content)
    return staying, other


def _take_over_pairs(uow: UnitOfWork, staying_id: int, other_id: int, writer: Writer, now: datetime) -> tuple[int, ...]:
    """Settle the pair; keep the fiche that stays apart from those that the other one was kept apart from."""
    account = writer.actor.account
    known = uow.duplicates.get(staying_id, other_id) or pair(staying_id, other_id, at=now)
    uow.duplicates.settle(known, PairState.MERGED, at=now, by=account)
    apart = []
    for each in uow.duplicates.of(other_id):
        third = each.other_id if each.resource_id == other_id else each.resource_id
        if each.state is PairState.APART and uow.duplicates.get(staying_id, third) is None:
            uow.duplicates.settle(pair(staying_id, third, at=now), PairState.APART, at=now, by=account)
            apart.append(third)
    return tuple(apart)


def _origin(other_id: int) -> Origin:
    return Origin(SaveOrigin.MERGING, "", str(other_id))


def _note(uow: UnitOfWork, act: Act, caller: Caller, now: datetime, staying: Resource, other_id: int) -> None:
    owner = staying.content.institution
    note(uow, act, caller, now, ObjectKind.FICHE, str(staying.id), owner, {"autre": str(other_id)})
