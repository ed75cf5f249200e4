"""Suggestions by aggregations over folded labels, in the order of ``search.suggest``."""

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
    answers = [_labels(answer) for answer in reads.together(index, bodies)]
    return Suggestions(tuple((answers[0] + answers[1])[:limit]), tuple((answers[2] + answers[3])[:limit]))


def _body(kind: str, clause: Json, limit: int) -> Json:
    label: Json = {"terms": {"field": f"{kind}.label", "size": 1, "order": {"_key": "asc"}}}
    keys: Json = {
        "terms": {"field": f"{kind}.key", "size": limit, "order": {"_key": "asc"}},
        "aggs": {"label": label},
    }
    # A label of symbols alone has no folded form and is never suggested.
    return {"size": 0, "query": every(clause, no({"term": {f"{kind}.key": ""}})), "aggs": {"keys": keys}}


def _labels(answer: Any) -> list[str]:
    return [bucket["label"]["buckets"][0]["key"] for bucket in answer["aggregations"]["keys"]["buckets"]]
