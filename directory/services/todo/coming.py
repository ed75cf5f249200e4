"""What falls due next: what *À faire* says when nothing waits."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork

MOST_FICHES = 200
MOST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Coming:
    """A day on which some fiches fall due. ``titles``: of the first two."""

    on: date
    count: int
    titles: tuple[str, ...]


def coming(uow: UnitOfWork, asker: Asker) -> tuple[Coming, ...]:
    """Return the next days on which fiches of one's institution fall due, none of them in the list yet."""
    ahead = uow.dues.ahead({asker.own}, asker.today + asker.ahead, limit=MOST_FICHES)
    days = [(day, list(dues)) for day, dues in groupby(ahead, key=lambda each: each.on)][:MOST_DAYS]
    first = {each.resource_id for _, dues in days for each in dues[:2]}
    titles = {each.id: each.content.title for each in uow.resources.by_ids(sorted(first))}
    return tuple(Coming(day, len(dues), tuple(titles[each.resource_id] for each in dues[:2])) for day, dues in days)
