"""An import taken back: what it created is archived, what it revised says again what it said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from directory.domain.changes import Author, Json, Version, content_after
from directory.domain.imports import Batch, BatchState
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save
from directory.services.imports.batches import BatchNotReady, BatchTaken, Progress, known_batch
from directory.store.database import Database
from directory.store.records import SourceRecord
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status
from fiche.content import Content

CHUNK_RECORDS = 400

TAKEN_BACK, KEPT = "taken_back", "kept"
"""Keys of the counts: fiches put back as they were, and fiches left alone because somebody saved them since."""

_UNDOABLE = (BatchState.APPLYING, BatchState.STOPPED, BatchState.APPLIED, BatchState.UNDOING, BatchState.UNDONE)
_START: Mapping[str, Json] = {"source": "", "key": ""}


class Undoing:
    """Takes batches back, in slices, and goes on after a crash.

    A fiche saved since by somebody else, merged, or saved by a later import, is left as it is. One that the batch
    created is archived: its page and its versions stay. The same file imported again then brings it back under its
    number.
    """

    def __init__(
        self, database: Database, resources: ResourceService, *, now: Callable[[], datetime], chunk: int = CHUNK_RECORDS
    ) -> None:
        self._database = database
        self._resources = resources
        self._now = now
        self._chunk = chunk

    def undo(self, batch_id: int, *, author: Author, progress: Progress | None = None) -> Mapping[str, int]:
        """Return the counts of the batch, with ``TAKEN_BACK`` and ``KEPT``. Raises BatchNotReady, BatchTaken."""
        batch = self._begin(batch_id, author)
        while batch.state is BatchState.UNDOING:
            batch = self._take_back_chunk(batch)
            if progress is not None:
                progress(batch.counts[TAKEN_BACK] + batch.counts[KEPT])
        self._database.fold_journal()
        return batch.counts

    def _begin(self, batch_id: int, author: Author) -> Batch:
        with self._database.write() as uow:
            batch = known_batch(uow, batch_id)
            if batch.state not in _UNDOABLE:
                raise BatchNotReady(batch.state)
            if batch.state in (BatchState.APPLYING, BatchState.STOPPED, BatchState.APPLIED):
                counts = batch.counts | {TAKEN_BACK: 0, KEPT: 0}
                checkpoint = {**_START, "account": author.account, "label": author.label}
                uow.batches.save_progress(batch_id, state=BatchState.UNDOING, counts=counts, checkpoint=checkpoint)
            return known_batch(uow, batch_id)

    def _take_back_chunk(self, expected: Batch) -> Batch:
        with self._database.write() as uow:
            batch = known_batch(uow, expected.id)
            if batch.state is not BatchState.UNDOING or batch.checkpoint != expected.checkpoint:
                raise BatchTaken(batch.id)
            point = batch.checkpoint
            records = uow.records.of_batch(batch.id, after=(str(point["source"]), str(point["key"])), limit=self._chunk)
            if not records:
                uow.batches.save_progress(batch.id, state=BatchState.UNDONE, counts=batch.counts, checkpoint={})
                uow.batches.forget_file(batch.id)
                uow.conversions.forget(batch.id)
                uow.import_matches.forget(batch.id)
                return known_batch(uow, batch.id)
            taken, kept = self._take_back(uow, batch, records)
            counts = batch.counts | {TAKEN_BACK: batch.counts[TAKEN_BACK] + taken, KEPT: batch.counts[KEPT] + kept}
            checkpoint = {**point, "source": records[-1].source, "key": records[-1].key}
            uow.batches.save_progress(batch.id, state=BatchState.UNDOING, counts=counts, checkpoint=checkpoint)
            return known_batch(uow, batch.id)

    def _take_back(self, uow: UnitOfWork, batch: Batch, records: Sequence[SourceRecord]) -> tuple[int, int]:
        ids = [record.resource_id for record in records]
        versions = uow.versions.of_many(ids)
        current = {found.id: found for found in uow.resources.by_ids(ids)}
        account, label = batch.checkpoint["account"], str(batch.checkpoint["label"])
        author = Author(account if isinstance(account, int) else None, label)
        shared = uow.merges.standing_in(ids)
        put_back: list[SourceRecord] = []
        saves: list[Save] = []
        kept = 0
        for record in records:
            found = current[record.resource_id]
            # A fiche that another was merged into says what a person chose.
            content = None if found.id in shared else _before(batch.id, found, versions[found.id])
            if content is None:
                kept += 1
                continue
            put_back.append(record)
            if content != found.content:
                origin = Origin(SaveOrigin.UNDOING, record.source, found.origin.source_id)
                saves.append(Save(content, author, origin, found, kept_before=True))
        self._resources.save_many(uow, saves, now=self._now())
        joined = {found.id for found in current.values() if found.origin.batch != batch.id}
        uow.records.put_back(batch.id, put_back, joined)
        return len(saves), kept


def _before(batch_id: int, found: Resource, versions: Sequence[Version]) -> Content | None:
    """Return what a fiche said before a batch; None when it no longer says what the batch made it say."""
    of_batch = [index for index, version in enumerate(versions) if version.origin.batch == batch_id]
    if not of_batch:
        # The batch read it anew and changed nothing in it.
        return found.content
    if content_after(versions[: of_batch[-1] + 1]) != found.content:
        return None
    if of_batch[0] == 0:
        return replace(found.content, status=Status.ARCHIVED)
    return content_after(versions[: of_batch[0]])
