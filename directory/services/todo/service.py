"""The list of *À faire*: its kinds put together, counted for the header, left for later."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.freshness import SHOWN_BEFORE
from directory.domain.rights import Action, may_somewhere
from directory.domain.todo import LATER, NOTHING, PutOff, TaskKind, Waiting
from directory.services.accounts.callers import Signed
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.services.todo.asker import Asker, Provider
from directory.services.todo.coming import Coming, coming
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

MOST_SHOWN = 50
"""Lines of one kind on a page; the others follow as these are done."""
COUNT_KEPT_S = 60.0
"""How old the number in the header may be: counting at each page would cost each search a millisecond."""
MOST_COUNTS = 2_000


@dataclass(frozen=True, slots=True)
class TodoList:
    """What waits for one person.

    kinds    those that hold something, in the order of the page.
    left     what they left for later, the first to come back first.
    owned    how many published fiches their institution has.
    """

    kinds: Mapping[TaskKind, Waiting]
    left: tuple[PutOff, ...]
    owned: int
    coming: tuple[Coming, ...]

    @property
    def total(self) -> int:
        return sum(each.total for each in self.kinds.values())


class Todo:
    """What waits for whoever may write.

    providers   what each kind holds, one function for each; a kind without one is never shown.
    ahead       how long before its date a fiche to confirm is in the list.
    """

    def __init__(
        self,
        database: Database,
        words: VocabularyReader,
        providers: Mapping[TaskKind, Provider],
        *,
        now: Callable[[], datetime],
        ahead: timedelta = SHOWN_BEFORE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._words = words
        self._providers = providers
        self._now = now
        self._ahead = ahead
        self._clock = clock
        self._counts: dict[int, tuple[float, int]] = {}

    def of(self, signed: Signed) -> TodoList:
        """Return what waits for somebody, counted anew."""
        asker = self._asker(signed, limit=MOST_SHOWN)
        with self._database.read() as uow:
            left = uow.put_offs.of(asker.account_id, asker.now)
            kinds = self._ask(uow, asker, left)
            owned, ahead = uow.dues.count_of({asker.own}), coming(uow, asker)
        found = TodoList({kind: each for kind, each in kinds.items() if each.total}, tuple(left), owned, ahead)
        self._remember(asker.account_id, found.total)
        return found

    def count(self, signed: Signed) -> int:
        """Return how many lines wait for somebody, at most ``COUNT_KEPT_S`` old; 0 for who may not write."""
        if not may_somewhere(signed.actor, Action.CONFIRM):
            return 0
        kept = self._counts.get(signed.account.id)
        if kept is not None and self._clock() - kept[0] < COUNT_KEPT_S:
            return kept[1]
        asker = self._asker(signed, limit=0)
        with self._database.read() as uow:
            left = uow.put_offs.of(asker.account_id, asker.now)
            total = sum(each.total for each in self._ask(uow, asker, left).values())
        self._remember(asker.account_id, total)
        return total

    def forget_count(self, account_id: int) -> None:
        """Count anew at the next page: something was just done."""
        self._counts.pop(account_id, None)

    def leave(self, signed: Signed, kind: TaskKind, key: str) -> bool:
        """Leave a line for a week; False when no such line waits for this person."""
        asker = self._asker(signed, limit=MOST_SHOWN)
        with self._database.write() as uow:
            left = uow.put_offs.of(asker.account_id, asker.now)
            waiting = self._ask(uow, asker, left, kind).get(kind, NOTHING)
            task = next((each for each in waiting.tasks if each.key == key and each.may_wait), None)
            if task is None:
                return False
            path = str(task.values.get("resource_id", ""))
            uow.put_offs.put(PutOff(asker.account_id, kind.value, key, task.title, path, asker.now + LATER))
        self.forget_count(asker.account_id)
        return True

    def bring_back(self, signed: Signed, kind: TaskKind, key: str) -> None:
        """Put a line that was left for later back in the list."""
        with self._database.write() as uow:
            uow.put_offs.take_back(signed.account.id, kind.value, key)
        self.forget_count(signed.account.id)

    def _ask(
        self, uow: UnitOfWork, asker: Asker, left: list[PutOff], only: TaskKind | None = None
    ) -> dict[TaskKind, Waiting]:
        found = {}
        for kind in TaskKind if only is None else (only,):
            provider = self._providers.get(kind)
            if provider is not None:
                keys = frozenset(each.key for each in left if each.kind == kind)
                found[kind] = provider(uow, replace(asker, left=keys))
        return found

    def _asker(self, signed: Signed, *, limit: int) -> Asker:
        actor, now = signed.actor, self._now()
        return Asker(
            signed.account.id, actor, actor.institution, actor.reach, local_day(now), now, self._words.current(),
            limit=limit, ahead=self._ahead,
        )  # fmt: skip

    def _remember(self, account_id: int, total: int) -> None:
        if len(self._counts) >= MOST_COUNTS:
            self._counts.clear()
        self._counts[account_id] = (self._clock(), total)
