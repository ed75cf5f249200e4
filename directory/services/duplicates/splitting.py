"""A merge taken back: both fiches say again what they said; what was changed since in the one that stayed is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.changes import content_after
from directory.domain.duplicates import PairState, pair
from directory.domain.joining import join
from directory.domain.merging import Merge
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.trail import note
from directory.services.fiches.editing import Receipt, ResourceService, StaleVersion, UnknownResource
from directory.services.fiches.saving import Refused, Save
from directory.services.fiches.writing import NotAllowed, Writer
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content


@dataclass(frozen=True, slots=True)
class Split:
    """What taking a merge back would do.

    staying, other   the fiches as they are; what they would say is in the contents.
    kept             names of the fields that were changed since the merge, and stay as they are now.
    is_last          no later merge stands on this one: only then can it be taken back.
    """

    merge: Merge
    staying: Resource
    other: Resource
    staying_content: Content
    other_content: Content
    kept: tuple[str, ...]
    is_last: bool


class NotLast(Exception):
    """A later merge stands on this one: it has to be taken back first."""


class Splitting:
    """Raises UnknownResource for a merge that is not there, NotAllowed where a fiche is out of reach."""

    def __init__(self, database: Database, resources: ResourceService, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._resources = resources
        self._now = now

    def of(self, resource_id: int) -> list[tuple[Merge, Resource]]:
        """Return the merges that a fiche was in, each with the other fiche, oldest first."""
        with self._database.read() as uow:
            merges = uow.merges.of(resource_id)
            ids = [each.other_id if each.survivor_id == resource_id else each.survivor_id for each in merges]
            found = {each.id: each for each in uow.resources.by_ids(ids)}
        return [(each, found[number]) for each, number in zip(merges, ids, strict=True)]

    def preview(self, writer: Writer, number: int) -> Split:
        """Return what taking a merge back would do."""
        with self._database.read() as uow:
            return _split(uow, writer, number)

    def undo(self, writer: Writer, caller: Caller, number: int, *, expected_version: int) -> Receipt:
        """Make two fiches of one again; return that which had stayed. Raises NotLast, StaleVersion."""
        now = self._now()
        with self._database.write() as uow:
            split = _split(uow, writer, number)
            merge, staying = split.merge, split.staying
            if not split.is_last:
                raise NotLast
            if staying.version != expected_version:
                raise StaleVersion(staying, split.staying_content)
            uow.resources.mark_merged(merge.other_id, None)
            other = replace(split.other, merged_into=None)
            saves = [
                _save(writer, split.staying_content, staying, merge.other_id),
                _save(writer, split.other_content, other, merge.survivor_id),
            ]
            kept, _ = self._resources.save_many(uow, saves, now=now)
            assert not isinstance(kept, Refused)
            uow.records.hand_over(merge.records, from_id=merge.survivor_id, to_id=merge.other_id)
            known = uow.duplicates.get(merge.survivor_id, merge.other_id)
            settled = known or pair(merge.survivor_id, merge.other_id, at=now)
            uow.duplicates.settle(settled, PairState.APART, at=now, by=writer.actor.account)
            for third in merge.apart:
                uow.duplicates.forget(merge.survivor_id, third)
            uow.merges.mark_undone(number, now)
            owner, detail = staying.content.institution, {"autre": str(merge.other_id)}
            note(uow, Act.FICHES_SPLIT, caller, now, ObjectKind.FICHE, str(staying.id), owner, detail)
            return Receipt(kept.resource, uow.changes.max_seq(), kept.effect)


def _save(writer: Writer, content: Content, before: Resource, other_id: int) -> Save:
    return Save(content, writer.author, Origin(SaveOrigin.SPLITTING, "", str(other_id)), before, kept_before=True)


def _split(uow: UnitOfWork, writer: Writer, number: int) -> Split:
    merge = uow.merges.get(number)
    if merge is None or merge.undone_at is not None:
        raise UnknownResource(number)
    staying, other = uow.resources.by_ids((merge.survivor_id, merge.other_id))
    for each in (staying, other):
        if not may(writer.actor, Action.MERGE, owner=each.content.institution):
            raise NotAllowed(each.content.institution)
    content, kept = _content_without(uow, merge, staying)
    said = content_after(uow.versions.of(other.id)[: merge.other_before])
    # Handed over meanwhile with all that its institution had, it stays where it went.
    before = replace(said, institution=other.content.institution)
    stands = (each for each in uow.merges.of(staying.id) if each.undone_at is None and each.id > merge.id)
    return Split(merge, staying, other, content, before, kept, next(stands, None) is None)


def _content_without(uow: UnitOfWork, merge: Merge, staying: Resource) -> tuple[Content, tuple[str, ...]]:
    """Return what the fiche that stayed says without a merge, and the fields that somebody changed since."""
    versions = uow.versions.of(staying.id)
    before = content_after(versions[: merge.survivor_before])
    joined = join(content_after(versions[: merge.survivor_after]), staying.content, before)
    return joined.content, (*joined.theirs, *joined.both)
