"""Addresses written in one line: the words that name their commune."""

import re
from collections.abc import Callable, Iterator, Sequence

from search.places.names import CONTRACTIONS, LINKS
from search.text.analysis import words

# As people shorten them; names of communes that are one of these words alone come before.
_STREET_WORDS = (
    "rue r avenue av ave boulevard bd bld bvd boul place pl chemin ch che chem route rte impasse imp allee allees all "
    "quai cours square sq passage pass sentier montee faubourg fg fbg voie ruelle venelle promenade mail parvis "
    "chaussee traverse lotissement lot residence res hameau lieudit zac za zi batiment bat quartier cite esplanade "
    "rond immeuble imm bp cs calade domaine villa escalier"
)
STREETS = frozenset(_STREET_WORDS.split())
"""What a street is called, folded."""

_STREET_NUMBER = re.compile(r"\s*\d{1,4}\s*(?:bis|ter|quater|[a-dA-D])?(?:\s*[-/]\s*\d{1,4})?[\s,]+\D")
_POSTCODE = re.compile(r"\b\d{5}\b")
_LONGEST_END_WORDS = 4

NamesAt = Callable[[Sequence[str], int], int]
"""How many folded words from a position make the name of a commune; 0 when none starts there."""


def is_address(text: str) -> bool:
    """Tell a street, or a number before words, from the name of a place."""
    return not STREETS.isdisjoint(words(text)) or bool(_STREET_NUMBER.match(text))


def town_texts(text: str, names_at: NamesAt) -> Iterator[str]:
    """Give the parts of an address that may name its commune, the surest first.

    "12 rue Pasteur 13300 Salon" gives "13300 Salon"; then what stands after or before the commas; then the name that
    the text ends or begins with; then its last words, the longest first.
    """
    codes = list(_POSTCODE.finditer(text))
    if codes:
        yield text[codes[-1].start() :]
        yield codes[-1].group()
    if "," in text:
        yield from (part for part in reversed(text.split(",")) if words(part) and not is_address(part))
    folded = words(text)
    for start in range(len(folded)):
        taken = names_at(folded, start)
        if taken and start + taken == len(folded) and not _names_a_street(folded, start):
            yield " ".join(folded[start:])
    taken = names_at(folded, 0)
    if 0 < taken < len(folded) and (folded[taken] in STREETS or folded[taken].isdecimal()):
        yield " ".join(folded[:taken])
    for length in range(min(_LONGEST_END_WORDS, len(folded) - 1), 0, -1):
        if not _names_a_street(folded, len(folded) - length):
            yield " ".join(folded[-length:])


def _names_a_street(folded: Sequence[str], start: int) -> bool:
    """Tell "rue de Paris", "rue du Mans" and "place Gambetta" from "rue Pasteur Paris"."""
    if start == 0:
        return False
    before = folded[start - 1]
    return before in LINKS - {"a"} or before in STREETS or folded[start] in CONTRACTIONS
