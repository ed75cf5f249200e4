"""A question that finds nothing is read once more, more widely each time."""

from collections.abc import Iterator
from dataclasses import replace

from search.port import SearchEngine
from search.query import MAIN, SearchAnswer, SearchQuery
from search.text.plan import HINT, Alternative, Group, TextPlan

_MOST_HITS_PROBED = 1


def search_wider(engine: SearchEngine, query: SearchQuery) -> tuple[TextPlan | None, SearchAnswer]:
    """Return the answer and the plan it answers: that of ``query``, or of the first wider reading that finds a fiche.

    The reading depends on the question alone, never on the page or the listing of it that is looked at.
    Raises SearchUnavailable.
    """
    answer = engine.search(query)
    if answer.total or answer.listings or query.plan is None:
        return query.plan, answer
    if query.listing == MAIN and query.page == 1:
        for plan in wider_plans(query.plan):
            wider = engine.search(replace(query, plan=plan))
            if wider.total or wider.listings:
                return plan, wider
        return query.plan, answer
    found = reading(engine, query)
    return found, answer if found is query.plan else engine.search(replace(query, plan=found))


def reading(engine: SearchEngine, query: SearchQuery) -> TextPlan | None:
    """Return the first plan that finds a fiche in any listing; that of ``query`` when none does."""
    if query.plan is None:
        return None
    for plan in (query.plan, *wider_plans(query.plan)):
        probe = replace(query, plan=plan, listing=MAIN, page=1, size=_MOST_HITS_PROBED, facets=False)
        found = engine.search(probe)
        if found.total or found.listings:
            return plan
    return query.plan


def wider_plans(plan: TextPlan) -> Iterator[TextPlan]:
    """Yield what else the words may ask for, the nearest first.

    A number no fiche has, written as one word, is that word ("115" stands in a text). A need that no fiche answers is
    one of the fiches of its family that do not say their need. At last, every word counts, the weak ones too.
    """
    if plan.identifier is not None:
        if len(plan.groups) != 1:
            return
        plan = replace(plan, identifier=None)
        yield plan
    if any(group.families for group in plan.groups):
        plan = replace(plan, groups=tuple(map(_with_families, plan.groups)))
        yield plan
    if any(group.weak for group in plan.groups):
        yield replace(plan, groups=tuple(replace(group, weak=False) for group in plan.groups))


def _with_families(group: Group) -> Group:
    families = tuple(Alternative(HINT, (), family=family) for family in group.families)
    return replace(group, alternatives=(*group.alternatives, *families))
