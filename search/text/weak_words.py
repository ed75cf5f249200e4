"""Words of a request that name no need: never required, they only add to the score."""

import re

from search.text.analysis import stem
from search.text.expressions import LIGHT
from search.text.word_lists import entries_of

WEAK = entries_of("weak.txt")
_VERBS = frozenset(stem(word) for word in WEAK if word.endswith(("er", "ir", "re")))

_SMALL_NUMBER = re.compile(r"\d{1,2}(?:h(?:\d\d)?|e|eme|er|ans)?|\d{5}", re.ASCII)


def is_weak(word: str) -> bool:
    """Tell whether a folded word says little by itself: a listed one in any form, an age, an hour, a postal code."""
    singular = word[:-1] if word.endswith(("s", "x")) else word
    listed = word in WEAK or singular in WEAK or word in LIGHT or stem(word) in _VERBS
    return listed or _SMALL_NUMBER.fullmatch(word) is not None
