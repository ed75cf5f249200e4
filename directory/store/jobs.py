"""Long work as rows: one worker at a time holds each, for as long as it says it is alive."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection, and_, insert, or_, select, update

from directory.domain.changes import Document
from directory.domain.jobs import Job, JobState
from directory.store.tables import job
from directory.store.types import to_json

_columns = (
    job.c.id, job.c.kind, job.c.key, job.c.payload, job.c.state, job.c.checkpoint, job.c.attempts, job.c.error,
    job.c.lease_owner, job.c.lease_until, job.c.due_at, job.c.created_at, job.c.finished_at,
)  # fmt: skip

_Values: TypeAlias = tuple[
    int, str, str | None, str, str, str, int, str, str, datetime | None, datetime, datetime, datetime | None
]


class JobRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kind: str, payload: Document, *, key: str | None, due_at: datetime, now: datetime) -> int:
        """Add a job and return its number; that of the job already there when one has the same key.

        A dead job gives its key up: it is kept for people to read, and what it failed to do may be asked again.
        """
        if key is not None:
            dead = and_(job.c.key == key, job.c.state == JobState.DEAD.value)
            self._connection.execute(update(job).where(dead).values(key=None))
            known = self._connection.execute(select(job.c.id).where(job.c.key == key)).scalar_one_or_none()
            if known is not None:
                return int(known)
        query = (
            insert(job)
            .values(
                kind=kind, key=key, payload=to_json(payload), state=JobState.WAITING.value, checkpoint="{}",
                attempts=0, error="", lease_owner="", due_at=due_at, created_at=now,
            )
            .returning(job.c.id)
        )  # fmt: skip
        return int(self._connection.execute(query).scalar_one())

    def get(self, job_id: int) -> Job | None:
        row = self._connection.execute(select(*_columns).where(job.c.id == job_id)).one_or_none()
        return None if row is None else _job(row)

    def state_of(self, key: str) -> JobState | None:
        """Return where the job of a key is; None where there is none, or none any more."""
        state = self._connection.execute(select(job.c.state).where(job.c.key == key)).scalar_one_or_none()
        return None if state is None else JobState(state)

    def latest(self, *, limit: int) -> list[Job]:
        """Return the last jobs added, newest first."""
        query = select(*_columns).order_by(job.c.id.desc()).limit(limit)
        return [_job(row) for row in self._connection.execute(query)]

    def ready(self, kinds: Sequence[str], *, now: datetime) -> list[Job]:
        """Return the jobs a worker may begin, oldest first: those waiting and due, and those whose worker was lost."""
        query = (
            select(*_columns)
            .where(
                job.c.kind.in_(kinds),
                or_(
                    and_(job.c.state == JobState.WAITING.value, job.c.due_at <= now),
                    and_(job.c.state == JobState.RUNNING.value, job.c.lease_until <= now),
                ),
            )
            .order_by(job.c.due_at, job.c.id)
        )
        return [_job(row) for row in self._connection.execute(query)]

    def begin(self, job_id: int, *, owner: str, now: datetime, lease_s: int) -> None:
        self._connection.execute(
            update(job)
            .where(job.c.id == job_id)
            .values(
                state=JobState.RUNNING.value,
                attempts=job.c.attempts + 1,
                lease_owner=owner,
                lease_until=now + timedelta(seconds=lease_s),
            )
        )

    def extend(self, job_id: int, *, owner: str, now: datetime, lease_s: int, checkpoint: Document | None) -> bool:
        """Keep the lease, and the checkpoint when one is given; False when the job went to another worker."""
        values: dict[str, object] = {"lease_until": now + timedelta(seconds=lease_s)}
        if checkpoint is not None:
            values["checkpoint"] = to_json(checkpoint)
        return self._change_held(job_id, owner, values)

    def close(
        self,
        job_id: int,
        *,
        owner: str,
        state: JobState,
        now: datetime,
        error: str = "",
        due_at: datetime | None = None,
    ) -> bool:
        """Let go of a job: done, dead, or waiting again until ``due_at``; False when it went to another worker."""
        values: dict[str, object] = {"state": state.value, "error": error, "lease_owner": "", "lease_until": None}
        if state is not JobState.WAITING:
            values["finished_at"] = now
        if due_at is not None:
            values["due_at"] = due_at
        return self._change_held(job_id, owner, values)

    def give_back(self, job_id: int, *, owner: str, now: datetime) -> bool:
        """Put a job back in the queue as if this attempt had not begun; False when it went to another worker."""
        values: dict[str, object] = {
            "state": JobState.WAITING.value, "attempts": job.c.attempts - 1, "lease_owner": "", "lease_until": None,
            "due_at": now,
        }  # fmt: skip
        return self._change_held(job_id, owner, values)

    def bury(self, job_id: int, *, error: str, now: datetime) -> None:
        """Give up a job whose workers were lost too often."""
        self._connection.execute(
            update(job)
            .where(job.c.id == job_id)
            .values(state=JobState.DEAD.value, error=error, lease_owner="", lease_until=None, finished_at=now)
        )

    def _change_held(self, job_id: int, owner: str, values: dict[str, object]) -> bool:
        held = and_(job.c.id == job_id, job.c.state == JobState.RUNNING.value, job.c.lease_owner == owner)
        return self._connection.execute(update(job).where(held).values(values)).rowcount == 1


def _job(row: _Values) -> Job:
    (
        number, kind, key, payload, state, checkpoint, attempts, error, owner, until, due_at, created_at, finished_at
    ) = row  # fmt: skip
    return Job(
        number, kind, key, json.loads(payload), JobState(state), json.loads(checkpoint), attempts, error, owner,
        until, due_at, created_at, finished_at,
    )  # fmt: skip
