"""Texts of fiches, read once: their words as they are written, each with its stems."""

from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from search.text.analysis import STOP, stem, words
from search.text.pieces import written_words

Tokens = tuple[str, ...]

_MOST_WORDS_KEPT = 30_000
_MOST_TEXTS_KEPT = 500
"""Four pages of results: reasons, excerpt and marks of one answer read the same texts."""


class Said(NamedTuple):
    """What a text says.

    words   as they are written, in order.
    stems   of each word: none for a stop word, several where an elision or a hyphen makes one word of two.
    line    all stems in order, one blank around each.
    """

    words: list[str]
    stems: list[Tokens]
    line: str


class _Stems(dict[str, Tokens]):
    """The stems of each word as it is written: the same few words make up all the texts shown."""

    def __missing__(self, written: str) -> Tokens:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        found = self[written] = tuple(stem(word) for word in words(written) if word not in STOP)
        return found


_STEMS = _Stems()


@lru_cache(maxsize=_MOST_TEXTS_KEPT)
def said(text: str) -> Said:
    """Return the words and stems of ``text``; those of ``analysis.stems``. Not to be changed: it is kept."""
    written = written_words(text)
    stems = [_STEMS[word] for word in written]
    return Said(written, stems, f" {' '.join(chain.from_iterable(stems))} ")
