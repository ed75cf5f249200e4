"""The words of a question as they were typed, and where a text holds them."""

from collections.abc import Set

from search.text.highlight import as_written
from search.text.plan import CORRECTED, TYPED, Group, TextPlan
from search.text.said import Tokens, line_of


class TypedWords:
    """Words of one question, by their position in its plan.

    all   the positions of every word; those of a moment or of a place announced are no word of the plan.
    """

    def __init__(self, text: str, plan: TextPlan | None) -> None:
        self._groups = plan.groups if plan is not None else ()
        self._text = text
        self._read = dict(plan.corrections) if plan is not None else {}
        self._own = [_in_line(_tokens(group, at_least=CORRECTED)) for group in self._groups]
        # A word typed for itself is not said again as what stands for its neighbour.
        own = {tokens for group in self._groups for tokens in _tokens(group, at_least=CORRECTED)}
        self._others = [
            [tokens for tokens in _tokens(group, below=CORRECTED) if tokens not in own] for group in self._groups
        ]
        self._others_in_line = [_in_line(phrases) for phrases in self._others]
        self._first = frozenset(tokens[0] for tokens in own.union(*self._others))
        self.all: Set[int] = frozenset(range(len(self._groups)))

    def may_stand_in(self, text: str) -> bool:
        """Tell whether a text holds the first stem of a word or of what stands for one: most texts do not."""
        return not self._first.isdisjoint(line_of(text).split())

    def found_in(self, text: str, among: Set[int]) -> Set[int]:
        """Return which words of ``among`` stand in a text, as typed or as corrected."""
        return _standing(line_of(text), among, self._own)

    def alike_in(self, text: str, among: Set[int]) -> tuple[Set[int], str]:
        """Return which words of ``among`` a text says otherwise, and how it writes the first of them."""
        found = _standing(line_of(text), among, self._others_in_line)
        return found, as_written(text, self._others[min(found)]) if found else ""

    def quoted(self, positions: Set[int]) -> str:
        """Return words as they were typed or corrected; with the small words between them when they are neighbours."""
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


def _in_line(phrases: list[Tokens]) -> list[str]:
    """Return phrases as they stand in the line of what a text says."""
    return [f" {' '.join(phrase)} " for phrase in phrases]


def _standing(line: str, among: Set[int], phrases: list[list[str]]) -> Set[int]:
    """Return the positions of ``among`` of which a phrase stands in ``line``."""
    found = set()
    # Plain loops: every text of every fiche shown passes here, twice.
    for at in among:
        for phrase in phrases[at]:
            if phrase in line:
                found.add(at)
                break
    return found
