"""Texts of fiches as a search reads them: the stems they say, and their words as they are written."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from search.text.analysis import STOP, stem, words
from search.text.pieces import written_words

Tokens = tuple[str, ...]

_MOST_WORDS_KEPT = 30_000
_MOST_LINES_KEPT = 3_000
"""Some 3 MB: the texts of the fiches that a process keeps."""
_MOST_TEXTS_KEPT = 100
_SIGNS = '.,;:!?…()«»"'


class Said(NamedTuple):
    """What a text says.

    words   as they are written, in order.
    stems   of each word: none for a stop word, several where an elision or a hyphen makes one word of two.
    """

    words: list[str]
    stems: list[Tokens]


class _Stems(dict[str, Tokens]):
    """The stems of each word as it is written: the same few words make up all the texts shown."""

    def __missing__(self, written: str) -> Tokens:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        found = self[written] = tuple(stem(word) for word in words(written) if word not in STOP)
        return found


class _Lines(dict[str, str]):
    """What stands between two blanks, as its stems, each with a blank after it."""

    def __missing__(self, chunk: str) -> str:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        bare = chunk.strip(_SIGNS)
        # Letters alone are one word, which nothing has to look for.
        read = (bare,) if bare.isalpha() else written_words(chunk)
        found = self[chunk] = "".join([f"{one} " for word in read for one in stems_of_word(word)])
        return found


stems_of_word: Callable[[str], Tokens] = _Stems().__getitem__
"""Return the stems of a word as it is written."""
line_of_chunk: Callable[[str], str] = _Lines().__getitem__
"""Return the stems of what stands between two blanks, in order, each with a blank after it."""


@lru_cache(maxsize=_MOST_LINES_KEPT)
def line_of(text: str) -> str:
    """Return the stems of ``text`` in order, one blank around each: those of ``analysis.stems``."""
    # No word holds a blank: a text is looked up chunk by chunk, which costs a third of finding its words.
    return f" {''.join(map(line_of_chunk, text.split()))}"


@lru_cache(maxsize=_MOST_TEXTS_KEPT)
def said(text: str) -> Said:
    """Return the words and stems of ``text``. Not to be changed: it is kept."""
    written = written_words(text)
    return Said(written, [stems_of_word(word) for word in written])
