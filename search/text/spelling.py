"""Words of a query as they are read: corrected, joined or split where the typing went wrong."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.text.analysis import STOP
from search.text.dictionary import is_french
from search.text.french import DAYS
from search.text.lexicon import Lexicon
from search.text.vocabulary import Correction, Vocabulary, may_be_corrected
from search.text.weak_words import WEAK_WORDS, WeakWords

_DAY_WORDS = Lexicon((*DAYS, "demain", "maintenant", "aujourd’hui"))
_SHORTEST_HALF = 4
_SHORTEST_JOINED = 7
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)(?=[aehiou])")


@dataclass(frozen=True, slots=True)
class Speller:
    """Knows which words are right, and what a wrong one probably was.

    is_town   tells the words that name a commune.
    """

    vocabulary: Vocabulary
    lexicons: tuple[Lexicon, ...]
    is_town: Callable[[str], bool] = lambda word: False
    weak: WeakWords = WEAK_WORDS

    def is_known(self, word: str) -> bool:
        """Tell whether a word has a meaning here: weak, or part of an expression somebody wrote."""
        return word in self.weak or word in STOP or any(word in lexicon for lexicon in self._trusted)

    @property
    def _trusted(self) -> tuple[Lexicon, ...]:
        return (*self.lexicons, _DAY_WORDS)

    def correction(self, word: str, *, town_expected: bool = False) -> str | None:
        """Return the word probably meant, two for two words typed as one ("auto ecole"), None when it is right.

        town_expected   a preposition of place stands before it: elsewhere an error is not read as the name of a town.
        """
        if not may_be_corrected(word) or self.is_known(word) or is_french(word):
            return None
        near = self._nearest(word, town_expected=town_expected)
        if near is not None and near.edits == 1:
            return near.word
        if self.vocabulary.stem_df(word) == 0 and (halves := self._halves(word)):
            return " ".join(halves)
        return near.word if near else self._without_elision(word)

    def _without_elision(self, word: str) -> str | None:
        """Return what follows an elided word whose apostrophe was not typed: "argent" for "dargen"."""
        said = _ELIDED.match(word)
        rest = word[said.end() :] if said else ""
        if not may_be_corrected(rest):
            return None
        if self._is_used(rest):
            return rest
        near = self._nearest(rest, town_expected=False)
        return near.word if near is not None and near.edits == 1 else None

    def _nearest(self, word: str, *, town_expected: bool) -> Correction | None:
        found = list(self.vocabulary.candidates(word))
        if self.vocabulary.stem_df(word) == 0:
            found += [one for lexicon in self._trusted for one in lexicon.candidates(word)]
        fitting = (one for one in found if town_expected or not self._only_a_town(one.word))
        return min(fitting, key=lambda one: one.rank, default=None)

    def _only_a_town(self, word: str) -> bool:
        return self.is_town(word) and not self.is_known(word) and not is_french(word)

    def _halves(self, word: str) -> tuple[str, str] | None:
        cuts = ((word[:cut], word[cut:]) for cut in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1))
        known = [halves for halves in cuts if all(map(self._is_used, halves))]
        return max(known, key=lambda halves: (min(map(self.vocabulary.df, halves)), halves), default=None)

    def joined(self, first: str, second: str) -> str | None:
        """Return the one word that two typed ones make ("co voiturage"), None when there is none."""
        whole = first + second
        return whole if len(whole) >= _SHORTEST_JOINED and whole.isalpha() and self._is_used(whole) else None

    def pieces_of_words(self, typed: Sequence[str]) -> frozenset[int]:
        """Return the positions of the words that are a part of a known one, typed in two."""
        return frozenset(
            place
            for first, pair in enumerate(pairwise(typed))
            if self.joined(*pair) is not None
            for place in (first, first + 1)
        )

    def _is_used(self, word: str) -> bool:
        return self.vocabulary.df(word) > 0 or any(lexicon.spelling(word) for lexicon in self.lexicons)

    def spelling(self, words: str) -> str:
        """Return folded words with their accents, as far as they are known."""
        return " ".join(self._accented(word) for word in words.split())

    def _accented(self, word: str) -> str:
        return next((said for lexicon in self._trusted if (said := lexicon.spelling(word))), word)
