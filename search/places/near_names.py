"""Places spelt nearly like a text: typing errors."""

from collections.abc import Sequence

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


def near(asked: Sequence[str], names: NameIndex, areas: AreaIndex) -> list[Candidate]:
    """Return the places a few letters away, else those that look most alike."""
    text = " ".join(asked)
    if not text:
        return []
    pool = areas.spellings
    spelt = [*names.spellings, *pool]
    places: list[Place] = [*names.communes, *pool.values()]
    limit = most_edits(text)
    close = process.extract(text, spelt, scorer=OSA.distance, score_cutoff=limit, limit=_MOST)
    if close:
        return [Candidate(places[at], Kind.NEAR, max(1, round(edits))) for _, edits, at in close]
    alike = process.extract(text, spelt, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, limit=_MOST)
    return [Candidate(places[at], Kind.NEAR, UNSURE) for _, _, at in alike]
