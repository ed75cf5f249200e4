"""What was typed, less some of its words: the accents, the order and the signs of the rest stay as they are."""

import re
from collections.abc import Collection

from search.text.analysis import fold, words

_WORD = re.compile(r"(?:\b[ldjmntscLDJMNTSC]['’])?([^\W_]+)")
_SPACES = re.compile(r"\s+")
_ALONE = re.compile(r"(?:^|(?<=\s))[,;:.!?]+(?=\s|$)")


def without_words(text: str, gone: Collection[str]) -> str:
    """Return ``text`` without the words of ``gone``, which is folded; an elided article goes with its word."""
    kept = _WORD.sub(lambda found: "" if fold(found[1]) in gone else found[0], text)
    return _SPACES.sub(" ", _ALONE.sub("", kept)).strip(" ,;:")


def only_words(text: str, kept: Collection[str]) -> str:
    """Return the words of ``text`` whose folded form is in ``kept``, in their order."""
    return " ".join(found[0] for found in _WORD.finditer(text) if fold(found[1]) in kept)


def folded_words(text: str) -> frozenset[str]:
    """Return the words of ``text`` as ``without_words`` takes them."""
    return frozenset(words(text))
