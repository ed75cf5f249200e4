"""The words of an index with their frequency, and the spelling corrections they allow."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from search.text.analysis import ACRONYMS, STOP, stem
from search.text.hearing import consonants_heard, first_heard
from search.text.near_words import NearWords

SHORTEST_CORRECTED = 4
SHORT_WORD_LETTERS = 6
"""Below this length one edit is allowed, from it on two."""
LONG_WORD_LETTERS = 8
VERY_LONG_WORD_LETTERS = 10
RARITY = 100
"""A word of the index is read as a typing error when a neighbour is this many times more frequent."""

_CACHED_WORDS = 10_000
_MOST_CANDIDATES = 8
_SURE_STEM_LETTERS, _LONGEST_INFLEXION = 4, 3


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the vocabulary near a typed one.

    edits       how far: insertions, deletions, replacements and swaps of neighbours.
    documents   how many hold the word.
    """

    edits: int
    documents: int
    word: str

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sort key: the best correction has the least."""
        return (self.edits, -self.documents, self.word)


def may_be_corrected(word: str) -> bool:
    """Say whether ``word`` is of the kind people mistype: four letters at least, no digit, not an acronym."""
    return may_be_meant(word) and word not in ACRONYMS


def may_be_meant(word: str) -> bool:
    """Say whether a typing error may be read as ``word``: four letters at least, no digit, no stop word."""
    return len(word) >= SHORTEST_CORRECTED and word.isalpha() and word not in STOP


class Vocabulary:
    """Folded, unstemmed words of an index, each with the number of documents holding it.

    Many threads may ask while one updates.
    """

    def __init__(self, entries: Mapping[str, int]) -> None:
        self._lock = threading.Lock()
        self._documents: dict[str, int] = {}
        self._stem_documents: Counter[str] = Counter()
        self._near = NearWords()
        self._near_frequent = NearWords()
        self._cache: dict[str, tuple[Correction, ...]] = {}
        self._most_common = 0
        self.update(entries)

    def __len__(self) -> int:
        return len(self._documents)

    def entries(self) -> dict[str, int]:
        """Return every word with its number of documents, as a copy."""
        with self._lock:
            return dict(self._documents)

    def df(self, word: str) -> int:
        """Return the number of documents that hold ``word``, 0 when unknown."""
        return self._documents.get(word, 0)

    def stem_df(self, word: str) -> int:
        """Return about how many documents hold ``word`` or another form of it."""
        own_stem = stem(word)
        if len(own_stem) < _SURE_STEM_LETTERS and len(word) - len(own_stem) > _LONGEST_INFLEXION:
            return self.df(word)  # "lojement" is no form of "loj"
        return self._stem_documents[own_stem]

    @property
    def most_common(self) -> int:
        """Return the number of documents that hold the most common word."""
        return self._most_common

    def update(self, words: Mapping[str, int]) -> None:
        """Set the number of documents of these words; 0 forgets the word."""
        with self._lock:
            for word, documents in words.items():
                before = self._documents.pop(word, 0)
                if documents > 0:
                    self._documents[word] = documents
                self._stem_documents[stem(word)] += max(documents, 0) - before
                if may_be_meant(word):
                    # A word that is known is only read as one that so many documents hold: few words are.
                    for near, least in ((self._near, 1), (self._near_frequent, RARITY)):
                        if (before >= least) != (documents >= least):
                            (near.add if documents >= least else near.remove)(word)
            self._most_common = max(self._documents.values(), default=0)
            # A new dict, not clear(): a reader that began before may still write its answer into the old one.
            self._cache = {}

    def correct(self, word: str) -> str | None:
        """Return the word that was probably meant, None when ``word`` is right, common, or far from any other."""
        found = self.candidates(word)
        return found[0].word if found else None

    def candidates(self, word: str) -> tuple[Correction, ...]:
        """Return the corrections of ``word``, best first: fewest edits, then most frequent, then alphabetical.

        A word known under another form (same stem) is known. A known word is corrected only when one edit away from a
        word a hundred times more frequent.
        """
        if not may_be_corrected(word):
            return ()
        cache = self._cache
        found = cache.get(word)
        if found is None:
            found = self._search(word)
            if len(cache) >= _CACHED_WORDS:
                cache.clear()
            cache[word] = found
        return found

    def _search(self, word: str) -> tuple[Correction, ...]:
        known = self.stem_df(word)
        most_edits = 1 if known or len(word) < SHORT_WORD_LETTERS else 2
        least_documents = max(1, known * RARITY)
        if least_documents > self._most_common:
            return ()
        own_stem = stem(word)
        with self._lock:
            near_words = (self._near_frequent if known else self._near).near(word, most_edits)
        found = (Correction(edits, self.df(near), near) for near, edits in near_words.items())
        allowed = (
            one
            for one in found
            if one.documents >= least_documents and stem(one.word) != own_stem and _is_likely(word, one)
        )
        return tuple(sorted(allowed, key=lambda one: one.rank)[:_MOST_CANDIDATES])


def _is_likely(word: str, correction: Correction) -> bool:
    """Refuse what is another word rather than a typing error.

    That is: a first letter replaced by another sound, in a short word or together with a second edit; two edits that
    change consonants heard in a word of middle length ("frappe" is not "france"), or several of them in a longer one.
    """
    near = correction.word
    starts_alike = word[0] == near[0] or first_heard(word) == first_heard(near)
    if correction.edits == 1:
        return starts_alike or len(word) >= SHORT_WORD_LETTERS or word[1:] != near[1:]
    changed = OSA.distance(consonants_heard(word), consonants_heard(near))
    return starts_alike and (len(word) >= VERY_LONG_WORD_LETTERS or changed <= (len(word) >= LONG_WORD_LETTERS))
