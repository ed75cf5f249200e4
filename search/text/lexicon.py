"""The words of expressions written by people: right by definition, and spelled with their accents."""

from collections.abc import Iterable
from functools import cached_property

from search.text.analysis import STOP, fold, stem, words
from search.text.pieces import pieces
from search.text.vocabulary import Correction, Vocabulary


class Lexicon:
    """Words known besides those of the index: never corrected, offered as corrections, shown with their accents."""

    def __init__(self, expressions: Iterable[str]) -> None:
        spellings: dict[str, str] = {}
        for expression in expressions:
            for piece in pieces(expression):
                folded = words(piece.text)
                if len(folded) == 1 and folded[0] not in STOP:
                    spellings.setdefault(folded[0], piece.text.lower() if fold(piece.text) != piece.text else folded[0])
        self._spellings = spellings
        self._stems = frozenset(map(stem, spellings))

    def __contains__(self, word: object) -> bool:
        """Tell whether a folded word, or another form of it, is known."""
        return isinstance(word, str) and (word in self._spellings or stem(word) in self._stems)

    def spelling(self, word: str) -> str | None:
        """Return a folded word as people write it, None when unknown."""
        return self._spellings.get(word)

    def candidates(self, word: str) -> tuple[Correction, ...]:
        return self._vocabulary.candidates(word)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(dict.fromkeys(self._spellings, 1))
