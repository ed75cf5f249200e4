"""Imports of files: looked at first, applied in slices, gone on with after a crash, taken back whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from directory.domain.changes import Author, Document, Json
from directory.domain.imports import Batch, BatchState, ImportSource, Refusal
from directory.services.fiches.editing import ResourceService
from directory.services.imports.batches import BatchNotReady, BatchTaken, Progress, known_batch
from directory.services.imports.choosing import mapping_proposed
from directory.services.imports.chunks import ChunkWork, messages_of
from directory.services.imports.corrected import READING
from directory.services.imports.deciding import CREATE_DOUBTFUL, IGNORE_ZEROS, OVERWRITE
from directory.services.imports.digests import tell_of
from directory.services.imports.looking import Look, look_at
from directory.services.imports.new_import import NewImport
from directory.services.imports.opening import RENAMED, WITHOUT, mapping_named, open_batch, renames_of
from directory.services.imports.reports import (
    DUPLICATES,
    LINES,
    ImportReport,
    ReportBuilder,
    report_from_json,
    report_json,
)
from directory.services.imports.sources import named
from directory.services.imports.territory import DEPARTMENTS, departments_of
from directory.services.imports.undo import Undoing
from directory.services.work.collector import sparing_the_collector
from directory.store.database import Database
from directory.store.packing import pack
from importers.base import RefusedRow, RowMessage
from importers.files.refused import refused_csv
from importers.files.rows import UnreadableFile
from importers.files.source import Source, open_source
from importers.kept import Kept
from search.places.gazetteer import Gazetteer

__all__ = ["CHUNK_ROWS", "DONE", "TRIED_AT", "ImportService", "NewImport"]

CHUNK_ROWS = 500
"""Writers wait for one slice at most: about a tenth of a second."""

DONE, SAID = "rows", "said"
"""Keys of how far an application is: rows written, and what was told of the fiches that they were compared with."""
TRIED_AT = "tried_at"
"""Key of the report of a dry run: when it was made."""


class ImportService:
    """Imports of one base. ``now`` tells the time of each slice; ``home``: codes of the départements that it serves.

    tells   whether the people whose fiches an import wrote are told by mail: where a mail server is there.
    """

    def __init__(
        self,
        database: Database,
        resources: ResourceService,
        gazetteer: Gazetteer,
        *,
        now: Callable[[], datetime],
        chunk_rows: int = CHUNK_ROWS,
        home: Sequence[str] = (),
        tells: bool = False,
    ) -> None:
        self._database = database
        self._resources = resources
        self._gazetteer = gazetteer
        self._now = now
        self._chunk_rows = chunk_rows
        self._home = tuple(home)
        self._tells = tells

    def receive(self, new: NewImport, *, author: Author) -> int:
        """Keep a file and return the number of its batch; nothing is read yet. Raises BadMapping, UnknownFormat."""
        mapping = mapping_named(new.format_name, new.mapping_text)
        options: dict[str, Json] = {
            "mapping": new.mapping_text, "source": new.source, "institution": new.institution,
            OVERWRITE: new.overwrite, IGNORE_ZEROS: new.ignore_zeros, CREATE_DOUBTFUL: new.create_doubtful,
            WITHOUT: list(new.without),
        }  # fmt: skip
        source = new.source or mapping.source
        if new.known is not None:
            options |= {"source": new.known.said, READING: new.known.reading}
        with self._database.read() as uow:
            options[RENAMED] = renames_of(uow, source, new.format_name) | dict(new.renamed)
            options[DEPARTMENTS] = list(departments_of(uow, self._gazetteer, new.institution, self._home))
        with open_source(new.content) as stream:
            file = pack(stream)
        with self._database.write() as uow:
            return uow.batches.add(
                source=source, format_name=new.format_name, file_name=new.file_name,
                file=file, options=options, author=author, now=self._now(), institution=new.institution,
                source_id=new.known.id if new.known is not None else None,
            )  # fmt: skip

    def look_at(self, source: Source, name: str) -> Look:
        """Say what a file is before it is kept. Raises UnreadableFile."""
        return look_at(self._database, self._gazetteer, source, name, now=self._now())

    def source_named(self, name: str) -> ImportSource | None:
        """Return the source of the pages that has a name, or that its fiches are known by; how to read it is known."""
        with self._database.read() as uow:
            return named(uow.import_sources.of_institutions(None), name)

    def mapping_proposed(self, source: Source, name: str) -> str:
        """Return the JSON of the mapping that the columns of a file propose. Raises UnreadableFile."""
        return mapping_proposed(self._database, self._gazetteer, source, name, now=self._now())

    def batch(self, batch_id: int) -> Batch:
        with self._database.read() as uow:
            return known_batch(uow, batch_id)

    def latest(self, *, limit: int = 50) -> list[Batch]:
        with self._database.read() as uow:
            return uow.batches.latest(limit=limit)

    def unfinished(self) -> list[Batch]:
        """Return the batches left half done by a crash: to ``resume``, or to ``undo``."""
        with self._database.read() as uow:
            return uow.batches.unfinished()

    def report(self, batch_id: int) -> ImportReport:
        return report_from_json(self.batch(batch_id).report)

    def refusals(self, batch_id: int) -> list[Refusal]:
        """Return the rows that became no fiche, as read: the file to correct and send back."""
        with self._database.read() as uow:
            return list(uow.batches.refusals(batch_id))

    def refused_file(self, batch_id: int) -> Iterator[str]:
        """Give, in pieces, the CSV file of the rows that became no fiche: to correct in a spreadsheet and send back."""
        refusals = self.refusals(batch_id)
        header = tuple(dict.fromkeys(column for refusal in refusals for column in refusal.cells))
        return refused_csv(header, (RefusedRow(each.line, each.cells, messages_of(each)) for each in refusals))

    @sparing_the_collector()
    def dry_run(self, batch_id: int, *, progress: Progress | None = None) -> ImportReport:
        """Say what applying a batch would do, and write nothing but that. May be asked again.

        Raises UnknownBatch, BatchNotReady. A file that cannot be read is told in the report.
        """
        batch = self.batch(batch_id)
        if batch.state not in (BatchState.RECEIVED, BatchState.PREVIEWED, BatchState.UNREADABLE):
            raise BatchNotReady(batch.state)
        builder = ReportBuilder()
        with self._database.write() as uow:
            uow.batches.forget_refusals(batch_id)
            uow.import_matches.forget(batch_id)
        try:
            report = self._try_out(batch, builder, progress)
            state = BatchState.PREVIEWED
        except UnreadableFile as error:
            unreadable = RowMessage(1, error.code, error.message, advice=error.advice)
            report, state = ImportReport(builder.counts, unreadable=unreadable), BatchState.UNREADABLE
        with self._database.write() as uow:
            if known_batch(uow, batch_id).options != batch.options:
                # Somebody chose otherwise meanwhile: what was tried is no longer what is asked.
                raise BatchTaken(batch_id)
            told = report_json(report) | {TRIED_AT: self._now().isoformat()}
            uow.batches.save_progress(batch_id, state=state, counts=report.counts, checkpoint={}, report=told)
        return report

    @sparing_the_collector()
    def apply(self, batch_id: int, *, progress: Progress | None = None) -> ImportReport:
        """Do what the dry run said, slice by slice; go on where a crash stopped it. Nothing absent is touched.

        Raises UnknownBatch, BatchNotReady (no dry run was made, or the batch is done), BatchTaken.
        """
        batch = self._begin(batch_id)
        done = int(str(batch.checkpoint.get(DONE, 0)))
        builder = ReportBuilder(batch.counts)
        builder.go_on(batch.checkpoint.get(SAID))
        opened = open_batch(self._database, self._gazetteer, batch)
        items = opened.items
        work = ChunkWork(batch, report=builder, opened=opened)
        refused = self._refused_so_far(batch_id) if done else {}
        left = done
        while left and (passed := list(islice(items, min(left, self._chunk_rows)))):
            work.pass_over(passed, refused)
            left -= len(passed)
        while chunk := list(islice(items, self._chunk_rows)):
            done = self._write_chunk(batch_id, work, builder, chunk, done)
            if progress is not None:
                progress(builder.counts[LINES])
        shown = report_from_json(batch.report)
        # The worker finds again, from the change log, the pairs that the dry run told of.
        builder.counts[DUPLICATES] = max(builder.counts[DUPLICATES], shown.counts.get(DUPLICATES, 0))
        report = replace(
            builder.report(opened.notices, opened.header),
            created=shown.created,
            revised=shown.revised,
            moved=shown.moved,
        )
        with self._database.write() as uow:
            uow.batches.save_progress(
                batch_id, state=BatchState.APPLIED, counts=report.counts, checkpoint={DONE: done},
                report=report_json(report), applied_at=self._now(),
            )  # fmt: skip
            if self._tells:
                tell_of(uow, batch, self._now())
            uow.conversions.forget_former(batch_id)
        self._database.fold_journal()
        return report

    def undo(self, batch_id: int, *, author: Author, progress: Progress | None = None) -> Mapping[str, int]:
        """Take back a whole batch, finished or not: see ``Undoing``. Raises UnknownBatch, BatchNotReady, BatchTaken."""
        undoing = Undoing(self._database, self._resources, now=self._now, chunk=self._chunk_rows)
        return undoing.undo(batch_id, author=author, progress=progress)

    def resume(self, batch_id: int, *, progress: Progress | None = None) -> None:
        """Bring an import to its end, or its undoing when that began; nothing is done when it is there.

        What a worker calls: a job done again after a crash does no more than was left to do.
        """
        batch = self.batch(batch_id)
        if batch.state is BatchState.UNDOING:
            self.undo(batch_id, author=batch.author, progress=progress)
        elif batch.state not in (BatchState.APPLIED, BatchState.UNDONE):
            self.apply(batch_id, progress=progress)

    def _try_out(self, batch: Batch, builder: ReportBuilder, progress: Progress | None) -> ImportReport:
        opened = open_batch(self._database, self._gazetteer, batch)
        items = opened.items
        work = ChunkWork(batch, report=builder, opened=opened)
        while chunk := list(islice(items, self._chunk_rows)):
            with self._database.read() as uow:
                saver = self._resources.saver(uow)
                steps = work.decide(uow, chunk, saver, is_trial=True)
            refusals = work.try_out(saver, steps)
            opened.keep(chunk, work.readied.mark)
            if refusals or work.matches:
                with self._database.write() as uow:
                    uow.batches.add_refusals(batch.id, refusals)
                    uow.import_matches.add(work.matches.values())
            if progress is not None:
                progress(builder.counts[LINES])
        opened.all_kept()
        return builder.report(opened.notices, opened.header)

    def _begin(self, batch_id: int) -> Batch:
        with self._database.write() as uow:
            batch = known_batch(uow, batch_id)
            if batch.state is BatchState.STOPPED:
                uow.batches.save_progress(
                    batch_id, state=BatchState.APPLYING, counts=batch.counts, checkpoint=batch.checkpoint
                )
                return known_batch(uow, batch_id)
            if batch.state is BatchState.APPLYING:
                return batch
            if batch.state is not BatchState.PREVIEWED:
                raise BatchNotReady(batch.state)
            uow.batches.forget_refusals(batch_id)
            uow.batches.save_progress(batch_id, state=BatchState.APPLYING, counts={}, checkpoint={DONE: 0})
            return known_batch(uow, batch_id)

    def _refused_so_far(self, batch_id: int) -> dict[int, tuple[RowMessage, ...]]:
        """Return what was said of each row refused before an interruption, by its line."""
        return {refusal.line: messages_of(refusal) for refusal in self.refusals(batch_id)}

    def _write_chunk(self, batch_id: int, work: ChunkWork, builder: ReportBuilder, chunk: list[Kept], done: int) -> int:
        """Write a slice and how far the work is, in one transaction; return how far."""
        with self._database.write() as uow:
            batch = known_batch(uow, batch_id)
            if batch.state is not BatchState.APPLYING or batch.checkpoint.get(DONE) != done:
                raise BatchTaken(batch_id)
            saver = self._resources.saver(uow)
            steps = work.decide(uow, chunk, saver)
            refusals = work.write(uow, saver, steps, now=self._now())
            uow.batches.add_refusals(batch_id, refusals)
            checkpoint: Document = {DONE: done + len(chunk)}
            if said := builder.said_of_fiches():
                checkpoint[SAID] = said
            uow.batches.save_progress(batch_id, state=BatchState.APPLYING, counts=builder.counts, checkpoint=checkpoint)
        return done + len(chunk)
