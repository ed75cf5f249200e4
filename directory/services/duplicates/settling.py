"""Pairs that a person settled: two fiches that are not the same stay two, whatever is edited or imported."""

from collections.abc import Callable, Collection
from datetime import datetime

from directory.domain.duplicates import PairState, pair
from directory.store.database import Database


class Pairs:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def keep_new_apart(self, resource_id: int, others: Collection[int], *, account: int | None) -> None:
        """Remember that whoever created a fiche was shown others and said that it is none of them."""
        if not others:
            return
        now = self._now()
        with self._database.write() as uow:
            for other in uow.resources.by_ids(sorted(set(others) - {resource_id})):
                uow.duplicates.settle(pair(resource_id, other.id, at=now), PairState.APART, at=now, by=account)
