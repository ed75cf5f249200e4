"""Facets of an answer with their words, in an order people can read."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.services.vocabularies import Vocabularies
from search.criteria import FACETS, UNKNOWN

FACET_ORDER = ("famille", "besoin", *FACETS)

BY_NUMBER = frozenset({"institution", "reseau", "langue"})
"""Long lists: the most frequent first. The others keep the order of their vocabulary."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value. ``total``: what the list would hold if that value alone were chosen in its criterion."""

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
        codes = dict.fromkeys((*counted, *chosen))
        if not codes:
            continue
        ranks = words.ranks.get(name, {})
        values = [FacetValue(code, words.label(name, code), counted.get(code, 0), code in chosen) for code in codes]
        if name in BY_NUMBER:
            values.sort(key=lambda value: (value.code == UNKNOWN, -value.total, value.label, value.code))
        else:
            last = len(ranks)
            values.sort(key=lambda value: (value.code == UNKNOWN, ranks.get(value.code, last), value.code))
        facets.append(Facet(name, tuple(values)))
    return tuple(facets)
