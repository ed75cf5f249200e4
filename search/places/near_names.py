"""Places spelt nearly like a text: typing errors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from search.places.area import AreaIndex
from search.places.candidate import Candidate, Kind, Place
from search.places.flat import Arrays, Texts
from search.places.name_index import NameIndex

UNSURE = 9
"""Edits of a proposal that only looks like the text: never taken unasked."""

_MOST = 40
_LONG_LETTERS = 7
_LEAST_SIMILARITY = 75.0


def most_edits(text: str) -> int:
    """Return how many letters may differ: two in a long name, one in a short one, none in three letters."""
    return 2 if len(text) >= _LONG_LETTERS else int(len(text) > 3)


class NearNames:
    """Every commune and area by how it is spelt."""

    def __init__(self, arrays: Arrays, names: NameIndex, areas: AreaIndex) -> None:
        self._names = names
        self._areas = areas
        self._by_length = Texts(arrays, "by_length")
        self._positions: NDArray[np.int32] = arrays["by_length_of"]
        self._bounds: NDArray[np.int64] = arrays["length_bounds"]

    def close(self, asked: Sequence[str]) -> list[Candidate]:
        """Return the places a few letters away, the nearest first."""
        text = " ".join(asked)
        if not text:
            return []
        limit = most_edits(text)
        # Each letter more or less is an edit: names of other lengths are not looked at.
        low, high = self._begin(len(text) - limit), self._begin(len(text) + limit + 1)
        near = _within(limit, text, self._by_length.some(low, high))
        found = [(edits, int(self._positions[low + at])) for edits, at in near]
        found += [
            (edits, len(self._names.communes) + at) for edits, at in _within(limit, text, list(self._areas.spellings))
        ]
        return [Candidate(self._place(at), Kind.NEAR, max(1, edits)) for edits, at in sorted(found)[:_MOST]]

    def alike(self, asked: Sequence[str]) -> list[Candidate]:
        """Return the places that look most like a text, all ``UNSURE``."""
        text = " ".join(asked)
        if not text:
            return []
        spelt = [*self._names.spellings.all(), *self._areas.spellings]
        found = process.extract(text, spelt, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, limit=_MOST)
        return [Candidate(self._place(at), Kind.NEAR, UNSURE) for _, _, at in found]

    def _begin(self, length: int) -> int:
        """Return where the names of so many letters or more begin."""
        return int(self._bounds[max(0, min(length, len(self._bounds) - 1))])

    def _place(self, at: int) -> Place:
        communes = self._names.communes
        return communes[at] if at < len(communes) else list(self._areas.spellings.values())[at - len(communes)]


def _within(limit: int, text: str, spelt: Sequence[str]) -> list[tuple[int, int]]:
    """Return how many letters differ, and where it stands, of each text at most ``limit`` away."""
    found = process.extract(text, spelt, scorer=OSA.distance, score_cutoff=limit, limit=None)
    return [(round(edits), at) for _, edits, at in found]
