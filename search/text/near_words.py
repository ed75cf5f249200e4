"""Words a few edits away from a typed one, found without looking at all of them."""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.text.hearing import first_heard

_Shelf = tuple[str, int]


class NearWords:
    """Words shelved by first letter, by first sound and by what follows the first letter.

    Not made for several threads: its owner holds a lock.
    """

    def __init__(self) -> None:
        self._shelves: defaultdict[_Shelf, set[str]] = defaultdict(set)
        # Most tails are of one word: a set of its own would weigh five times as much.
        self._tails: dict[str, tuple[str, ...]] = {}
        self._frozen: dict[tuple[str, str, int], tuple[str, ...]] = {}

    def add(self, word: str) -> None:
        for shelf in _shelves_of(word):
            self._shelves[shelf].add(word)
        self._frozen.clear()
        alike = self._tails.get(word[1:], ())
        if word not in alike:
            self._tails[word[1:]] = (*alike, word)

    def remove(self, word: str) -> None:
        for shelf in _shelves_of(word):
            self._shelves[shelf].discard(word)
        self._frozen.clear()
        left = tuple(each for each in self._tails.pop(word[1:], ()) if each != word)
        if left:
            self._tails[word[1:]] = left

    def near(self, word: str, most_edits: int) -> dict[str, int]:
        """Return the words at most so many edits away that begin alike, and those one edit away that do not."""
        found = dict.fromkeys(self._other_beginnings(word), 1)
        for length in range(len(word) - most_edits, len(word) + most_edits + 1):
            alike = self._beginning(word[0], _sound(word), length)
            for near, edits, _ in extract(word, alike, scorer=OSA.distance, score_cutoff=most_edits, limit=None):
                found[near] = int(edits)
        found.pop(word, None)
        return found

    def _beginning(self, letter: str, sound: str, length: int) -> tuple[str, ...]:
        """Return the words of a length that begin by the letter or by the sound, once each."""
        found = self._frozen.get((letter, sound, length))
        if found is None:
            by_letter, by_sound = (self._shelves.get((beginning, length), set()) for beginning in (letter, sound))
            found = self._frozen[letter, sound, length] = tuple(by_letter | by_sound)
        return found

    def _other_beginnings(self, word: str) -> Iterator[str]:
        """Yield the words made by one edit of the first letter: replaced, missing, added or swapped."""
        yield from self._tails.get(word[1:], ())
        yield from self._tails.get(word, ())
        for made in (word[1:], word[1::-1] + word[2:]):
            if made in self._tails.get(made[1:], ()):
                yield made


def _shelves_of(word: str) -> tuple[_Shelf, _Shelf]:
    return (word[0], len(word)), (_sound(word), len(word))


def _sound(word: str) -> str:
    return f"={first_heard(word)}"
