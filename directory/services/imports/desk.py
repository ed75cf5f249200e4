"""Imports as people lead them: a file given, whose it is, how it is read, tried, applied, stopped, taken back.

The right on each batch is asked here, whatever page asks; what is out of reach is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.actors import Actor
from directory.domain.changes import Author, Document, Json
from directory.domain.imports import Batch, BatchState, ImportSource
from directory.domain.jobs import Job, JobState
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.reach import institutions_in_reach
from directory.services.accounts.trail import note
from directory.services.imports.batches import BatchNotReady, UnknownBatch
from directory.services.imports.jobs import ImportJobs
from directory.services.imports.looks import FileLook, look_from_json
from directory.services.imports.opening import gone_of
from directory.services.imports.preparing import Preparing
from directory.services.imports.reaching import reach_option
from directory.services.imports.reports import PROPOSED, REVISED, UNCHANGED
from directory.services.imports.service import DONE, TRIED_AT, ImportService
from directory.services.imports.sources import NewSource, identity_for, identity_of, owned
from directory.services.imports.territory import DEPARTMENTS, departments_of
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.packing import pack
from directory.store.unit_of_work import UnitOfWork
from importers.gone import Gone
from search.places.gazetteer import Gazetteer

AT_ONCE_BYTES = 1_000_000
"""A smaller file is read while the person waits; a longer one by the worker."""
JOB = "job"
"""Key of a checkpoint: number of the job that was asked for."""
OPEN = (BatchState.RECEIVED, BatchState.PREVIEWED, BatchState.UNREADABLE)
"""States in which what is to be done may still be chosen."""


class FichesMoved(Exception):
    """Fiches that the import touches, or what it would do, changed since it was tried."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports: as rights see them, as versions name them, and where they come from."""

    actor: Actor
    author: Author
    caller: Caller


