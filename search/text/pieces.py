"""Where the words of a text stand in it, as they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = "[\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff]"
# The same words as analysis.words, seen before folding: marks and soft hyphens belong to the letter they follow.
# Two letters or more cannot begin an acronym: they are tried first, for speed.
_PIECE = re.compile(
    rf"[^\W_]{{2,}}(?:{_MARKS}+[^\W_]*)*"
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"
    rf"|[^\W_](?:{_MARKS}+[^\W_]*)*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as written: ``text`` is what stands at ``start:end``."""

    text: str
    start: int
    end: int


def written_words(text: str) -> list[str]:
    """Return the words of ``text`` as they are written, in order."""
    return _PIECE.findall(text)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the words of ``text`` as they are written, in order."""
    for match in _PIECE.finditer(text):
        yield Piece(match.group(), match.start(), match.end())
