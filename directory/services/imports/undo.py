"""An import taken back: what it created is archived, what it revised says again what it said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from directory.domain.attachments import Attachment
from directory.domain.changes import Author, Json, Version, content_after
from directory.domain.imports import Batch, BatchState
from directory.domain.resource import BY_ITSELF, Origin, Resource, SaveOrigin
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
"""Keys of the counts: fiches put back as they were, and fiches left alone because of what somebody did since."""
LEFT_ALONE, MOST_LISTED = "left_alone", 50
"""Key of the report: the first of those left alone, each a number and why."""
MERGED, SAVED, CONFIRMED, REPORTED = "reunie", "modifiee", "confirmee", "signalee"

_UNDOABLE = (BatchState.APPLYING, BatchState.STOPPED, BatchState.APPLIED, BatchState.UNDOING, BatchState.UNDONE)
_START: Mapping[str, Json] = {"source": "", "key": ""}


class Undoing:
    """Takes batches back, in slices, and goes on after a crash.

    Any act of a person since keeps a fiche as it is: a save, a merge, a confirmation, an error reported, a change
    proposed, whatever was attached to it (``Attachment``); so does a later import. One that the batch created is
    archived: its page and its versions stay. The same file imported again then brings it back under its number.
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
                uow.conversions.forget(batch.id)
                uow.import_matches.forget(batch.id)
                return known_batch(uow, batch.id)
            taken, left = self._take_back(uow, batch, records)
            counts = batch.counts | {TAKEN_BACK: batch.counts[TAKEN_BACK] + taken, KEPT: batch.counts[KEPT] + len(left)}
            checkpoint = {**point, "source": records[-1].source, "key": records[-1].key}
            before = batch.report.get(LEFT_ALONE)
            listed = [*(before if isinstance(before, list) else ()), *left][:MOST_LISTED]
            uow.batches.save_progress(
                batch.id, state=BatchState.UNDOING, counts=counts, checkpoint=checkpoint,
                report={**batch.report, LEFT_ALONE: listed},
            )  # fmt: skip
            return known_batch(uow, batch.id)

    def _take_back(self, uow: UnitOfWork, batch: Batch, records: Sequence[SourceRecord]) -> tuple[int, list[Json]]:
        """Return how many fiches say again what they said, and those left alone, each with why."""
        ids = [record.resource_id for record in records]
        versions = uow.versions.of_many(ids)
        current = {found.id: found for found in uow.resources.by_ids(ids)}
        account, label = batch.checkpoint["account"], str(batch.checkpoint["label"])
        author = Author(account if isinstance(account, int) else None, label)
        shared = uow.merges.standing_in(ids)
        put_back: list[SourceRecord] = []
        saves: list[Save] = []
        told = uow.reports.last_read(ids)
        for number, proposals in uow.proposals.of_fiches(ids).items():
            told[number] = max(told.get(number, 0), *(each.base_version for each in proposals))
        attached = uow.attachments.of_fiches(ids)
        left: list[Json] = []
        for record in records:
            found = current[record.resource_id]
            # A fiche that another was merged into says what a person chose.
            why = (
                MERGED
                if found.id in shared
                else _act_since(batch.id, found, versions[found.id], told.get(found.id, 0), attached.get(found.id, ()))
            )
            if why:
                left.append([found.id, why])
                continue
            put_back.append(record)
            content = _before(batch.id, found, versions[found.id])
            if content != found.content:
                origin = Origin(SaveOrigin.UNDOING, record.source, found.origin.source_id)
                saves.append(Save(content, author, origin, found, kept_before=True))
        self._resources.save_many(uow, saves, now=self._now())
        joined = {found.id for found in current.values() if found.origin.batch != batch.id}
        uow.records.put_back(batch.id, put_back, joined)
        return len(saves), left


def _act_since(
    batch_id: int,
    found: Resource,
    versions: Sequence[Version],
    told: int,
    attached: Iterable[tuple[Attachment, datetime | None]],
) -> str:
    """Return what somebody did to a fiche since a batch wrote it, empty for nothing.

    told       its last version that somebody read and said something of.
    attached   what people attached to it, and when; what has no instant counts for a fiche that the batch made.
    """
    of_batch = [index for index, version in enumerate(versions) if version.origin.batch == batch_id]
    if not of_batch:
        # The batch read it anew and changed nothing in it.
        return ""
    last = versions[of_batch[-1]]
    since = versions[of_batch[-1] + 1 :]
    is_as_left = content_after(versions[: of_batch[-1] + 1]) == found.content
    if not is_as_left and any(each.origin.kind not in BY_ITSELF for each in since):
        return SAVED
    is_made_by_it = of_batch[0] == 0
    if found.verified_at is not None and (is_made_by_it or found.verified_at > last.at):
        return CONFIRMED
    if told >= last.number:
        return REPORTED
    since_then = (kind for kind, at in attached if (is_made_by_it if at is None else is_made_by_it or at > last.at))
    return next(since_then, "")


def _before(batch_id: int, found: Resource, versions: Sequence[Version]) -> Content:
    """Return what a fiche said before a batch; one that the batch made is archived."""
    of_batch = [index for index, version in enumerate(versions) if version.origin.batch == batch_id]
    if not of_batch:
        return found.content
    if of_batch[0] == 0:
        return replace(found.content, status=Status.ARCHIVED)
    return content_after(versions[: of_batch[0]])
