"""The work behind the pages: the index kept in step, jobs done, opening hours rolled each night.

Any number of workers may run; leases keep them apart. A worker killed anywhere leaves a cursor, a checkpoint and leases
that end by themselves: the next one goes on from there.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from threading import Event
from typing import Protocol

import structlog
from sqlalchemy.exc import OperationalError

from directory.domain.changes import Json
from directory.domain.jobs import Job, JobState
from directory.log import where
from directory.services.work.jobs import LeaseLost
from search.places.clock import local_day
from search.port import IndexBusy, SearchUnavailable

logger = structlog.get_logger()

IDLE_S = 0.5
TROUBLE_S = 5.0
LONGEST_PAUSE_S = 60.0
LEASE_S = 60
FOLLOW_EVERY = timedelta(seconds=10)
"""During a long job, what was saved is in the searches after this at most."""


class Stopping(Exception):
    """The worker was asked to stop: its job goes back to the queue, at its last checkpoint."""


class Index(Protocol):
    """What a worker asks of ``services.indexing.Indexer``."""

    def is_built(self) -> bool: ...

    def follow(self) -> int: ...

    def is_far_behind(self) -> bool: ...

    def rebuild(self) -> int: ...

    def roll_hours(self) -> int: ...

    def rolled_today(self) -> bool: ...


class Jobs(Protocol):
    """What a worker asks of ``services.jobs.JobService``."""

    def claim(self, kinds: Sequence[str], *, owner: str, lease_s: int, now: datetime) -> Job | None: ...

    def heartbeat(
        self, job_id: int, *, owner: str, lease_s: int, now: datetime, checkpoint: dict[str, Json] | None = None
    ) -> None: ...

    def finish(self, job_id: int, *, owner: str, now: datetime) -> None: ...

    def fail(self, job_id: int, *, owner: str, error: str, now: datetime) -> JobState: ...

    def give_back(self, job_id: int, *, owner: str, now: datetime) -> None: ...


Alive = Callable[[], None]
"""Called by a handler between two steps: keeps the lease. Raises LeaseLost or Stopping."""

Handler = Callable[[Job, Alive], None]


Errand = Callable[[], int]
"""A short thing to do between two others, such as sending the mails that are due; returns how many it did."""


class Worker:
    """One process of background work.

    owner      names this process in leases.
    handlers   kind of job to what does it.
    errands    done at each turn, and between two steps of a long job: a mail to sign in waits for no import.
    """

    def __init__(
        self,
        index: Index,
        jobs: Jobs,
        handlers: Mapping[str, Handler],
        *,
        owner: str,
        now: Callable[[], datetime],
        errands: Sequence[Errand] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._index = index
        self._jobs = jobs
        self._handlers = handlers
        self._errands = errands
        self._owner = owner
        self._now = now
        self._rolled_on: date | None = None
        self._clock = clock
        self._asked_again_from = 0.0
        self._pause_s = 0.0
        self._has_job = False

    def run(self, stop: Event) -> None:
        """Work until ``stop`` is set; a job begun is put back at its last checkpoint."""
        logger.info("worker.started", owner=self._owner)
        while not stop.is_set():
            try:
                worked = self.follow()
                worked |= self.run_errands()
                worked |= self.do_a_job(stop)
            except OperationalError as error:
                # The database is away or busy: nothing can be done but to ask again.
                logger.warning("worker.database_unavailable", reason=type(error.orig).__name__)
                stop.wait(TROUBLE_S)
                continue
            if not worked:
                stop.wait(IDLE_S)
        logger.info("worker.stopped", owner=self._owner)

    def follow(self) -> bool:
        """Bring the index in step, and to a new day when one began; tell whether anything was to do.

        An engine that does not answer is left alone for a while, longer each time up to a minute; jobs go on.
        """
        if self._pause_s and self._clock() < self._asked_again_from:
            return False
        try:
            moved = self._bring_in_step()
        except IndexBusy:
            return False
        except SearchUnavailable as error:
            self._pause_s = min(max(IDLE_S, self._pause_s * 2), LONGEST_PAUSE_S)
            self._asked_again_from = self._clock() + self._pause_s
            logger.warning("worker.search_unavailable", reason=error.reason, again_in_s=self._pause_s)
            return False
        if self._pause_s:
            logger.info("worker.search_is_back")
            self._pause_s = 0.0
        return moved

    def _bring_in_step(self) -> bool:
        if not self._index.is_built():
            logger.info("index.missing")
            logger.info("index.rebuilt", documents=self._index.rebuild())
            return True
        today = local_day(self._now())
        if today != self._rolled_on:
            if not self._index.rolled_today():
                logger.info("index.hours_rolled", documents=self._index.roll_hours())
            self._rolled_on = today
        if self._index.is_far_behind():
            if self._has_job:
                # The job would hold its lease no more, and is not over: what is written now would be made again after
                # it, and a save of somebody else stands behind thousands of the job's own.
                return False
            logger.info("index.rebuilt", documents=self._index.rebuild())
            return True
        return self._index.follow() > 0

    def run_errands(self) -> bool:
        """Do what is short and due; tell whether anything was."""
        return sum(errand() for errand in self._errands) > 0

    def _alive(self, job: Job, stop: Event) -> Alive:
        """Return what a job calls between two slices.

        A long job must not keep what it saved, nor anybody's save, out of the searches; but bringing the index in step
        after each slice takes a quarter of the time of an import.
        """
        followed = self._now()

        def alive() -> None:
            nonlocal followed
            if stop.is_set():
                raise Stopping
            self._jobs.heartbeat(job.id, owner=self._owner, lease_s=LEASE_S, now=self._now())
            if self._now() - followed >= FOLLOW_EVERY:
                self.follow()
                followed = self._now()
            self.run_errands()

        return alive

    def do_a_job(self, stop: Event) -> bool:
        """Do the oldest job that waits; tell whether there was one."""
        job = self._jobs.claim(list(self._handlers), owner=self._owner, lease_s=LEASE_S, now=self._now())
        if job is None:
            return False

        alive = self._alive(job, stop)
        self._has_job = True
        logger.info("job.started", job=job.id, kind=job.kind, attempt=job.attempts)
        try:
            self._handlers[job.kind](job, alive)
            self.follow()
            self._jobs.finish(job.id, owner=self._owner, now=self._now())
            logger.info("job.finished", job=job.id, kind=job.kind)
        except LeaseLost:
            logger.warning("job.lease_lost", job=job.id, kind=job.kind)
        except Stopping:
            self._jobs.give_back(job.id, owner=self._owner, now=self._now())
            logger.info("job.given_back", job=job.id, kind=job.kind)
        except OperationalError:
            # The base is away, so the job cannot be closed: another worker takes it when its lease ends.
            raise
        except Exception as error:
            # Whatever broke, the queue must go on; the job is tried again later, then kept as dead.
            state = self._jobs.fail(job.id, owner=self._owner, error=type(error).__name__, now=self._now())
            logger.error(
                "job.failed",
                job=job.id,
                kind=job.kind,
                state=state.value,
                error=type(error).__name__,
                where=where(error),
            )
        finally:
            self._has_job = False
        return True
