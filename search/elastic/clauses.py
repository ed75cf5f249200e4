"""Criterion class → clause that answers yes and clause that may: one pure function each."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from search.criteria import (
    UNKNOWN,
    Access,
    Accessibility,
    Audience,
    Classification,
    Codes,
    Completeness,
    Cost,
    Criterion,
    Institution,
    Judgement,
    Language,
    Mobilisation,
    ModifiedSince,
    Network,
    OfStructures,
    OpenAt,
    Part,
    Reception,
    Source,
    VerifiedSince,
    WithoutDoubles,
    WithoutNeed,
)
from search.document import NEVER
from search.elastic.mapping import Json
from search.places.commune import ZONES

NOTHING: Json = {"match_none": {}}
EVERYTHING: Json = {"match_all": {}}
MOST_TERMS = 65_536
"""Values of one clause: a cluster refuses more (``index.max_terms_count``)."""


class Verdict(NamedTuple):
    """A clause of what answers yes, and one of what may (never both at once)."""

    yes: Json
    possible: Json


def every(*clauses: Json) -> Json:
    return {"bool": {"filter": list(clauses)}} if clauses else EVERYTHING


def either(*clauses: Json) -> Json:
    kept = [clause for clause in clauses if clause is not NOTHING]
    if not kept:
        return NOTHING
    return kept[0] if len(kept) == 1 else {"bool": {"should": kept, "minimum_should_match": 1}}


def no(*clauses: Json) -> Json:
    return {"bool": {"must_not": list(clauses)}}


def among(field: str, values: Sequence[str]) -> Json:
    return {"terms": {field: sorted(values)}} if values else NOTHING


def said(field: str) -> Json:
    return {"exists": {"field": field}}


def codes(criterion: Codes) -> Verdict:
    asked = [value for value in criterion.values if value != UNKNOWN]
    if asked and criterion.wildcard:
        asked.append(criterion.wildcard)
    yes, silent = among(criterion.field, asked), no(said(criterion.field))
    if UNKNOWN in criterion.values:
        return Verdict(either(yes, silent), NOTHING)
    return Verdict(yes, silent if criterion.silence is Judgement.POSSIBLE else NOTHING)


def classification(criterion: Classification) -> Verdict:
    needs = [need for need, _ in criterion.needs]
    yes = either(among("families", criterion.families), among("needs", needs))
    alone = among("families_alone", [family for _, family in criterion.needs])
    return Verdict(yes, NOTHING if alone is NOTHING else every(alone, no(yes)))


def without_need(_criterion: WithoutNeed) -> Verdict:
    return Verdict(no(said("needs")), NOTHING)


def verified_since(criterion: VerifiedSince) -> Verdict:
    return Verdict({"range": {"verified_at": {"gte": max(criterion.since, NEVER + 1)}}}, NOTHING)


def modified_since(criterion: ModifiedSince) -> Verdict:
    return Verdict({"range": {"modified_at": {"gte": criterion.since}}}, NOTHING)


def completeness(criterion: Completeness) -> Verdict:
    return Verdict({"term": {"complete": criterion.complete}}, NOTHING)


def of_structures(criterion: OfStructures) -> Verdict:
    return Verdict(_with_numbers(criterion.fiches), NOTHING)


def without_doubles(criterion: WithoutDoubles) -> Verdict:
    return Verdict(no(_with_numbers(criterion.doubles)), NOTHING)


def _with_numbers(numbers: frozenset[int]) -> Json:
    ordered = sorted(numbers)
    slices = (ordered[start : start + MOST_TERMS] for start in range(0, len(ordered), MOST_TERMS))
    return either(*({"terms": {"id": some}} for some in slices))


def open_at(criterion: OpenAt) -> Verdict:
    windows: dict[tuple[int, int], list[str]] = {}
    for zone in ZONES:
        windows.setdefault(criterion.window(zone), []).append(zone)

    def meeting(field: str) -> Json:
        return either(
            *(
                every(
                    {"terms": {"timezone": zones}},
                    {"range": {field: {"gte": start, "lt": end, "relation": "intersects"}}},
                )
                for (start, end), zones in windows.items()
            )
        )

    opening = meeting("open_minutes")
    return Verdict(opening, every(meeting("possible_minutes"), no(opening)))


# Each function takes the criterion of its own class, which one Callable type cannot say of all of them.
CLAUSES: dict[type, Callable[[Any], Verdict]] = {
    Audience: codes,
    Access: codes,
    Mobilisation: codes,
    Cost: codes,
    Language: codes,
    Accessibility: codes,
    Reception: codes,
    Part: codes,
    Institution: codes,
    Network: codes,
    Source: codes,
    Classification: classification,
    WithoutNeed: without_need,
    VerifiedSince: verified_since,
    ModifiedSince: modified_since,
    Completeness: completeness,
    OfStructures: of_structures,
    WithoutDoubles: without_doubles,
    OpenAt: open_at,
}


def verdict_of(criterion: Criterion) -> Verdict:
    return CLAUSES[type(criterion)](criterion)


def all_yes(verdicts: Sequence[Verdict]) -> Json:
    return every(*(verdict.yes for verdict in verdicts))


def possible_at_best(verdicts: Sequence[Verdict]) -> Json:
    """Return what no criterion refuses and one cannot tell; NOTHING when every criterion can."""
    if all(verdict.possible is NOTHING for verdict in verdicts):
        return NOTHING
    unrefused = [either(verdict.yes, verdict.possible) for verdict in verdicts]
    return every(*unrefused, no(all_yes(verdicts)))
