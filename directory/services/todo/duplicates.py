"""Pairs of fiches that may be one, as lines of *À faire*."""

from directory.domain.duplicates import Pair
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.domain.todo import NOTHING, Gesture, Task, Waiting
from directory.services.duplicates.words import DEGREES, REASONS
from directory.services.freshness.facts import who_of
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork


def doubles(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return the pairs of two fiches of one's institution."""
    if not asker.own or not may(asker.actor, Action.MERGE, owner=asker.own):
        return NOTHING
    owners = frozenset({asker.own})
    # What was left for later is rarely more than a few lines.
    left = [(int(one), int(other)) for one, other in (key.split("-") for key in asker.left)]
    total = uow.duplicates.count_open(owners, without=left)
    if not asker.limit:
        return Waiting(total, ())
    pairs = uow.duplicates.open_between(owners, limit=asker.limit + len(left))
    waiting = [each for each in pairs if _key(each) not in asker.left][: asker.limit]
    ids = {number for each in waiting for number in (each.resource_id, each.other_id)}
    found = {each.id: each for each in uow.resources.by_ids(sorted(ids))}
    return Waiting(total, tuple(_task(each, found[each.resource_id], found[each.other_id]) for each in waiting))


def _key(pair: Pair) -> str:
    return f"{pair.resource_id}-{pair.other_id}"


def _task(pair: Pair, one: Resource, other: Resource) -> Task:
    both: dict[str, str | int] = {"une": one.id, "autre": other.id}
    return Task(
        key=_key(pair),
        title=one.content.title,
        endpoint="fiche.page",
        values={"resource_id": one.id},
        who=" · ".join(part for part in who_of(one.content) if part),
        why=f"{DEGREES[pair.degree]}\u00a0: {', '.join(REASONS[each] for each in pair.reasons)}.",
        main=Gesture("Comparer", "merges.compare", both, is_link=True),
        others=(
            Gesture(
                "Ce n’est pas la même",
                "doubles.keep_apart",
                {},
                {"une": str(one.id), "autre": str(other.id)},
            ),
        ),
        second=(other.content.title, "fiche.page", {"resource_id": other.id}),
    )
