"""A text plan as scoring clauses: constant scores only, summed, so that the sum is the integer score."""

from search.document import NEVER, TEXT_FIELDS
from search.elastic.clauses import NOTHING, either, every, no
from search.elastic.mapping import Json
from search.elastic.spots import within
from search.query import SearchQuery
from search.score import (
    ADJACENT_IN_TITLE,
    COMPLETE,
    DISTANCE_BANDS,
    FRESHNESS_BANDS,
    TITLE_IS_QUERY,
    field_weight,
)
from search.text.plan import Alternative, Group, TextPlan

MATCHED = 2**18
"""Worth of one group found where groups come before points: above any sum of points without an equal title.

32 groups and their points stay below 2**24, up to which a 32-bit float holds every integer.
"""


def constant(clause: Json, points: int) -> Json:
    return {"constant_score": {"filter": clause, "boost": points}}


def best_of(clauses: list[Json]) -> Json:
    return {"dis_max": {"queries": clauses, "tie_breaker": 0.0}}


def holds(field: str, tokens: tuple[str, ...]) -> Json:
    if len(tokens) == 1:
        return {"term": {field: tokens[0]}}
    return {"match_phrase": {field: {"query": " ".join(tokens), "slop": 0}}}


def _alternative(alternative: Alternative) -> list[Json]:
    if alternative.need:
        return [constant({"term": {"needs": alternative.need}}, field_weight("needs", alternative))]
    if alternative.family:
        return [constant({"term": {"families_alone": alternative.family}}, field_weight("needs", alternative))]
    return [
        constant(holds(attribute, alternative.tokens), field_weight(field, alternative))
        for field, attribute in TEXT_FIELDS.items()
    ]


def group_clause(group: Group) -> Json:
    """Return the clause that scores a group by its best field and alternative."""
    clauses = [clause for alternative in group.alternatives for clause in _alternative(alternative)]
    return best_of(clauses) if clauses else NOTHING


def _counted(number: int, group: Group) -> Json:
    """Return the clause of a group, named where it is required: hits then say how many of these they hold."""
    clause = group_clause(group)
    if clause is NOTHING or group.weak:
        return clause
    return {"dis_max": {**clause["dis_max"], "_name": f"group-{number}"}}


def required(plan: TextPlan | None) -> list[Json]:
    return [] if plan is None else [group_clause(group) for group in plan.groups if not group.weak]


def all_words(plan: TextPlan | None) -> Json:
    return every(*required(plan))


def fewer_words(plan: TextPlan | None) -> Json:
    """Return what holds some words but not all; NOTHING when no word is required."""
    groups = required(plan)
    return every(either(*groups), no(every(*groups))) if groups else NOTHING


def points(query: SearchQuery) -> list[Json]:
    """Return the clauses whose scores add up to the score of a fiche."""
    clauses: list[Json] = []
    plan = query.plan
    if plan is not None and plan.identifier is None:
        clauses += [_counted(number, group) for number, group in enumerate(plan.groups)]
        clauses += [constant(holds("title", pair), ADJACENT_IN_TITLE) for pair in plan.pairs]
        if plan.title_key:
            clauses.append(constant({"term": {"title_key": plan.title_key}}, TITLE_IS_QUERY))
    instant_s = int(query.instant.timestamp())
    clauses.append(
        best_of(
            [
                constant({"range": {"verified_at": {"gte": max(NEVER + 1, instant_s - limit)}}}, worth)
                for limit, worth in FRESHNESS_BANDS
            ]
        )
    )
    clauses.append(constant({"term": {"complete": True}}, COMPLETE))
    if query.around is not None and query.around.centre is not None:
        centre = query.around.centre
        clauses.append(best_of([constant(within(centre, km), worth) for km, worth in DISTANCE_BANDS]))
    return clauses


def matched(plan: TextPlan | None) -> list[Json]:
    """Return clauses that put the number of groups found before the points."""
    return [constant(group, MATCHED) for group in required(plan)]
