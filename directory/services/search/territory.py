"""Where the base lives: near its published fiches, and in the départements that the operator names."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from directory.store.database import Database
from search.places.gazetteer import Gazetteer
from search.places.territory import NOWHERE, Territory

REFRESH_S = 600.0
THREAD = "territory"
"""Name of the thread that reads beside the requests."""

logger = structlog.get_logger()


class TerritorySource(Protocol):
    def current(self) -> Territory:
        """Return the territory, as lately as is known."""
        ...


class FixedTerritory:
    """A territory that never moves."""

    def __init__(self, territory: Territory = NOWHERE) -> None:
        self._territory = territory

    def current(self) -> Territory:
        return self._territory


class TerritoryReader:
    """Reads the territory from the base: the first time at once, then beside the requests, every ``refresh_s``.

    departments   codes of the départements that the operator named.
    """

    def __init__(
        self,
        database: Database,
        gazetteer: Gazetteer,
        departments: Sequence[str],
        *,
        refresh_s: float = REFRESH_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._departments = tuple(departments)
        self._refresh_s = refresh_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._communes: frozenset[str] | None = None
        self._current = NOWHERE
        self._read_at = 0.0

    def current(self) -> Territory:
        if self._communes is None:
            with self._lock:
                if self._communes is None:
                    self._read()
        elif self._monotonic() - self._read_at >= self._refresh_s and self._lock.acquire(blocking=False):
            # On a large base, reading takes a second: the request that finds it old does not wait.
            threading.Thread(target=self._refresh, name=THREAD, daemon=True).start()
        return self._current

    def _refresh(self) -> None:
        try:
            self._read()
        finally:
            self._lock.release()

    def _read(self) -> None:
        self._read_at = self._monotonic()
        try:
            with self._database.read() as uow:
                communes = frozenset(uow.resources.published_communes())
        except SQLAlchemyError as error:
            logger.warning("territory.unread", error=type(error).__name__)
            communes = self._communes or frozenset()
        if communes != self._communes:
            self._current = self._gazetteer.territory_around(self._departments, communes)
            self._communes = communes
