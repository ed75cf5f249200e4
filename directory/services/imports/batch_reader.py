"""What is read of imports: batches, their sources, the work behind them; what is out of reach is not there."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from directory.domain.actors import Actor
from directory.domain.freshness import add_months
from directory.domain.imports import MONTHS_OF_FILES, Batch, ImportSource
from directory.domain.jobs import Job, JobState
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.accounts.reach import institutions_in_reach
from directory.services.exports.identity import MARK
from directory.services.imports.batches import UnknownBatch
from directory.services.imports.known import known_codes
from directory.services.imports.looks import FileLook, look_from_json
from directory.services.imports.opening import gone_of, kept_of
from directory.services.imports.own import names_one_of, speaks_of_one_of
from directory.services.imports.sampling import TrialSample, sample_of
from directory.services.imports.service import TRIED_AT
from directory.services.imports.sources import identity_of, owned
from directory.services.taxonomy.editing import load_taxonomy
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from importers.cells.codes import KnownCodes
from importers.gone import Gone

JOB = "job"
"""Key of a checkpoint: number of the job that was asked for."""
MOST_COME = 50
"""Fiches that came since a dry run beyond which another one is made, whatever they say."""


class BatchReader:
    def __init__(self, database: Database, jobs: JobService) -> None:
        self._database = database
        self._jobs = jobs

    def get(self, actor: Actor, number: int) -> Batch:
        """Return a batch that an actor may see. Raises UnknownBatch."""
        with self._database.read() as uow:
            return self._get(uow, actor, number)

    def listed(self, actor: Actor, *, limit: int, offset: int = 0) -> list[Batch]:
        """Return the last batches that an actor may see, newest first."""
        with self._database.read() as uow:
            return uow.batches.of_institutions(institutions_in_reach(actor, Action.IMPORT), limit=limit, offset=offset)

    def of_source(self, source: ImportSource, *, limit: int) -> list[Batch]:
        with self._database.read() as uow:
            return uow.batches.of_source(source.id, limit=limit)

    def sources(self, actor: Actor) -> list[ImportSource]:
        """Return the sources that an actor may import from, the last used first."""
        with self._database.read() as uow:
            return uow.import_sources.of_institutions(institutions_in_reach(actor, Action.IMPORT))

    def source(self, actor: Actor, number: int) -> ImportSource:
        """Return a source that an actor may import from. Raises UnknownSource."""
        with self._database.read() as uow:
            return owned(uow, actor, number)

    def owners(self, actor: Actor) -> dict[str, str]:
        """Return the institutions that an actor may import for: code to name."""
        with self._database.read() as uow:
            return {
                each.code: each.name
                for each in uow.institutions.all().values()
                if not each.retired and may(actor, Action.IMPORT, owner=each.code)
            }

    def look(self, batch: Batch) -> FileLook | None:
        """Return what was read of the file of a batch; None while nobody has."""
        return look_from_json(batch.look)

    def job(self, batch: Batch) -> Job | None:
        """Return the work asked for a batch, while it is not done."""
        number = batch.checkpoint.get(JOB)
        found = self._jobs.get(number) if isinstance(number, int) else None
        return None if found is None or found.state is JobState.DONE else found

    def known(self) -> KnownCodes:
        """Return the vocabularies that files are read against today."""
        with self._database.read() as uow:
            return known_codes(load_taxonomy(uow), uow.institutions.all())

    def file(self, batch: Batch) -> bytes | None:
        """Return the file of a batch as it was given; None once it was dropped."""
        with self._database.read() as uow:
            return uow.batches.file(batch.id) if uow.batches.has_file(batch.id) else None

    def file_until(self, batch: Batch) -> date | None:
        """Return the day on which the file of a batch that is over will be dropped; None once it was."""
        with self._database.read() as uow:
            return add_months(batch.created_at.date(), MONTHS_OF_FILES) if uow.batches.has_file(batch.id) else None

    def fiches_of(self, source: ImportSource) -> int:
        """Return how many fiches a source speaks of; none can be told where each row says its own source."""
        with self._database.read() as uow:
            return uow.records.count_of(identity_of(source))

    def fiches(self, ids: Sequence[int]) -> list[Resource]:
        with self._database.read() as uow:
            return uow.resources.by_ids(ids)

    def sample(self, batch: Batch, lines: Collection[int]) -> TrialSample | None:
        """Return what is looked at of a batch that was tried. ``lines``: those whose fiches are shown first."""
        return sample_of(self._database, batch, lines)

    def gone(self, batch: Batch) -> tuple[Gone, ...]:
        """Return the columns that the last file of the source had and that this one has not."""
        return gone_of(self._database, batch, self._header(batch))

    def has_moved(self, batch: Batch) -> bool:
        """Say whether what a batch would do may have changed since the dry run.

        A fiche that it may write was saved, of its source or named by a row; or one came that a row may be about.
        """
        tried = batch.report.get(TRIED_AT)
        if not tried:
            return False
        at = datetime.fromisoformat(str(tried))
        with self._database.read() as uow:
            if uow.records.moved_since(batch.source, at) or uow.import_matches.moved_since(batch.id, at):
                return True
            saved, mark = uow.records.saved_since(at), uow.marks.get(MARK)
            new = uow.resources.by_ids(uow.lookalikes.came_since(at, limit=MOST_COME + 1)) if saved else []
        if len(new) > MOST_COME:
            return True
        if mark and saved and names_one_of(kept_of(self._database, batch), saved, mark):
            return True
        return bool(new) and speaks_of_one_of(kept_of(self._database, batch), (each.content for each in new))

    def _header(self, batch: Batch) -> tuple[str, ...]:
        look = self.look(batch)
        return look.header if look is not None else ()

    def _get(self, uow: UnitOfWork, actor: Actor, number: int) -> Batch:
        found = uow.batches.get(number)
        if found is None or not may(actor, Action.IMPORT, owner=found.institution):
            raise UnknownBatch(number)
        return found
