"""A file given, how it is read and whose it is: what leads an import to its dry run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from directory.domain.actors import Actor
from directory.domain.changes import Author, Document, Json
from directory.domain.imports import Batch, BatchState, ImportSource
from directory.services.accounts.callers import Caller
from directory.services.imports.batch_reader import JOB, BatchReader
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.corrected import READING, corrections_from, corrections_json
from directory.services.imports.jobs import ImportJobs
from directory.services.imports.opening import RENAMED, renames_of
from directory.services.imports.preparing import Preparing
from directory.services.imports.reaching import reach_option
from directory.services.imports.service import ImportService
from directory.services.imports.sources import identity_of, owned
from directory.services.imports.territory import DEPARTMENTS, departments_of
from directory.services.imports.uploads import Uploads
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.packing import pack
from directory.store.unit_of_work import UnitOfWork
from importers.files.archive import holds_more_than
from importers.files.corrections import AS_FOUND, Corrections
from importers.files.source import PackedFile, Source, size_of, whole
from search.places.gazetteer import Gazetteer

AT_ONCE_BYTES, OPENED_AT_ONCE_BYTES = 1_000_000, 10_000_000
"""A smaller file is read while the person waits, and so is a workbook or an archive that is no more once unpacked; a
longer one by the worker: few bytes may hold what takes a minute, and a web process."""
OPEN = (BatchState.RECEIVED, BatchState.PREVIEWED, BatchState.UNREADABLE)
"""States in which what is to be done may still be chosen."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports: as rights see them, as versions name them, and where they come from."""

    actor: Actor
    author: Author
    caller: Caller


class Receiving(BatchReader):
    def __init__(
        self,
        database: Database,
        imports: ImportService,
        preparing: Preparing,
        import_jobs: ImportJobs,
        jobs: JobService,
        gazetteer: Gazetteer,
        uploads: Uploads,
        *,
        now: Callable[[], datetime],
        home: tuple[str, ...] = (),
        most_archived: int = 0,
        root: Path | None = None,
    ) -> None:
        super().__init__(database, jobs)
        self.uploads = uploads
        self._imports = imports
        self._preparing = preparing
        self._import_jobs = import_jobs
        self._gazetteer = gazetteer
        self._now = now
        self._home = home
        self._most_archived = most_archived
        self._root = root

    def deposit(self, importer: Importer, name: str, stream: BinaryIO, *, source_id: int | None = None) -> Batch:
        """Keep a file, and read it when it is short. Raises UnknownSource."""
        source = self.source(importer.actor, source_id) if source_id is not None else None
        packed = pack(stream)
        options: Document = {READING: source.reading} if source is not None else {}
        owner = source.institution if source is not None else importer.actor.institution
        with self._database.write() as uow:
            number = uow.batches.add(
                source="", format_name="", file_name=name, file=packed, options=options, author=importer.author,
                now=self._now(), institution=owner, source_id=source_id,
            )  # fmt: skip
        self._look_into(number, PackedFile(packed.content))
        if source is not None and source.format:
            self._settle(importer, self.get(importer.actor, number), source)
        return self.get(importer.actor, number)

    def reread(self, importer: Importer, number: int, said: Corrections) -> None:
        """Have a file read otherwise, as the next ones of its source. Raises UnknownBatch, BatchNotReady."""
        batch = self._open(importer.actor, number)
        reading = corrections_json(said)
        source = self.source(importer.actor, batch.source_id) if batch.source_id is not None else None
        if source is not None:
            source = self.keep_source(importer, replace(source, reading=reading))
        self._read_as(batch, reading)
        if source is not None and source.format:
            self._settle(importer, self.get(importer.actor, number), source)

    def keep_source(self, importer: Importer, source: ImportSource) -> ImportSource:
        """Write what is now known of a source. Raises UnknownSource."""
        with self._database.write() as uow:
            owned(uow, importer.actor, source.id)
            kept = replace(source, changed_at=self._now(), changed_by=importer.author.label)
            uow.import_sources.save(kept)
        return kept

    def _open(self, actor: Actor, number: int) -> Batch:
        batch = self.get(actor, number)
        if batch.state not in OPEN:
            raise BatchNotReady(batch.state)
        return batch

    def _look_into(self, number: int, file: Source) -> None:
        if size_of(file) <= AT_ONCE_BYTES and not holds_more_than(whole(file), OPENED_AT_ONCE_BYTES):
            self._preparing.look_into(number)
        else:
            self._note_job(number, self._import_jobs.ask_to_look(number))

    def _read_as(self, batch: Batch, reading: Document) -> None:
        """Write how the file of a batch is read, and read it so."""
        with self._database.write() as uow:
            uow.batches.settle(
                batch.id, source=batch.source, format_name=batch.format, options={**batch.options, READING: reading},
                institution=batch.institution, source_id=batch.source_id,
            )  # fmt: skip
            uow.batches.save_look(batch.id, {})
            packed = uow.batches.packed(batch.id)
        self._look_into(batch.id, PackedFile(packed))

    def _settle(self, importer: Importer, batch: Batch, source: ImportSource, **said: Json) -> None:
        """Write that a batch is of a source, and try it out when how to read it is known."""
        options: Document = {**reach_option(importer.actor), **said}
        read, kept = corrections_from(batch.options.get(READING)), corrections_from(source.reading)
        if read == AS_FOUND and kept != AS_FOUND:
            read = kept
            self._read_as(batch, source.reading)
        elif read not in (kept, AS_FOUND):
            self.keep_source(importer, replace(source, reading=corrections_json(read)))
        options[READING] = corrections_json(read)
        with self._database.write() as uow:
            options = {**source_options(uow, self._gazetteer, source, self._home), **options}
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


def source_options(uow: UnitOfWork, gazetteer: Gazetteer, source: ImportSource, home: Sequence[str]) -> Document:
    """Return what the options of a batch say of its source. ``home``: codes of the départements of the site."""
    around: list[Json] = [*departments_of(uow, gazetteer, source.institution, home)]
    return {
        "mapping": source.mapping, "source": source.said, "institution": source.institution, DEPARTMENTS: around,
        RENAMED: renames_of(uow, identity_of(source), source.format),
    }  # fmt: skip
