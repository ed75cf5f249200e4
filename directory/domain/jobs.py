"""Long work as it is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.changes import Document


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    key          two jobs never have the same one (a nightly task names its day); None for ordinary jobs.
    checkpoint   what the work needs to go on after its worker was lost; empty at the beginning.
    attempts     how many times it was begun.
    """

    id: int
    kind: str
    key: str | None
    payload: Document
    state: JobState
    checkpoint: Document
    attempts: int
    error: str
    lease_owner: str
    lease_until: datetime | None
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None

    @property
    def has_failed(self) -> bool:
        """Say whether it was begun and failed, though it may be begun again."""
        return self.state is JobState.DEAD or bool(self.error)
