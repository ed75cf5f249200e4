"""Published fiches as they are now, those shown a moment ago kept in memory."""

from collections.abc import Iterable

from directory.domain.resource import Resource
from directory.store.session import Database

PUBLISHED = "publiee"
MOST_KEPT = 1_000
"""About 5 MB: the same needs are looked for in the same towns all day."""


class RecentFiches:
    """Reads fiches by id. What it keeps is as true as SQL: every change of a fiche is in the change log, and the first
    one forgets everything.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[int, dict[int, Resource]] = (-1, {})

    def of(self, ids: Iterable[int]) -> dict[int, Resource]:
        """Return those still published: one may have been archived since the index was told."""
        wanted = list(ids)
        with self._database.read() as uow:
            seq = uow.changes.max_seq()
            kept_at, kept = self._kept
            if kept_at != seq or len(kept) > MOST_KEPT:
                kept = {}
                # A new dictionary, not clear(): another thread may be reading the old one.
                self._kept = (seq, kept)
            for fiche in uow.resources.by_ids([each for each in wanted if each not in kept]):
                kept[fiche.id] = fiche
        found = (kept.get(each) for each in wanted)
        return {fiche.id: fiche for fiche in found if fiche is not None and fiche.content.status == PUBLISHED}
