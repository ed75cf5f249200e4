"""What a sentence may ask for where no list knows its words: a file of integers, one row a stem, one column a need."""

import gzip
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from search.text.analysis import stem
from search.text.word_lists import DATA

FILE = DATA / "meanings.gz"

LEAST_POINTS = 30
"""A sentence whose rows add up to less for a need says too little to propose it. Set on ``data/situations.toml``."""
FEW_WORDS, LEAST_POINTS_OF_FEW = 3, 80
"""So few words are more often a name than a situation: they have to say more."""
LEAST_SHARE = 0.25
"""Of the points of the best need: a need with less is not worth a proposal beside it."""
LEAST_OF_ONE_WORD = 20
"""A word speaks for a need when its own row says at least so much of it."""

Points = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Meanings:
    """Rows of small integers, made by ``tools/make_meanings.py``.

    codes    needs, in the order of the columns.
    places   stem → its row.
    rows     one row a stem, int8: how much more than another the stem speaks of each need; below zero, how much less.
    """

    codes: tuple[str, ...]
    places: dict[str, int]
    rows: npt.NDArray[np.int8]

    def likely(self, words: Sequence[str], among: Collection[str]) -> tuple[str, ...]:
        """Return the needs of ``among`` that folded words ask for together, the likeliest first, then by code."""
        points = self.of(words).sum(axis=0, dtype=np.int32)
        fewest = LEAST_POINTS_OF_FEW if len(words) <= FEW_WORDS else LEAST_POINTS
        enough = np.flatnonzero(points >= fewest)
        found = zip(points[enough].tolist(), enough.tolist(), strict=True)
        ranked = sorted((-each, self.codes[at]) for each, at in found if self.codes[at] in among)
        least = -LEAST_SHARE * ranked[0][0] if ranked else 0
        return tuple(code for less, code in ranked if -less >= least)

    def of(self, words: Sequence[str]) -> Points:
        """Return the row of each word, zeros for an unknown one: len(words) × len(codes).

        A word read as two ("permisdeconduire") holds a blank: the rows of both are added.
        """
        found = np.zeros((len(words), len(self.codes)), dtype=np.int32)
        for at, word in enumerate(words):
            for part in word.split():
                place = self.places.get(stem(part))
                if place is not None:
                    found[at] += self.rows[place]
        return found

    def column(self, code: str) -> int | None:
        """Return the column of a need; None for one that the file does not know."""
        return self.codes.index(code) if code in self.codes else None


def packed(meanings: Meanings, notice: str) -> bytes:
    """Return the content of the file: the notice, a line of codes, a line of stems, then the rows as bytes."""
    lines = (*notice.splitlines(), " ".join(meanings.codes), " ".join(meanings.places))
    return gzip.compress("\n".join(lines).encode() + b"\n" + meanings.rows.tobytes(), mtime=0)


def unpacked(content: bytes) -> Meanings:
    """Return what ``packed`` wrote."""
    rest = gzip.decompress(content)
    while rest.startswith(b"#"):
        _, _, rest = rest.partition(b"\n")
    codes, stems, rows = rest.split(b"\n", 2)
    names = tuple(codes.decode().split())
    places = {word: at for at, word in enumerate(stems.decode().split())}
    return Meanings(names, places, np.frombuffer(rows, dtype=np.int8).reshape(len(places), len(names)))


@cache
def default_meanings() -> Meanings:
    """Return the meanings that come with the product, read once a process."""
    return unpacked(FILE.read_bytes())
