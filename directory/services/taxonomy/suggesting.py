"""The needs that the words of a fiche call, for whoever classifies it to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.domain.taxonomy import Need
from directory.services.taxonomy.vocabularies import Vocabularies
from search.text.analysis import STOP, fold
from search.text.need_words import NeedWords
from search.text.pieces import pieces

MOST_SUGGESTED = 4
MOST_CHARS = 6_000
"""Of a text that is read: what a service does is said in its first sentences."""


@dataclass(frozen=True, slots=True)
class SuggestedNeed:
    """``word``: what called it, as it was written. ``is_in_title``: there, and not only in the description."""

    need: Need
    word: str
    is_in_title: bool


def suggested_needs(
    title: str, description: str, words: Vocabularies, limit: int = MOST_SUGGESTED
) -> tuple[SuggestedNeed, ...]:
    """Return the needs that a title, then a description, name; those they only hint at come last."""
    found: dict[str, tuple[tuple[int, int], SuggestedNeed]] = {}
    for rank, text in enumerate((title, description)):
        for code, is_hint, said in _called(text[:MOST_CHARS], words.need_words):
            need = words.taxonomy.current_need(code)
            if need is None or need.retired:
                continue
            place = (int(is_hint), rank)
            if need.code not in found or place < found[need.code][0]:
                found[need.code] = (place, SuggestedNeed(need, said, rank == 0))
    ordered = sorted(found.values(), key=lambda each: each[0])
    return tuple(suggested for _, suggested in ordered[:limit])


def _called(text: str, known: NeedWords) -> Iterator[tuple[str, bool, str]]:
    """Yield a code, whether it is only hinted at, and the words as written."""
    read = [(word, piece) for piece in pieces(text) if (word := fold(piece.text).strip()) not in STOP]
    for span in known.find([word for word, _ in read]):
        first, last = read[span.positions[0]][1], read[span.positions[-1]][1]
        said = text[first.start : last.end]
        for code in known.codes(span.key):
            yield code, False, said
        for code in known.hints(span.key):
            yield code, True, said
