"""What moved, for who keeps a copy of the base: in the order of the change log, as anybody may read it now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from directory.domain.changes import EMPTY, ChangePage, Version, applied
from directory.domain.resource import Resource
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status


class Movement(StrEnum):
    """What a copy has to do with a fiche. WITHDRAWN: put back to draft, it is public no more."""

    PUBLISHED = "publiee"
    ARCHIVED = "archivee"
    WITHDRAWN = "retiree"
    MERGED = "fusionnee"


@dataclass(frozen=True, slots=True)
class Moved:
    """A fiche that moved since a line of the change log.

    resource   of one that was withdrawn, what it said last in public, as an archived one.
    """

    seq: int
    at: datetime
    resource: Resource
    movement: Movement


@dataclass(frozen=True, slots=True)
class MovedPage:
    moved: tuple[Moved, ...]
    cursor: int
    is_last: bool


class Movements:
    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, *, cursor: int | None, since: datetime | None, limit: int) -> MovedPage:
        """Return what moved after a line of the change log, or else from an instant on.

        A fiche that moved several times comes once, at its last move. A draft that was never public is left out; one
        that was is told as withdrawn, or who keeps a copy would show it for ever.
        """
        with self._database.read() as uow:
            if cursor is None:
                cursor = 0 if since is None else uow.changes.before(since)
            page: ChangePage = uow.changes.since(cursor, limit=limit)
            found = _public(uow, [change.resource_id for change in page.changes])
        moved = tuple(
            Moved(change.seq, change.at, *found[change.resource_id])
            for change in page.changes
            if change.resource_id in found
        )
        return MovedPage(moved, page.cursor, page.is_last)


def _public(uow: UnitOfWork, ids: Sequence[int]) -> dict[int, tuple[Resource, Movement]]:
    """Return fiches as anybody may read them, by number, those that were never public left out."""
    fiches = uow.resources.by_ids(ids)
    found = {fiche.id: (fiche, _movement(fiche)) for fiche in fiches if fiche.content.has_page}
    drafts = {fiche.id: fiche for fiche in fiches if not fiche.content.has_page}
    for resource_id, versions in uow.versions.of_many(list(drafts)).items():
        withdrawn = _withdrawn(drafts[resource_id], versions)
        if withdrawn is not None:
            found[resource_id] = (withdrawn, Movement.WITHDRAWN)
    return found


def _movement(fiche: Resource) -> Movement:
    if fiche.merged_into is not None:
        return Movement.MERGED
    return Movement.ARCHIVED if fiche.content.is_archived else Movement.PUBLISHED


def _withdrawn(draft: Resource, versions: Sequence[Version]) -> Resource | None:
    """Return a draft as the archived fiche that the public knew; None when it never knew it."""
    content, public = EMPTY, None
    for version in versions:
        content = applied(content, version.changes)
        if content.has_page:
            public = content
    return None if public is None else replace(draft, content=replace(public, status=Status.ARCHIVED))
