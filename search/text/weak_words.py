"""Words of a request that name no need: never required, they only add to the score."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from search.text.analysis import stem, words
from search.text.expressions import LIGHT
from search.text.word_lists import WITHDRAWN, entries_of

WEAK = entries_of("weak.txt")

_SMALL_NUMBER = re.compile(r"\d{1,2}(?:h(?:\d\d)?|e|eme|er|ans)?|\d{5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class WeakWords:
    """The list that comes with the product, or what an instance made of it.

    listed      folded words.
    withdrawn   folded words that are required here, though the product steps over them.
    """

    listed: frozenset[str] = WEAK
    withdrawn: frozenset[str] = frozenset()
    _verbs: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        verbs = (word for word in self.listed if word.endswith(("er", "ir", "re")))
        object.__setattr__(self, "_verbs", frozenset(map(stem, verbs)))

    @classmethod
    def of(cls, lines: Iterable[str]) -> "WeakWords":
        """Return the list of the product with lines of an instance: words added, or withdrawn after a hyphen."""
        added: set[str] = set()
        withdrawn: set[str] = set()
        for line in lines:
            (withdrawn if line.startswith(WITHDRAWN) else added).update(words(line))
        return cls((WEAK | added) - withdrawn, frozenset(withdrawn))

    def __contains__(self, word: str) -> bool:
        return word in self.listed

    def is_weak(self, word: str) -> bool:
        """Tell whether a folded word says little by itself: a listed one in any form, an age, an hour, a postcode."""
        singular = word[:-1] if word.endswith(("s", "x")) else word
        if word in self.withdrawn or singular in self.withdrawn:
            return False
        listed = word in self.listed or singular in self.listed or word in LIGHT or stem(word) in self._verbs
        return listed or _SMALL_NUMBER.fullmatch(word) is not None


WEAK_WORDS = WeakWords()
"""Those of the product."""
