"""Expressions of one or several words, found in a sequence of words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.text.analysis import STOP, stem, words
from search.text.word_lists import entries_of

LIGHT = entries_of("light.txt")
"""Words stepped over when an expression is looked for: "garder son enfant" is "garder enfant"."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where an expression was found: ``key`` and the positions of its words in the sequence."""

    key: Key
    positions: tuple[int, ...]


def key_of(expression: str) -> Key:
    """Return the stems by which an expression is recognised: no stop word, light words only when alone."""
    kept = [word for word in words(expression) if word not in STOP]
    heavy = [word for word in kept if word not in LIGHT]
    return tuple(stem(word) for word in heavy or kept)


class Lookup:
    """The known keys, ready to be found in a query in one pass."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = frozenset(key for key in keys if key)
        self._longest = max(map(len, self._keys), default=0)
        self._starts = frozenset(key[0] for key in self._keys)

    def find(self, read: Sequence[str]) -> list[Span]:
        """Return the spans of ``read`` (folded words without stop words) that are known, none inside a longer one."""
        places = [place for place, word in enumerate(read) if word not in LIGHT] or list(range(len(read)))
        stems = [stem(read[place]) for place in places]
        found: list[Span] = []
        last_end = 0
        for start in range(len(stems)):
            longest = next(self._from(stems, start), None)
            if longest is not None and start + len(longest) > last_end:
                last_end = start + len(longest)
                found.append(Span(longest, tuple(places[start:last_end])))
        return found

    def _from(self, stems: Sequence[str], start: int) -> Iterator[Key]:
        if stems[start] not in self._starts:
            return
        for length in range(min(self._longest, len(stems) - start), 0, -1):
            key = tuple(stems[start : start + length])
            if key in self._keys:
                yield key
