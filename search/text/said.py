"""Texts of fiches as a search reads them: the stems they say, and their words as they are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from search.text.analysis import BREAK, LONGEST_WORD_CHARS, fold, stems_of, words
from search.text.pieces import written_words

Tokens = tuple[str, ...]

_MOST_WORDS_KEPT = 30_000
_BETWEEN = f" {BREAK} "
_SIGNS = '.,;:!?…()«»"'


class _Stems(dict[str, Tokens]):
    """The stems of each word as it is written: the same few words make up all the texts shown."""

    def __missing__(self, written: str) -> Tokens:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        folded = fold(written)
        # Letters alone are one word, which nothing has to look for.
        is_one = folded.isalpha() and len(folded) <= LONGEST_WORD_CHARS
        found = self[written] = tuple(stems_of((folded,) if is_one else words(written)))
        return found


class _Lines(dict[str, str]):
    """What stands between two blanks, as its stems, each with a blank after it.

    holding   the same the other way: by stem, what it stands in.
    """

    def __init__(self) -> None:
        self.holding: dict[str, set[str]] = {}

    def __missing__(self, chunk: str) -> str:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
            # Another one: what was read a moment ago still knows its own.
            self.holding = {}
        if chunk == BREAK:
            self[chunk] = f"{BREAK} "
            return self[chunk]
        bare = chunk.strip(_SIGNS)
        if bare.isalpha():
            stems: Sequence[str] = stems_of_word(bare)
        else:
            stems = [one for word in written_words(chunk) for one in stems_of_word(word)]
        for one in stems:
            self.holding.setdefault(one, set()).add(chunk)
        found = self[chunk] = "".join([f"{one} " for one in stems])
        return found


stems_of_word: Callable[[str], Tokens] = _Stems().__getitem__
"""Return the stems of a word as it is written."""
_lines = _Lines()
line_of_chunk: Callable[[str], str] = _lines.__getitem__
"""Return the stems of what stands between two blanks, in order, each with a blank after it."""


class Read(NamedTuple):
    """Texts of a fiche read once, for all that looks for words in them.

    chunks    what stands between two blanks, ``BREAK`` between two texts.
    line      the stems in order, one blank around each: those of ``analysis.stems``; ``BREAK`` between two texts.
    holding   by stem, chunks of these texts and of others that hold it.
    """

    chunks: list[str]
    line: str
    holding: Mapping[str, set[str]]

    @classmethod
    def of(cls, *texts: str) -> "Read":
        # No word holds a blank: texts are looked up chunk by chunk, which costs a third of finding their words.
        chunks = _BETWEEN.join(texts).split()
        if chunks.count(BREAK) >= len(texts):
            chunks = _BETWEEN.join(text.replace(BREAK, " ") for text in texts).split()
        holding = _lines.holding
        line = "".join(map(line_of_chunk, chunks))
        return cls(chunks, f" {line}", holding if holding is _lines.holding else _holding(chunks))

    def one(self, rank: int) -> "Read":
        """Return the text of that rank alone."""
        start = 0
        for _ in range(rank):
            start = self.chunks.index(BREAK, start) + 1
        end = self.chunks.index(BREAK, start) if rank < rank_in(self.line, len(self.line)) else len(self.chunks)
        return Read(self.chunks[start:end], one_of(self.line, rank), self.holding)

    def rank_at(self, place: int) -> int:
        """Return the rank of the text that says what stands at ``place`` of the line."""
        return rank_in(self.line, place)

    def chunks_holding(self, stem: str) -> set[str]:
        """Return the chunks, once each, that hold a stem of the line."""
        return self.holding[stem].intersection(self.chunks)


def _holding(chunks: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for chunk in chunks:
        for one in line_of_chunk(chunk).split():
            found.setdefault(one, set()).add(chunk)
    return found


def one_of(line: str, rank: int) -> str:
    """Return the stems of the text of that rank, of a line of several."""
    return line.split(BREAK, rank + 1)[rank]


def rank_in(line: str, place: int) -> int:
    """Return the rank of the text that says what stands at ``place`` of a line of several."""
    return line.count(BREAK, 0, place)


def in_line(phrase: Tokens) -> str:
    """Return stems side by side as they stand in the line of a text."""
    return f" {' '.join(phrase)} "


def line_of(text: str) -> str:
    """Return the stems of ``text`` in order, one blank around each: those of ``analysis.stems``."""
    return Read.of(text).line
