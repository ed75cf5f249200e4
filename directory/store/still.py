"""What was read of the base, given again while nothing is committed there."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from directory.store.database import Commits, Database
from directory.store.unit_of_work import UnitOfWork

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Still(Generic[Key, Value]):
    """Keeps at most ``most`` values; none where the database cannot tell for nothing that it moved.

    What depends on the hour is to be decided from the value each time, never kept in it.
    """

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most
        self._at: Commits = None
        self._kept: dict[Key, Value] = {}
        self._lock = threading.Lock()

    def get(self, key: Key, read: Callable[[UnitOfWork], Value]) -> Value:
        """Return what ``read`` gives for ``key`` now; None is never kept."""
        # Asked first: what is committed while the base is read makes it be read again.
        commits = self._database.commits()
        with self._lock:
            if commits != self._at:
                # What somebody asked to be erased is not left in memory.
                self._at, self._kept = commits, {}
            held = self._kept.get(key)
        if held is not None:
            return held
        with self._database.read() as uow:
            value = read(uow)
        with self._lock:
            if commits is not None and commits == self._at and value is not None:
                if len(self._kept) >= self._most:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = value
        return value
