"""French words in general: what is one of them is not a typing error, whatever the index holds."""

import gzip
import re
from collections.abc import Iterator
from functools import cache

from search.text.word_lists import DATA

FILE = DATA / "french_words.txt.gz"

_SHORTEST_BASE = 3
_DOUBLED = ("el", "eil", "en", "on")
"""Endings whose consonant the feminine doubles: "mutuele" is an error."""
_FIRST_GROUP = re.compile(
    r"(?:e|es|ons|ez|ent|a|ai|as|ais|ait|ions|iez|aient|ames|ates|erent|era|erai|eras|erons|erez|eront|erais|erait"
    r"|erions|eriez|eraient|asse|asses|at|assions|assiez|assent|ant|ee|ees)$"
)
_SECOND_GROUP = re.compile(
    r"(?:is|it|issons|issez|issent|issais|issait|issions|issiez|issaient|imes|ites|irent|irai|iras|ira|irons|irez|iront"
    r"|irais|irait|irions|iriez|iraient|isse|isses|issant|i|ie|ies)$"
)


def is_french(word: str) -> bool:
    """Tell whether a folded word, or the one it is a regular form of, is in the dictionary."""
    known = _words()
    return word in known or any(base in known for base in derived(word))


def derived(word: str) -> Iterator[str]:
    """Yield the words that ``word`` may be a regular plural, feminine or verb form of."""
    for ending in ("s", "x", "e", "es"):
        base = word.removesuffix(ending)
        if base != word and len(base) > _SHORTEST_BASE and not ("e" in ending and base.endswith(_DOUBLED)):
            yield base
    first = _FIRST_GROUP.search(word)
    if first and first.start() >= _SHORTEST_BASE:
        base = word[: first.start()]
        yield f"{base}er"
        if base.endswith("ge"):  # "mangeons"
            yield f"{base[:-1]}er"
    second = _SECOND_GROUP.search(word)
    if second and second.start() >= _SHORTEST_BASE:
        yield f"{word[: second.start()]}ir"


@cache
def _words() -> frozenset[str]:
    lines = gzip.decompress(FILE.read_bytes()).decode().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
