"""A text plan as scoring clauses: constant scores only, summed, so that the sum is the integer score."""

from search.document import NEVER, TEXT_FIELDS
from search.elastic.clauses import NOTHING, among, either, every, no
from search.elastic.mapping import Json
from search.elastic.spots import Spots, within
from search.query import Around, SearchQuery
from search.score import (
    ADJACENT_IN_TITLE,
    COMPLETE,
    DISTANCE_BANDS,
    FILED,
    FRESHNESS_BANDS,
    FURTHER_KM,
    NAMED,
    NAMED_DISTANCE,
    NAMED_THERE,
    TITLE_IS_QUERY,
    WHOLE_NAME,
    communes_named,
    field_weight,
    own_names,
)
from search.text.plan import Alternative, Group, Name, TextPlan

BEFORE_POINTS = 2**18
"""Worth of one group found, or of one band nearer, where these come before points: above any sum of points.

32 of them and their points stay below 2**24, up to which a 32-bit float holds every integer.
"""


def constant(clause: Json, points: int) -> Json:
    return {"constant_score": {"filter": clause, "boost": points}}


def best_of(clauses: list[Json]) -> Json:
    return {"dis_max": {"queries": clauses, "tie_breaker": 0.0}}


def sum_of(clauses: list[Json]) -> Json:
    return {"bool": {"should": clauses}}


def holds(field: str, tokens: tuple[str, ...]) -> Json:
    if len(tokens) == 1:
        return {"term": {field: tokens[0]}}
    return {"match_phrase": {field: {"query": " ".join(tokens), "slop": 0}}}


def _clauses(alternative: Alternative) -> dict[str, Json]:
    """Return what satisfies an alternative, by text field; a need or a family stands for the needs field."""
    if alternative.need:
        return {FILED: {"term": {"needs": alternative.need}}}
    if alternative.family:
        return {FILED: {"term": {"families_alone": alternative.family}}}
    return {field: holds(attribute, alternative.tokens) for field, attribute in TEXT_FIELDS.items()}


def group_clause(group: Group) -> Json:
    """Return the clause that scores a group by every alternative in every field."""
    clauses = [
        constant(clause, field_weight(field, alternative))
        for alternative in group.alternatives
        for field, clause in _clauses(alternative).items()
    ]
    return sum_of(clauses) if clauses else NOTHING


def _found(group: Group) -> Json:
    """Return what holds a group anywhere, its needs included."""
    return either(*(clause for alternative in group.alternatives for clause in _clauses(alternative).values()))


def _said(group: Group) -> Json:
    """Return what says a group: the rule of ``score.find_group``."""
    clauses = []
    for alternative in group.alternatives:
        is_code = bool(alternative.need or alternative.family)
        for field, clause in _clauses(alternative).items():
            if not alternative.is_narrow if is_code else field != FILED:
                clauses.append(clause)
    return either(*clauses)


def _counted(number: int, group: Group) -> Json:
    """Return the clause of a group, named where it is required: hits then say how many of these they hold."""
    clause = group_clause(group)
    if clause is NOTHING or group.weak:
        return clause
    return {"bool": {**clause["bool"], "_name": f"group-{number}"}}


def _required(plan: TextPlan | None) -> list[Group]:
    return [] if plan is None else [group for group in plan.groups if not group.weak]


def wording(plan: TextPlan | None, listing: str) -> Json:
    """Return what holds the words as a listing asks for; NOTHING when no fiche can."""
    groups = _required(plan)
    if listing == "meme-besoin":
        return every(*map(_found, groups), no(every(*map(_said, groups)))) if groups else NOTHING
    if listing == "moins-de-mots":
        found = list(map(_found, groups))
        return every(either(*found), no(every(*found))) if groups else NOTHING
    return every(*map(_said, groups))


def _own_name(name: Name, around: Around | None) -> Json:
    return among("structure_key", own_names(name, around))


def _named(name: Name, around: Around | None) -> Json:
    own = _own_name(name, around)
    return either(own, holds("structure", name.tokens)) if name.tokens else own


def _named_there(name: Name, around: Around | None) -> Json:
    """Return what is named by name and place, or by its own name."""
    own = _own_name(name, around)
    communes = communes_named(name, around)
    if not name.tokens or not communes:
        return own
    return either(own, every(holds("structure", name.tokens), among("places.commune", sorted(communes))))


def spots_named(spots: Spots, query: SearchQuery) -> Spots:
    """Move what is asked for by its name to where it counts as here: the rule of ``listing.spot_named``."""
    name = query.plan.name if query.plan is not None else None
    if name is None or query.around is None:
        return spots
    named, there = _named(name, query.around), _named_there(name, query.around)
    return Spots(
        here=either(
            spots.here, every(named, spots.remote), every(there, either(spots.remote, spots.beyond, spots.unplaced))
        ),
        remote=every(spots.remote, no(named)),
        here_or_remote=either(spots.here_or_remote, every(there, either(spots.beyond, spots.unplaced))),
        beyond=every(spots.beyond, no(there)),
        unplaced=every(spots.unplaced, no(there)),
        competent=spots.competent,
    )


def points(query: SearchQuery) -> list[Json]:
    """Return the clauses whose scores add up to the score of a fiche."""
    clauses: list[Json] = []
    plan = query.plan
    if plan is not None and plan.identifier is None:
        clauses += _words(plan, query.around)
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
        if plan is not None and plan.identifier is None and plan.name is not None:
            named, more = _named(plan.name, query.around), NAMED_DISTANCE - 1
            clauses.append(
                best_of([constant(every(named, within(centre, km)), worth * more) for km, worth in DISTANCE_BANDS])
            )
    return clauses


def _words(plan: TextPlan, around: Around | None) -> list[Json]:
    """Return the points of the words: those of a name in the place of those of its words, where it is found."""
    clauses = [_counted(number, group) for number, group in enumerate(plan.groups)]
    clauses += [constant(holds("title", pair), ADJACENT_IN_TITLE) for pair in plan.pairs]
    if plan.name is None:
        return clauses
    # A name is worth more than all words together: the best of the four is the right one.
    names = [
        constant(_named(plan.name, around), NAMED),
        constant(_named_there(plan.name, around), NAMED_THERE),
        constant(_own_name(plan.name, around), WHOLE_NAME),
    ]
    return [best_of([*names, sum_of(clauses)] if clauses else names)]


def matched(plan: TextPlan | None) -> list[Json]:
    """Return clauses that put the number of groups found before the points."""
    return [constant(_found(group), BEFORE_POINTS) for group in _required(plan)]


def bands(query: SearchQuery) -> list[Json]:
    """Return clauses that put the bands of ``plus-loin`` before the points, the nearest first."""
    centre = query.around.centre if query.around is not None else None
    if centre is None:
        return []
    return [
        best_of(
            [
                constant(within(centre, km), (len(FURTHER_KM) - band) * BEFORE_POINTS)
                for band, km in enumerate(FURTHER_KM)
            ]
        )
    ]
