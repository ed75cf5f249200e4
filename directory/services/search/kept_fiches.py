"""Fiches kept as they were last read: the questions of an agency come back to the same ones."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from directory.domain.resource import Resource
from directory.store.database import Commits, Database
from directory.store.resources import stamp_of
from directory.store.unit_of_work import UnitOfWork
from fiche.parts import Place

MOST_FICHES = 1_500
"""Some 8 MB in a worker."""


@dataclass(slots=True)
class Beside:
    """What is made of a fiche alone, each when it is first wanted, and goes with it.

    beginning   of its description; None before it was made, as the two others.
    line        what a list tells of it at one of its places, and that place.
    """

    is_complete: bool | None = None
    beginning: str | None = None
    line: tuple[Place | None, dict[str, object]] | None = None


class KeptFiches:
    """One per process. A fiche is given again only while nothing of it moved, which the database is asked each time.

    Where the database tells for nothing that nobody wrote, that is all it is asked.
    """

    def __init__(self, database: Database, most: int = MOST_FICHES) -> None:
        self._database = database
        self._most = most
        self._kept: dict[int, tuple[Resource, Commits, Beside]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def published(self, ids: Sequence[int]) -> dict[int, Resource]:
        """Return the fiches of ``ids`` that are published now, without the names of their contacts."""
        # Asked first: what is committed while fiches are read makes them be asked about again.
        commits = self._database.commits()
        with self._lock:
            # Taken out, to be put back last: what is asked for longest ago gives way.
            kept = {each: held for each in ids if (held := self._kept.pop(each, None)) is not None}
        found = {each: fiche for each, (fiche, at, _) in kept.items() if at is not None and at == commits}
        if len(found) < len(ids):
            doubtful = {each: fiche for each, (fiche, *_) in kept.items() if each not in found}
            with self._database.read() as uow:
                found |= _read(uow, [each for each in ids if each not in found], doubtful)
        with self._lock:
            for each, fiche in found.items():
                held = kept.get(each)
                beside = held[2] if held is not None and held[0] is fiche else Beside()
                self._kept[each] = fiche, commits, beside
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return {each: fiche for each, fiche in found.items() if fiche.content.is_published}

    def beside(self, fiche: Resource) -> Beside:
        """Return what is kept beside a fiche; what nothing keeps for one that is not kept itself, or moved since."""
        held = self._kept.get(fiche.id)
        return held[2] if held is not None and held[0] is fiche else Beside()


def _read(uow: UnitOfWork, ids: Sequence[int], doubtful: Mapping[int, Resource]) -> dict[int, Resource]:
    """Return fiches as ``uow`` sees them; those of ``doubtful`` are read again if they moved."""
    stamps = uow.resources.stamps(list(doubtful)) if doubtful else {}
    found = {each: fiche for each, fiche in doubtful.items() if stamps.get(each) == stamp_of(fiche)}
    read = uow.resources.by_ids([each for each in ids if each not in found])
    return found | {fiche.id: _without_contact(fiche) for fiche in read}


def _without_contact(fiche: Resource) -> Resource:
    """Return a fiche as a list shows it: a name that is forgotten must stay in no memory."""
    if not fiche.content.named_contact:
        return fiche
    return replace(fiche, content=replace(fiche.content, named_contact=""))
