"""Fiches that the file of their source no longer names: told, and archived only when somebody asks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.changes import Author, Document, Json
from directory.domain.imports import Batch, BatchState
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save, Saved
from directory.services.imports.batches import BatchNotReady, Progress, known_batch
from directory.services.imports.deciding import IGNORE_ZEROS
from directory.services.imports.keeping import kept_items
from directory.services.imports.reaching import reach_of
from directory.store.database import Database
from directory.store.records import SourceRecord
from directory.store.slices import in_slices
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status
from importers.base import RefusedRow
from importers.kept import KeptRow

CHUNK = 400
SHOWN = 50
ARCHIVED = "archived"
"""Key of the count of fiches archived because the file no longer names them."""
VANISHED, ARCHIVING = "vanished", "archiving"
"""Keys of a report: what vanished, and the archiving that waits for somebody else to agree."""
REASON = "Absente du dernier fichier de sa source."


@dataclass(frozen=True, slots=True)
class Told:
    """What vanished, as a report keeps it. ``of``: fiches of the source; ``ids`` the first of those gone."""

    count: int = 0
    of: int = 0
    ids: tuple[int, ...] = ()


def told_from(report: Document) -> Told:
    kept = report.get(VANISHED)
    if not isinstance(kept, dict):
        return Told()
    ids = kept.get("ids")
    return Told(
        int(str(kept.get("count", 0))), int(str(kept.get("of", 0))),
        tuple(int(str(each)) for each in ids) if isinstance(ids, list) else (),
    )  # fmt: skip


class Vanishing:
    def __init__(self, database: Database, resources: ResourceService, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._resources = resources
        self._now = now

    def note(self, batch_id: int) -> None:
        """Write in the report of a batch which fiches of its source its file does not name. Raises UnknownBatch."""
        with self._database.read() as uow:
            batch = known_batch(uow, batch_id)
        if batch.state not in (BatchState.PREVIEWED, BatchState.APPLIED) or not batch.source:
            return
        slices, of = self._found(batch)
        count, ids = 0, list[Json]()
        for found in slices:
            count += len(found)
            ids += [record.resource_id for record in found[: SHOWN - len(ids)]]
        told: dict[str, Json] = {"count": count, "of": of, "ids": ids}
        with self._database.write() as uow:
            fresh = known_batch(uow, batch_id)
            if fresh.state is batch.state:
                uow.batches.save_progress(
                    batch_id, state=fresh.state, counts=fresh.counts, checkpoint=fresh.checkpoint,
                    report={**fresh.report, VANISHED: told},
                )  # fmt: skip

    def archive(self, batch_id: int, *, author: Author, progress: Progress | None = None) -> int:
        """Archive what a batch no longer names, slice by slice; return how many. Undoing the batch puts it back.

        Raises UnknownBatch; BatchNotReady when it is not applied, or when its source gave another file since.
        """
        with self._database.read() as uow:
            batch = known_batch(uow, batch_id)
        if batch.state is not BatchState.APPLIED:
            raise BatchNotReady(batch.state)
        slices, _ = self._found(batch)
        done = 0
        for some in slices:
            with self._database.write() as uow:
                done += self._archive(uow, batch, some, author)
            if progress is not None:
                progress(done)
        with self._database.write() as uow:
            fresh = known_batch(uow, batch_id)
            report = {name: value for name, value in fresh.report.items() if name not in (VANISHED, ARCHIVING)}
            counts = {**fresh.counts, ARCHIVED: fresh.counts.get(ARCHIVED, 0) + done}
            uow.batches.save_progress(
                batch_id, state=fresh.state, counts=counts, checkpoint=fresh.checkpoint, report=report
            )
        return done

    def _archive(self, uow: UnitOfWork, batch: Batch, records: Sequence[SourceRecord], author: Author) -> int:
        current = {each.id: each for each in uow.resources.by_ids([record.resource_id for record in records])}
        saves = [
            Save(
                replace(current[each.resource_id].content, status=Status.ARCHIVED, archive_reason=REASON), author,
                Origin(SaveOrigin.IMPORT, each.source, each.key, batch.id), current[each.resource_id], kept_before=True,
            )
            for each in records
        ]  # fmt: skip
        outcomes = self._resources.save_many(uow, saves, now=self._now())
        # The source says nothing of it any more: named again in a later file, the fiche comes back whole.
        silent = [(each, replace(each, batch_id=batch.id, digest="", draft="")) for each in records]
        uow.records.replace_many(silent)
        return sum(isinstance(each, Saved) for each in outcomes)

    def _found(self, batch: Batch) -> tuple[Iterator[list[SourceRecord]], int]:
        """Return what a source says of the fiches that its file does not name, in slices, and of how many it speaks.

        In memory: a hash of each key of the file, and the keys of the source.
        """
        with self._database.read() as uow:
            conversion = uow.conversions.of_batch(batch.id)
            if conversion is None or uow.batches.is_followed(batch):
                return iter(()), 0
            keys = uow.records.keys_of_source(batch.source)
        header = conversion.head.get("header")
        names = [str(each) for each in header] if isinstance(header, list) else []
        zeros = bool(batch.options.get(IGNORE_ZEROS))
        here: set[int] = set()
        refuses = False
        for item in kept_items(self._database, batch.id, names):
            if isinstance(item, KeptRow):
                here.add(hash(_key(item.key[1], zeros=zeros)))
            elif isinstance(item, RefusedRow):
                refuses = refuses or any(item.cells.values())
        gone = [key for key in keys if hash(_key(key, zeros=zeros)) not in here]
        if gone and refuses:
            refused = (each for each in kept_items(self._database, batch.id, names) if isinstance(each, RefusedRow))
            gone = _not_refused(gone, refused)
        return self._archivable(batch, gone), len(keys)

    def _archivable(self, batch: Batch, keys: Sequence[str]) -> Iterator[list[SourceRecord]]:
        """Give those whose fiche is published, stands for itself alone and is in reach of who imports."""
        reach = reach_of(batch.options)
        for some in in_slices(keys, CHUNK):
            with self._database.read() as uow:
                records = uow.records.by_keys(batch.source, some)
                found = [records[key] for key in some if key in records]
                ids = [each.resource_id for each in found]
                shared = uow.merges.standing_in(ids) | set(uow.records.of_shared(ids))
                current = {each.id: each for each in uow.resources.by_ids(ids)}
            if may_go := [each for each in found if _may_go(current[each.resource_id], shared, reach)]:
                yield may_go


def _key(key: str, *, zeros: bool) -> str:
    return key.lstrip("0") if zeros else key


def _not_refused(gone: Sequence[str], refused: Iterable[RefusedRow]) -> list[str]:
    """Leave out what a refused row may be about: it is in the file."""
    asked = {part for key in gone for part in key.split("/")}
    cells = {cell for row in refused for cell in row.cells.values() if cell and cell in asked}
    return [key for key in gone if key[:1] != "#" and not all(part in cells for part in key.split("/"))]


def _may_go(fiche: Resource, shared: set[int] | frozenset[int], reach: frozenset[str] | None) -> bool:
    is_in_reach = reach is None or fiche.content.institution in reach
    return fiche.content.status == Status.PUBLISHED and is_in_reach and fiche.id not in shared
