"""What one process counts of the use of the base, aside: no question and no page waits for a write."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError

from directory.domain.steering.counts import Counted, Metric
from directory.services.freshness.tasks import month_of
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

KEPT_S = 30.0
"""How long counts stay in memory: a process that is killed loses that much."""
MOST_KEPT = 50_000
"""Different counts kept while the base is away; what comes then is lost, and told by ``lost``."""

logger = structlog.get_logger()


class Counters:
    """The counts of one process: days, needs, territories, fiches and months; never a word, never who."""

    def __init__(
        self, database: Database, *, now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._now = now
        self._clock = clock
        self._lock = threading.Lock()
        self._openings: Counter[tuple[str, int]] = Counter()
        self._counts: Counter[Counted] = Counter()
        self._since = 0.0
        self.lost = 0
        """Counts that found no room since the process started."""
        self.done: Counter[Metric] = Counter(dict.fromkeys(Metric, 0))
        """How often each thing was done since the process started, wherever it was."""

    @property
    def waiting(self) -> int:
        """How many different counts this process has not written yet."""
        return len(self._openings) + len(self._counts)

    def note_opening(self, resource_id: int) -> None:
        """Count that a fiche was opened; nothing is written."""
        key = (month_of(local_day(self._now())), resource_id)
        with self._lock:
            if self._has_room(key in self._openings):
                self._openings[key] += 1

    def note(self, metric: Metric, cells: Iterable[tuple[str, str]], *, commune: str = "") -> None:
        """Count something once in each of some cells, (need, territory); nothing is written.

        commune   where it was asked, which decides the day.
        """
        day = local_day(self._now(), commune)
        self.done[metric] += 1
        self._note(Counted(day, metric, need, territory) for need, territory in cells)

    def note_for_office(self, office_id: int) -> None:
        """Count a *fiche de liaison* made for an antenne."""
        self.done[Metric.OFFICE_LIAISONS] += 1
        self._note((Counted(local_day(self._now()), Metric.OFFICE_LIAISONS, office_id=office_id),))

    def _note(self, counted: Iterable[Counted]) -> None:
        with self._lock:
            for key in counted:
                if self._has_room(key in self._counts):
                    self._counts[key] += 1

    def _has_room(self, is_known: bool) -> bool:
        # One more of what is counted already takes no room.
        waiting = self.waiting
        if not waiting:
            self._since = self._clock()
        if is_known or waiting < MOST_KEPT:
            return True
        self.lost += 1
        return False

    def are_old(self) -> bool:
        """Say whether what is counted is old enough to be written."""
        return self.waiting > 0 and self._clock() - self._since >= KEPT_S

    def write_old(self) -> bool:
        """Write the counts once they are old enough, after an answer has left; tell whether they were.

        A base where somebody writes gets them later, never waited for.
        """
        return self.are_old() and self._write(self._database.write_unless_busy)

    def write(self) -> bool:
        """Write the counts when the process ends; tell whether they were."""
        return self._write(self._database.write)

    def _write(self, turn: Callable[[], AbstractContextManager[UnitOfWork]]) -> bool:
        with self._lock:
            openings, self._openings = self._openings, Counter()
            counts, self._counts = self._counts, Counter()
        if not openings and not counts:
            return False
        try:
            with turn() as uow:
                uow.openings.add(openings)
                uow.counts.add(counts)
        except OperationalError as error:
            logger.warning("counts.later", reason=type(error.orig).__name__)
            with self._lock:
                self._openings.update(openings)
                self._counts.update(counts)
                self._since = self._clock()
            return False
        return True
