"""The pairs that wait for somebody who may settle them."""

from dataclasses import dataclass

from directory.domain.actors import Actor
from directory.domain.duplicates import Pair
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.services.accounts.reach import institutions_in_reach
from directory.store.database import Database


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair and its fiches, the younger first."""

    pair: Pair
    one: Resource
    other: Resource


@dataclass(frozen=True, slots=True)
class QueuePage:
    total: int
    waiting: tuple[Waiting, ...]


class DuplicateQueue:
    """Pairs of two published fiches that are both in reach of who asks, the likeliest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, actor: Actor, *, limit: int, offset: int = 0, about: int | None = None) -> QueuePage:
        """Return some pairs. ``about``: those of one fiche."""
        owners = institutions_in_reach(actor, Action.MERGE)
        with self._database.read() as uow:
            total = uow.duplicates.count_open(owners, about=about)
            pairs = uow.duplicates.open_between(owners, limit=limit, offset=offset, about=about)
            ids = {number for each in pairs for number in (each.resource_id, each.other_id)}
            found = {each.id: each for each in uow.resources.by_ids(sorted(ids))}
        return QueuePage(total, tuple(Waiting(each, found[each.resource_id], found[each.other_id]) for each in pairs))

    def count(self, actor: Actor) -> int:
        with self._database.read() as uow:
            return uow.duplicates.count_open(institutions_in_reach(actor, Action.MERGE))
