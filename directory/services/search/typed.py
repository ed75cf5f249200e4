"""The words of a question as they were typed, and where a text holds them."""

from collections.abc import Set
from typing import NamedTuple

from search.text.highlight import as_written
from search.text.plan import CORRECTED, TYPED, Group, TextPlan
from search.text.said import Read, Tokens, in_line
from search.text.saved import Saved


class _Sought(NamedTuple):
    """Stems as they stand in a line for the word at a position: its own, or those of what is like it."""

    phrase: str
    at: int
    is_alike: bool


class Standing(NamedTuple):
    """The positions of words that stand in the text of this rank: as typed or as corrected, or said otherwise."""

    rank: int
    is_alike: bool
    positions: frozenset[int]


class TypedWords:
    """Words of one question, by their position in its plan: those of a moment or of a place announced have none."""

    def __init__(self, text: str, plan: TextPlan | None) -> None:
        self._groups = plan.groups if plan is not None else ()
        self._text = text
        self._read = dict(plan.corrections) if plan is not None else {}
        # A word typed for itself is not said again as what stands for its neighbour.
        own = {tokens for group in self._groups for tokens in _tokens(group, at_least=CORRECTED)}
        self._others = [
            [tokens for tokens in _tokens(group, below=CORRECTED) if tokens not in own] for group in self._groups
        ]
        self._quoted: dict[frozenset[int], str] = {}
        self._sought = [
            *(
                _Sought(in_line(tokens), at, is_alike=False)
                for at, group in enumerate(self._groups)
                for tokens in _tokens(group, at_least=CORRECTED)
            ),
            *(
                _Sought(in_line(tokens), at, is_alike=True)
                for at, phrases in enumerate(self._others)
                for tokens in phrases
            ),
        ]

    def standing_in(self, texts: Read | Saved) -> list[Standing]:
        """Return the words that stand in texts: each word once, in the first text that holds it."""
        line = texts.line
        first: dict[int, tuple[int, bool]] = {}
        for phrase, at, is_alike in self._sought:
            place = line.find(phrase)
            if place >= 0:
                found = (texts.rank_at(place), is_alike)
                first[at] = min(first.get(at, found), found)
        standing: dict[tuple[int, bool], set[int]] = {}
        for at, found in first.items():
            standing.setdefault(found, set()).add(at)
        return [Standing(*found, frozenset(standing[found])) for found in sorted(standing)]

    def written(self, text: str, alike: Set[int]) -> str:
        """Return how a text writes what stands for the first of some words."""
        return as_written(text, self._others[min(alike)])

    def quoted(self, positions: Set[int]) -> str:
        """Return words as they were typed or corrected; with the small words between them when they are neighbours."""
        key = frozenset(positions)
        found = self._quoted.get(key)
        if found is None:
            found = self._quoted[key] = self._as_typed(key)
        return found

    def _as_typed(self, positions: Set[int]) -> str:
        first, last = min(positions), max(positions)
        if not self._read and last - first + 1 == len(positions):
            start = self._text.find(self._groups[first].typed)
            end = self._text.find(self._groups[last].typed, max(start, 0))
            if start >= 0 and end >= 0:
                return " ".join(self._text[start : end + len(self._groups[last].typed)].split())
        typed = (self._groups[at].typed for at in sorted(positions))
        return " ".join(self._read.get(word, word) for word in typed)


def _tokens(group: Group, *, at_least: int = 0, below: int = TYPED + 1) -> list[Tokens]:
    return [option.tokens for option in group.alternatives if option.tokens and at_least <= option.weight < below]
