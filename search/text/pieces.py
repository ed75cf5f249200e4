"""Where the words of a text stand in it, as they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The same words as analysis.words, seen before folding: marks and soft hyphens belong to the letter they follow.
_PIECE = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff])*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as written: ``text`` is what stands at ``start:end``."""

    text: str
    start: int
    end: int


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each word of ``text`` stands, and the word as it is written, in order."""
    for match in _PIECE.finditer(text):
        yield match.start(), match.end(), match.group()


def pieces(text: str) -> Iterator[Piece]:
    """Yield the words of ``text`` as they are written, in order."""
    for start, end, written in spans(text):
        yield Piece(written, start, end)
