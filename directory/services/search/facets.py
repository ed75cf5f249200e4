"""Facets of an answer with their words, in an order people can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from directory.services.taxonomy.vocabularies import Vocabularies
from search.criteria import FACETS, UNKNOWN

FACET_ORDER = ("famille", "besoin", *FACETS)

BY_NUMBER = frozenset({"besoin", "institution", "reseau", "langue"})
"""Long lists: the most frequent first. The others keep the order of their vocabulary."""


class FacetValue(NamedTuple):
    """One value.

    total   what the list would hold if that value alone were chosen in its criterion.
    """

    code: str
    label: str
    total: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    values: tuple[FacetValue, ...]


def facets_of(
    counts: Mapping[str, Mapping[str, int]], asked: Mapping[str, tuple[str, ...]], words: Vocabularies
) -> tuple[Facet, ...]:
    """Return the facets that have a value; a chosen value is always there, even at zero."""
    facets = []
    for name in FACET_ORDER:
        counted = counts.get(name, {})
        chosen = asked.get(name, ())
        if counted or chosen:
            facets.append(Facet(name, _values(name, counted, chosen, words)))
    return tuple(facets)


def _values(
    name: str, counted: Mapping[str, int], chosen: Sequence[str], words: Vocabularies
) -> tuple[FacetValue, ...]:
    labels, ranks = words.labels.get(name, {}), words.ranks.get(name, {})
    last = len(ranks)
    is_by_number = name in BY_NUMBER
    all_counted = {**dict.fromkeys(chosen, 0), **counted} if chosen else counted
    # Sorted as they are, without a call for each value: every answer has a hundred of them.
    rows = [
        (code == UNKNOWN, -total, label, code, label, total)
        if is_by_number
        else (code == UNKNOWN, ranks.get(code, last), code, code, label, total)
        for code, total in all_counted.items()
        for label in (labels.get(code) or words.label(name, code),)
    ]
    rows.sort()
    # By the maker of all tuples: it takes half as long as the one that knows their names.
    make = tuple.__new__
    return tuple([make(FacetValue, (code, label, total, code in chosen)) for _, _, _, code, label, total in rows])
