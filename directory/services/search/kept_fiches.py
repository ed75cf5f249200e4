"""Fiches kept as they were last read: the questions of an agency come back to the same ones."""

import threading
from collections.abc import Sequence
from dataclasses import replace

from directory.domain.resource import Resource
from directory.store.resources import stamp_of
from directory.store.unit_of_work import UnitOfWork

MOST_FICHES = 1_500
"""Some 8 MB in a worker."""


class KeptFiches:
    """One per process. A fiche is given again only while nothing of it moved, which the database is asked each time."""

    def __init__(self, most: int = MOST_FICHES) -> None:
        self._most = most
        self._kept: dict[int, Resource] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def published(self, uow: UnitOfWork, ids: Sequence[int]) -> dict[int, Resource]:
        """Return the fiches of ``ids`` that are published as ``uow`` sees them, without the names of their contacts."""
        with self._lock:
            # Taken out, to be put back last: what is asked for longest ago gives way.
            kept = {each: fiche for each in ids if (fiche := self._kept.pop(each, None)) is not None}
        stamps = uow.resources.stamps(list(kept)) if kept else {}
        found = {each: fiche for each, fiche in kept.items() if stamps.get(each) == stamp_of(fiche)}
        read = uow.resources.by_ids([each for each in ids if each not in found])
        found |= {fiche.id: _without_contact(fiche) for fiche in read}
        with self._lock:
            self._kept |= found
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return {each: fiche for each, fiche in found.items() if fiche.content.is_published}


def _without_contact(fiche: Resource) -> Resource:
    """Return a fiche as a list shows it: a name that is forgotten must stay in no memory."""
    if not fiche.content.named_contact:
        return fiche
    return replace(fiche, content=replace(fiche.content, named_contact=""))
