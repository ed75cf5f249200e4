"""How often fiches are opened, counted aside: no question and no page waits for a write."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError

from directory.services.freshness.tasks import month_of
from directory.store.database import Database
from search.places.clock import local_day

KEPT_S = 30.0
"""How long counts stay in memory: a process that is killed loses that much."""

logger = structlog.get_logger()


class Openings:
    """The counts of one process: a fiche and a month, never who."""

    def __init__(
        self, database: Database, *, now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._now = now
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, int]] = Counter()
        self._since = 0.0

    def note(self, resource_id: int) -> None:
        """Count that a fiche was opened; nothing is written."""
        with self._lock:
            if not self._counts:
                self._since = self._clock()
            self._counts[month_of(local_day(self._now())), resource_id] += 1

    def write_old(self) -> bool:
        """Write the counts once they are old enough, after an answer has left; tell whether they were."""
        return bool(self._counts) and self._clock() - self._since >= KEPT_S and self.write()

    def write(self) -> bool:
        """Write the counts, in one transaction; a base that is busy gets them later."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return False
        try:
            with self._database.write() as uow:
                uow.openings.add(counts)
        except OperationalError as error:
            logger.warning("openings.later", reason=type(error.orig).__name__)
            with self._lock:
                self._counts.update(counts)
                self._since = self._clock()
            return False
        return True