class ImportDesk:
    def __init__(
        self,
        database: Database,
        imports: ImportService,
        preparing: Preparing,
        import_jobs: ImportJobs,
        jobs: JobService,
        gazetteer: Gazetteer,
        *,
        now: Callable[[], datetime],
        home: tuple[str, ...] = (),
    ) -> None:
        self._database = database
        self._imports = imports
        self._preparing = preparing
        self._import_jobs = import_jobs
        self._jobs = jobs
        self._gazetteer = gazetteer
        self._now = now
        self._home = home

    @property
    def engine(self) -> ImportService:
        """What reads and writes: its answers about a batch that ``get`` gave may be shown."""
        return self._imports

    def deposit(self, importer: Importer, name: str, stream: BinaryIO, *, source_id: int | None = None) -> Batch:
        """Keep a file, and read it when it is short. Raises UnknownSource."""
        source = self.source(importer.actor, source_id) if source_id is not None else None
        packed = pack(stream)
        owner = source.institution if source is not None else importer.actor.institution
        with self._database.write() as uow:
            number = uow.batches.add(
                source="", format_name="", file_name=name, file=packed, options={}, author=importer.author,
                now=self._now(), institution=owner, source_id=source_id,
            )  # fmt: skip
        if packed.size <= AT_ONCE_BYTES:
            self._preparing.look_into(number)
        else:
            self._note_job(number, self._import_jobs.ask_to_look(number))
        if source is not None and source.format:
            self._settle(importer, self.get(importer.actor, number), source)
        return self.get(importer.actor, number)

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

    def file(self, batch: Batch) -> bytes | None:
        """Return the file of a batch as it was given; None once it was dropped."""
        with self._database.read() as uow:
            return uow.batches.file(batch.id) if uow.batches.has_file(batch.id) else None

    def fiches_of(self, source: ImportSource) -> int:
        """Return how many fiches a source speaks of; none can be told where each row says its own source."""
        with self._database.read() as uow:
            return uow.records.count_of(identity_of(source))

    def absent(self, batch: Batch) -> int:
        """Return how many fiches of its source a batch that was tried does not speak of."""
        said = sum(batch.counts.get(name, 0) for name in (REVISED, UNCHANGED, PROPOSED))
        with self._database.read() as uow:
            return max(0, uow.records.count_of(batch.source) - said) if batch.source else 0

    def gone(self, batch: Batch) -> tuple[Gone, ...]:
        """Return the columns that the last file of the source had and that this one has not."""
        return gone_of(self._database, batch, self._header(batch))

    def belongs_to(self, importer: Importer, number: int, source_id: int) -> Batch:
        """Say that a file comes from a source that is known. Raises UnknownBatch, UnknownSource, BatchNotReady."""
        batch = self._open(importer.actor, number)
        self._settle(importer, batch, self.source(importer.actor, source_id))
        return self.get(importer.actor, number)

    def belongs_to_new(self, importer: Importer, number: int, new: NewSource) -> Batch:
        """Make the source that a file comes from. Raises UnknownBatch, BadSource, BatchNotReady."""
        batch = self._open(importer.actor, number)
        new.check(importer.actor)
        with self._database.write() as uow:
            made = uow.import_sources.add(
                ImportSource(
                    0,
                    new.name,
                    new.institution,
                    new.contact,
                    identity_for(uow, new),
                    new.format,
                    "",
                    {},
                    (),
                    self._now(),
                    importer.author.label,
                )
            )
        self._settle(importer, batch, made)
        return self.get(importer.actor, number)

    def try_out(self, importer: Importer, number: int) -> None:
        """Ask for a dry run, once. Raises UnknownBatch, BatchNotReady."""
        batch = self._open(importer.actor, number)
        if self.job(batch) is None:
            self._note_job(number, self._import_jobs.ask_to_try(number))

    def settle(self, importer: Importer, number: int, source: ImportSource, **options: Json) -> None:
        """Write how a file is read, and ask for a dry run. Raises UnknownBatch, BatchNotReady."""
        self._settle(importer, self._open(importer.actor, number), source, **options)

    def keep_source(self, importer: Importer, source: ImportSource) -> ImportSource:
        """Write what is now known of a source. Raises UnknownSource."""
        with self._database.write() as uow:
            owned(uow, importer.actor, source.id)
            kept = replace(source, changed_at=self._now(), changed_by=importer.author.label)
            uow.import_sources.save(kept)
        return kept

    def apply(self, importer: Importer, number: int, *, seen: str) -> None:
        """Ask for what the dry run showed to be done.

        seen   ``stamp`` of the dry run that was looked at.
        Raises UnknownBatch, BatchNotReady; FichesMoved when another dry run was made, or fiches moved since.
        """
        batch = self._open(importer.actor, number)
        if batch.state is not BatchState.PREVIEWED:
            raise BatchNotReady(batch.state)
        if stamp(batch) != seen or self.has_moved(batch):
            self._note_job(number, self._import_jobs.ask_to_try(number))
            raise FichesMoved
        self._note_job(number, self._import_jobs.ask_to_apply(number))
        self._note(importer, Act.IMPORT_APPLIED, batch)

    def has_moved(self, batch: Batch) -> bool:
        """Say whether a fiche that the source of a batch speaks of was saved since the dry run."""
        with self._database.read() as uow:
            tried = batch.report.get(TRIED_AT)
            return bool(tried) and uow.records.moved_since(batch.source, datetime.fromisoformat(str(tried)))

    def ask_again(self, importer: Importer, number: int) -> None:
        """Ask again for the work of a batch that failed. Raises UnknownBatch, BatchNotReady."""
        batch = self._open(importer.actor, number)
        if not batch.look:
            job_id = self._import_jobs.ask_to_look(number)
        elif batch.state is BatchState.PREVIEWED:
            job_id = self._import_jobs.ask_to_apply(number)
        else:
            job_id = self._import_jobs.ask_to_try(number)
        self._note_job(number, job_id)

    def stop(self, importer: Importer, number: int) -> None:
        """Stop a batch that is applied: what is done stays. Raises UnknownBatch."""
        batch = self.get(importer.actor, number)
        self._preparing.stop(number)
        self._note(importer, Act.IMPORT_STOPPED, batch)

    def go_on(self, importer: Importer, number: int) -> None:
        """Go on with a batch that was stopped. Raises UnknownBatch, BatchNotReady."""
        batch = self.get(importer.actor, number)
        if batch.state is not BatchState.STOPPED:
            raise BatchNotReady(batch.state)
        self._preparing.go_on(number)
        self._import_jobs.ask_to_apply(number, after=int(str(batch.checkpoint.get(DONE, 0))) + 1)
        self._note(importer, Act.IMPORT_APPLIED, batch)

    def undo(self, importer: Importer, number: int) -> None:
        """Ask for a batch to be taken back. Raises UnknownBatch, BatchNotReady."""
        batch = self.get(importer.actor, number)
        if batch.state not in (BatchState.APPLYING, BatchState.STOPPED, BatchState.APPLIED):
            raise BatchNotReady(batch.state)
        self._import_jobs.ask_to_undo(number, author=importer.author)
        self._note(importer, Act.IMPORT_UNDONE, batch)

    def drop(self, importer: Importer, number: int) -> None:
        """Give up a batch of which nothing was applied. Raises UnknownBatch, BatchNotReady."""
        self._open(importer.actor, number)
        with self._database.write() as uow:
            uow.conversions.forget(number)
            uow.batches.drop(number)

    def _header(self, batch: Batch) -> tuple[str, ...]:
        look = self.look(batch)
        return look.header if look is not None else ()

    def _get(self, uow: UnitOfWork, actor: Actor, number: int) -> Batch:
        found = uow.batches.get(number)
        if found is None or not may(actor, Action.IMPORT, owner=found.institution):
            raise UnknownBatch(number)
        return found

    def _open(self, actor: Actor, number: int) -> Batch:
        batch = self.get(actor, number)
        if batch.state not in OPEN:
            raise BatchNotReady(batch.state)
        return batch

    def _settle(self, importer: Importer, batch: Batch, source: ImportSource, **said: Json) -> None:
        """Write that a batch is of a source, and try it out when how to read it is known."""
        options: Document = {
            "mapping": source.mapping, "source": source.said, "institution": source.institution,
            **reach_option(importer.actor), **said,
        }  # fmt: skip
        with self._database.write() as uow:
            options[DEPARTMENTS] = list(departments_of(uow, self._gazetteer, source.institution, self._home))
            uow.batches.settle(
                batch.id, source=identity_of(source), format_name=source.format, options=options,
                institution=source.institution, source_id=source.id,
            )  # fmt: skip
        if source.format:
            self._note_job(batch.id, self._import_jobs.ask_to_try(batch.id))

    def _note_job(self, number: int, job_id: int) -> None:
        with self._database.write() as uow:
            batch = uow.batches.get(number)
            if batch is not None:
                checkpoint = {**batch.checkpoint, JOB: job_id}
                uow.batches.save_progress(number, state=batch.state, counts=batch.counts, checkpoint=checkpoint)

    def _note(self, importer: Importer, act: Act, batch: Batch) -> None:
        with self._database.write() as uow:
            note(
                uow, act, importer.caller, self._now(), ObjectKind.IMPORT, str(batch.id), batch.institution,
                {"fichier": batch.digest[:12]},
            )  # fmt: skip


def stamp(batch: Batch) -> str:
    """Return what tells one dry run from another: the file, the moment, what was chosen."""
    return f"{batch.digest[:12]}-{batch.report.get(TRIED_AT) or ''}"
