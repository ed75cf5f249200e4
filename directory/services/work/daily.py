"""Work of each day, asked for once whatever the number of workers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import ClassVar

from directory.domain.jobs import Job
from directory.services.work.jobs import JobService
from directory.store.database import Database
from search.places.clock import local_day


class DailyWork(ABC):
    """What a worker does once a day; done twice, it does nothing more.

    kind   of its job in the queue.
    """

    kind: ClassVar[str]

    def __init__(self, database: Database, jobs: JobService, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._jobs = jobs
        self._now = now
        self._asked_on: date | None = None

    @abstractmethod
    def run(self, job: Job, alive: Callable[[], None]) -> None:
        """Do the work of this day."""

    def ask_daily(self) -> int:
        """Put the work of this day in the queue, once whatever the workers; return how many jobs were asked for."""
        today = local_day(self._now())
        if today == self._asked_on:
            return 0
        self._jobs.enqueue(self.kind, key=f"{self.kind}:{today}", now=self._now())
        self._asked_on = today
        return 1

    def handlers(self) -> Mapping[str, Callable[[Job, Callable[[], None]], None]]:
        """Return what a worker does for each kind of job."""
        return {self.kind: self.run}
