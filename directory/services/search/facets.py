"""Facets of an answer with their words, in an order people can read."""

from collections.abc import Collection, Iterator, Mapping
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
        codes = dict.fromkeys((*counted, *chosen))
        if not codes:
            continue
        facets.append(Facet(name, tuple(_values(name, list(codes), counted, frozenset(chosen), words))))
    return tuple(facets)


def _values(
    name: str, codes: list[str], counted: Mapping[str, int], chosen: Collection[str], words: Vocabularies
) -> Iterator[FacetValue]:
    labels = words.labels.get(name, {})
    if name in BY_NUMBER:
        codes.sort(key=lambda code: (code == UNKNOWN, -counted.get(code, 0), words.label(name, code), code))
    else:
        ranks = words.ranks.get(name, {})
        last = len(ranks)
        codes.sort(key=lambda code: (code == UNKNOWN, ranks.get(code, last), code))
    for code in codes:
        yield FacetValue(code, labels.get(code) or words.label(name, code), counted.get(code, 0), code in chosen)
