"""Pairs found by the worker, from the change log: what was saved since is compared with what is there."""

from collections.abc import Callable, Sequence
from datetime import datetime

from directory.domain.duplicates import Pair, pair
from directory.domain.resource import Resource
from directory.services.duplicates.finding import Lookalike, lookalikes_of_each
from directory.store.database import Database

MARK = "doublons"
"""Name of the line of the change log up to which fiches were compared."""
CHUNK = 50
"""Fiches compared at once: a tenth of a second, so that what is saved meanwhile is in the searches at once."""


class Watch:
    """Any number of workers may watch: a pair found twice is kept once."""

    def __init__(self, database: Database, *, now: Callable[[], datetime], chunk: int = CHUNK) -> None:
        self._database = database
        self._now = now
        self._chunk = chunk

    def look(self) -> int:
        """Compare the next fiches that moved; return how many lines of the log were read."""
        with self._database.read() as uow:
            seen = int(uow.marks.get(MARK) or 0)
            page = uow.changes.since(seen, limit=self._chunk)
            moved = uow.resources.by_ids([change.resource_id for change in page.changes])
            shown = [fiche for fiche in moved if fiche.content.is_published]
            alike = lookalikes_of_each(uow, [fiche.content for fiche in shown], [{fiche.id} for fiche in shown])
            found = {fiche.id: self._pairs(fiche, some) for fiche, some in zip(shown, alike, strict=True)}
        if page.cursor == seen:
            return 0
        with self._database.write() as uow:
            if int(uow.marks.get(MARK) or 0) > seen:
                # Another worker was quicker.
                return 0
            for number, pairs in found.items():
                uow.duplicates.refresh(number, pairs)
            uow.marks.put(MARK, str(page.cursor))
        return len(page.changes)

    def _pairs(self, fiche: Resource, alike: Sequence[Lookalike]) -> Sequence[Pair]:
        now = self._now()
        return [pair(fiche.id, each.resource.id, each.reasons, each.degree, at=now) for each in alike]
