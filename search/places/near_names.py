"""Places spelt nearly like a text: typing errors."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from search.places.area import AreaIndex
from search.places.candidate import Candidate, Kind, Place
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
    """Every commune and area by how it is spelt; read at the first typing error."""

    def __init__(self, names: NameIndex, areas: AreaIndex) -> None:
        self._names = names
        self._areas = areas

    @cached_property
    def _spelt(self) -> tuple[list[str], list[Place]]:
        areas = self._areas.spellings
        return [*self._names.spellings, *areas], [*self._names.communes, *areas.values()]

    @cached_property
    def _by_length(self) -> dict[int, list[int]]:
        """Return where the names of so many letters stand."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for at, name in enumerate(self._spelt[0]):
            found[len(name)].append(at)
        return dict(found)

    def close(self, asked: Sequence[str]) -> list[Candidate]:
        """Return the places a few letters away, the nearest first."""
        text = " ".join(asked)
        limit = most_edits(text)
        spelt, places = self._spelt
        # Each letter more or less is an edit: names of other lengths are not looked at.
        lengths = range(len(text) - limit, len(text) + limit + 1)
        among = [at for length in lengths for at in self._by_length.get(length, ())] if text else []
        found = process.extract(text, [spelt[at] for at in among], scorer=OSA.distance, score_cutoff=limit, limit=None)
        nearest = sorted((edits, among[at]) for _, edits, at in found)
        return [Candidate(places[at], Kind.NEAR, max(1, round(edits))) for edits, at in nearest[:_MOST]]

    def alike(self, asked: Sequence[str]) -> list[Candidate]:
        """Return the places that look most like a text, all ``UNSURE``."""
        text = " ".join(asked)
        if not text:
            return []
        spelt, places = self._spelt
        found = process.extract(text, spelt, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, limit=_MOST)
        return [Candidate(places[at], Kind.NEAR, UNSURE) for _, _, at in found]
