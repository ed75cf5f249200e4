"""Suggestions: the first labels by their folded forms, in the order of ``search.suggest``."""

from typing import Any

from search.elastic.clauses import every, no
from search.elastic.client import Reads
from search.elastic.mapping import Json
from search.query import Suggestions
from search.suggest import suggestion_words

KINDS = ("structure_label", "service_label")


def suggestions(reads: Reads, index: str, text: str, limit: int) -> Suggestions:
    """Return at most ``limit`` labels of each kind: those that start with the text, then those that hold its words."""
    whole, beginning = suggestion_words(text)
    if not beginning:
        return Suggestions((), ())
    start = " ".join((*whole, beginning))
    bodies = []
    for kind in KINDS:
        starting: Json = {"prefix": {f"{kind}.key": start}}
        holding = every(
            {"prefix": {f"{kind}.words": beginning}},
            *({"term": {f"{kind}.words": word}} for word in whole),
            no(starting),
        )
        bodies += [_body(kind, clause, limit) for clause in (starting, holding)]
    # Two searches for each kind.
    kinds = [kind for kind in KINDS for _ in range(2)]
    answers = [_labels(kind, answer) for kind, answer in zip(kinds, reads.together(index, bodies), strict=True)]
    return Suggestions(tuple((answers[0] + answers[1])[:limit]), tuple((answers[2] + answers[3])[:limit]))


def _body(kind: str, clause: Json, limit: int) -> Json:
    return {
        # A label of symbols alone has no folded form and is never suggested.
        "query": every(clause, no({"term": {f"{kind}.key": ""}})),
        # Counting every key instead costs what the base holds, whatever was typed.
        "collapse": {"field": f"{kind}.key"},
        "sort": [{f"{kind}.key": "asc"}, {f"{kind}.label": "asc"}],
        "size": limit,
        "track_total_hits": False,
        "_source": False,
        "docvalue_fields": [f"{kind}.label"],
    }


def _labels(kind: str, answer: Any) -> list[str]:
    return [found["fields"][f"{kind}.label"][0] for found in answer["hits"]["hits"]]
