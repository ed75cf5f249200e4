"""How a French word sounds, roughly: enough to tell an error of the ear from another word."""

import re
from functools import lru_cache

# How a word may start for the ear.
_FIRST_SOUNDS = (
    ("ph", "f"), ("ps", "s"), ("qu", "k"), ("ch", "ch"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("ge", "j"),
    ("gi", "j"), ("eau", "o"), ("au", "o"), ("em", "an"), ("en", "an"), ("am", "an"), ("an", "an"),
    ("im", "in"), ("in", "in"), ("ai", "e"), ("ae", "e"), ("c", "k"), ("q", "k"), ("y", "i"), ("z", "s"), ("w", "v"),
)  # fmt: skip
_LETTERS = str.maketrans({"y": "i", "w": "v", "z": "s", "q": "k"})
_CONSONANTS = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        ("^ps", "s"), ("ph", "f"), ("s?ch", "C"), ("h", ""), ("x", "ks"), ("c(?=[ei])", "s"), ("c", "k"),
        ("g(?=[ei])", "j"), ("m", "n"), (r"(?:es?|[stdpx]+)$", ""), ("[aeiou]", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def first_heard(word: str) -> str:
    """Return the first sound of a folded word, a silent h left out."""
    heard = word.removeprefix("h")
    return next((sound for letters, sound in _FIRST_SOUNDS if heard.startswith(letters)), heard[:1])


@lru_cache(maxsize=100_000)
def consonants_heard(word: str) -> str:
    """Return the consonants heard in a folded word: neither doubled nor silent ones, nor shades of the ear."""
    heard = word.translate(_LETTERS)
    for letters, sound in _CONSONANTS:
        heard = letters.sub(sound, heard)
    return heard
