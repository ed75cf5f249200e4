"""Where the words of a text stand in it, as they are written."""

import re
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of a text; ``is_new``: they stand for a word that was written otherwise."""

    text: str
    is_new: bool


def written_words(text: str) -> list[str]:
    """Return the words of ``text`` as they are written, in order."""
    return _PIECE.findall(text)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the words of ``text`` as they are written, in order."""
    for match in _PIECE.finditer(text):
        yield Piece(match.group(), match.start(), match.end())


def with_words_replaced(text: str, replaced: Mapping[str, str]) -> tuple[Run, ...]:
    """Return ``text`` cut into runs, with each word that ``replaced`` names in its place.

    A word is replaced whole and wherever it stands, never inside another: "transpor" leaves "transport" as it is.
    """
    runs: list[Run] = []
    end = 0
    for piece in pieces(text):
        new = replaced.get(piece.text)
        if new is None:
            continue
        runs += [Run(text[end : piece.start], is_new=False), Run(new, is_new=True)]
        end = piece.end
    return tuple(run for run in (*runs, Run(text[end:], is_new=False)) if run.text)
