"""Two runs of documents in the order of their numbers compared: what SQL says should be indexed, and what is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from search.document import ResourceDocument


@dataclass(frozen=True, slots=True)
class Difference:
    """What a comparison found: fiches that the index lacks, has too many, or holds in another state."""

    missing: tuple[int, ...]
    extra: tuple[int, ...]
    stale: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.missing or self.extra or self.stale)


def compare(expected: Iterable[ResourceDocument], held: Iterable[ResourceDocument]) -> Difference:
    """Return how the documents that an index holds differ from those expected, both in the order of their ids.

    The number of the change that made a document says nothing about what it holds, and is not compared.
    """
    missing, extra, stale = [], [], []
    ours_left, theirs_left = iter(expected), iter(held)
    ours, theirs = next(ours_left, None), next(theirs_left, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours.id < theirs.id):
            assert ours is not None
            missing.append(ours.id)
            ours = next(ours_left, None)
        elif ours is None or theirs.id < ours.id:
            extra.append(theirs.id)
            theirs = next(theirs_left, None)
        else:
            if replace(theirs, seq=0) != replace(ours, seq=0):
                stale.append(ours.id)
            ours, theirs = next(ours_left, None), next(theirs_left, None)
    return Difference(tuple(missing), tuple(extra), tuple(stale))
