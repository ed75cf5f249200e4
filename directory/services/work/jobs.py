"""Long work done by ``flask worker``: begun once at a time, gone on with after a worker was lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from directory.domain.changes import Json
from directory.domain.jobs import Job, JobState
from directory.store.database import Database

MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(seconds=30)


class LeaseLost(Exception):
    """Another worker took the job over: stop at once, what it does now is not ours to write."""

    def __init__(self, job_id: int) -> None:
        super().__init__(f"job {job_id}")
        self.job_id = job_id


class JobService:
    """The queue of one base.

    A worker claims a job for ``lease_s`` seconds and says it is alive before they pass; otherwise the job goes to the
    next worker, which finds the last checkpoint. A job that failed ``MOST_ATTEMPTS`` times is dead: kept, not retried.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def enqueue(
        self,
        kind: str,
        payload: dict[str, Json] | None = None,
        *,
        key: str | None = None,
        due_at: datetime | None = None,
        now: datetime,
    ) -> int:
        """Add a job and return its number. With a ``key`` used before, the job that has it is returned
        instead, unless it is dead.
        """
        with self._database.write() as uow:
            return uow.jobs.add(kind, payload or {}, key=key, due_at=due_at or now, now=now)

    def get(self, job_id: int) -> Job | None:
        with self._database.read() as uow:
            return uow.jobs.get(job_id)

    def claim(self, kinds: Sequence[str], *, owner: str, lease_s: int, now: datetime) -> Job | None:
        """Begin the oldest job that waits, or that a lost worker left; None when there is nothing to do."""
        with self._database.read() as uow:
            # Most of the time there is nothing: asking does not stop those who write.
            if not uow.jobs.ready(kinds, now=now):
                return None
        with self._database.write() as uow:
            for job in uow.jobs.ready(kinds, now=now):
                if job.attempts >= MOST_ATTEMPTS:
                    uow.jobs.bury(job.id, error=job.error or "interrompu", now=now)
                    continue
                uow.jobs.begin(job.id, owner=owner, now=now, lease_s=lease_s)
                return uow.jobs.get(job.id)
        return None

    def heartbeat(
        self, job_id: int, *, owner: str, lease_s: int, now: datetime, checkpoint: dict[str, Json] | None = None
    ) -> None:
        """Keep the job, and where its work stands. Raises LeaseLost."""
        with self._database.write() as uow:
            if not uow.jobs.extend(job_id, owner=owner, now=now, lease_s=lease_s, checkpoint=checkpoint):
                raise LeaseLost(job_id)

    def finish(self, job_id: int, *, owner: str, now: datetime) -> None:
        """Say that the work is done. Raises LeaseLost."""
        with self._database.write() as uow:
            if not uow.jobs.close(job_id, owner=owner, state=JobState.DONE, now=now):
                raise LeaseLost(job_id)

    def give_back(self, job_id: int, *, owner: str, now: datetime) -> None:
        """Leave the job to the next worker at once, at its last checkpoint: this one stops. Raises LeaseLost."""
        with self._database.write() as uow:
            if not uow.jobs.give_back(job_id, owner=owner, now=now):
                raise LeaseLost(job_id)

    def fail(self, job_id: int, *, owner: str, error: str, now: datetime) -> JobState:
        """Say that the work failed: it waits, longer each time, or is dead. Raises LeaseLost.

        error   a code or the name of an exception; nothing personal.
        """
        with self._database.write() as uow:
            job = uow.jobs.get(job_id)
            attempts = job.attempts if job is not None else MOST_ATTEMPTS
            state = JobState.DEAD if attempts >= MOST_ATTEMPTS else JobState.WAITING
            due_at = now + FIRST_RETRY * 2 ** (attempts - 1) if state is JobState.WAITING else None
            if not uow.jobs.close(job_id, owner=owner, state=state, now=now, error=error, due_at=due_at):
                raise LeaseLost(job_id)
        return state
