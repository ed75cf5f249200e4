"""Words of a request that name no need: never required, they only add to the score."""

import re

from search.text.expressions import LIGHT
from search.text.word_lists import entries_of

WEAK = entries_of("weak.txt")

_SMALL_NUMBER = re.compile(r"\d{1,2}(?:h(?:\d\d)?|e|eme|er|ans)?|\d{5}", re.ASCII)


def is_weak(word: str) -> bool:
    """Tell whether a folded word says little by itself: a listed one or its plural, an age, an hour, a postal code."""
    singular = word[:-1] if word.endswith(("s", "x")) else word
    return word in WEAK or singular in WEAK or word in LIGHT or _SMALL_NUMBER.fullmatch(word) is not None
