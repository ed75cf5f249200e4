"""Imports read, tried, applied and taken back as jobs: whoever began, another process finishes."""

from collections.abc import Callable, Mapping
from datetime import datetime

from directory.domain.changes import Author, Json
from directory.domain.imports import BatchState
from directory.domain.jobs import Job
from directory.services.imports.batches import BatchNotReady, BatchTaken, UnknownBatch
from directory.services.imports.preparing import Preparing
from directory.services.imports.service import ImportService
from directory.services.imports.vanished import Vanishing
from directory.services.work.jobs import JobService

LOOK = "lire-import"
TRY = "essayer-import"
APPLY = "appliquer-import"
UNDO = "annuler-import"
ARCHIVE = "archiver-disparues"

Alive = Callable[[], None]
"""Called between two slices; may raise, to stop the work there."""


class ImportJobs:
    def __init__(
        self,
        imports: ImportService,
        preparing: Preparing,
        vanishing: Vanishing,
        jobs: JobService,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._imports = imports
        self._vanishing = vanishing
        self._preparing = preparing
        self._jobs = jobs
        self._now = now

    def ask_to_look(self, batch_id: int) -> int:
        """Put the reading of a file in the queue; return the number of the job."""
        return self._jobs.enqueue(LOOK, {"batch": batch_id}, now=self._now())

    def ask_to_try(self, batch_id: int) -> int:
        """Put the dry run of a batch in the queue; return the number of the job."""
        return self._jobs.enqueue(TRY, {"batch": batch_id}, now=self._now())

    def ask_to_apply(self, batch_id: int, *, after: int = 0) -> int:
        """Put the application of a batch in the queue, once; return the number of the job.

        after   rows done when somebody stopped it: going on is another job.
        """
        key = f"{APPLY}-{batch_id}" + (f"-{after}" if after else "")
        return self._jobs.enqueue(APPLY, {"batch": batch_id}, key=key, now=self._now())

    def ask_to_undo(self, batch_id: int, *, author: Author) -> int:
        """Put the undoing of a batch in the queue, once; return the number of the job."""
        payload: dict[str, Json] = {"batch": batch_id, "account": author.account, "label": author.label}
        return self._jobs.enqueue(UNDO, payload, key=f"{UNDO}-{batch_id}", now=self._now())

    def ask_to_archive(self, batch_id: int, *, author: Author) -> int:
        """Put the archiving of what a batch no longer names in the queue, once; return the number of the job."""
        payload: dict[str, Json] = {"batch": batch_id, "account": author.account, "label": author.label}
        return self._jobs.enqueue(ARCHIVE, payload, key=f"{ARCHIVE}-{batch_id}", now=self._now())

    def handlers(self) -> Mapping[str, Callable[[Job, Alive], None]]:
        """Return what a worker does for each kind of job."""
        return {
            LOOK: self.look,
            TRY: self.try_out,
            APPLY: self.apply,
            UNDO: self.undo,
            ARCHIVE: self.archive,
        }

    def look(self, job: Job, _alive: Alive) -> None:
        self._going_on(lambda: self._preparing.look_into(_batch_of(job)))

    def try_out(self, job: Job, alive: Alive) -> None:
        batch_id = _batch_of(job)

        def progress(lines: int) -> None:
            alive()
            self._preparing.note_tried(batch_id, lines)

        self._going_on(lambda: self._imports.dry_run(batch_id, progress=progress))
        self._going_on(lambda: self._vanishing.note(batch_id))

    def apply(self, job: Job, alive: Alive) -> None:
        batch_id = _batch_of(job)
        if self._imports.batch(batch_id).state in (BatchState.APPLIED, BatchState.STOPPED):
            # The process that finished it was lost before it could say so; or somebody stopped it.
            return
        self._going_on(lambda: self._imports.apply(batch_id, progress=lambda _: alive()))
        self._going_on(lambda: self._vanishing.note(batch_id))

    def undo(self, job: Job, alive: Alive) -> None:
        batch_id = _batch_of(job)
        if self._imports.batch(batch_id).state is BatchState.UNDONE:
            return
        author = _author_of(job)
        self._going_on(lambda: self._imports.undo(batch_id, author=author, progress=lambda _: alive()))

    def archive(self, job: Job, alive: Alive) -> None:
        author = _author_of(job)
        self._going_on(lambda: self._vanishing.archive(_batch_of(job), author=author, progress=lambda _: alive()))

    @staticmethod
    def _going_on(work: Callable[[], object]) -> None:
        try:
            work()
        except (BatchTaken, BatchNotReady, UnknownBatch):
            # Somebody resumed it by hand, took it back or gave it up meanwhile: nothing is left to do here.
            return


def _author_of(job: Job) -> Author:
    account = job.payload["account"]
    return Author(account if isinstance(account, int) else None, str(job.payload["label"]))


def _batch_of(job: Job) -> int:
    return int(str(job.payload["batch"]))
