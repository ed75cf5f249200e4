"""Keeping the search index in step with SQL: the change log followed, the whole rebuilt, the two compared."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum, auto

import structlog

from directory.domain.resource import Resource
from directory.domain.taxonomy import Taxonomy
from directory.services.index.comparing import Difference, compare
from directory.services.index.documents import document_of
from directory.services.index.record import IndexRecord, never_gone
from directory.services.index.refused import note_refusals, refused_documents
from directory.services.taxonomy.editing import load_taxonomy
from directory.services.work.collector import sparing_the_collector
from directory.store.database import Database
from search.document import ResourceDocument
from search.places.clock import local_day
from search.port import IndexBusy, IndexMissing, RefusedDocuments, SearchEngine, SearchUnavailable

logger = structlog.get_logger()

BATCH = 500
FAR_BEHIND = 10_000
"""Changes from which the index may be made again sooner than brought in step: two thirds of the time for each fiche."""
POLL_S = 0.003


class Manner(Enum):
    """How an engine takes what is written while it is rebuilt.

    ALONE      one writer at a time: following waits for the end of a rebuild, and a new day is a rebuild.
    TOGETHER   the number of a change settles which state of a fiche is the newer: following goes on during a rebuild,
               into the index being built too, and a new day sends every fiche again to the index that serves.
    """

    ALONE = auto()
    TOGETHER = auto()


def build_lease_of(target: str) -> str:
    """Return the name of the lease of who makes an index again while it is followed."""
    return f"{target}-build"


class Indexer:
    """Feeds one engine.

    owner     names this process in the lease that keeps writers of an index apart.
    is_gone   tells whether an owner is known to be lost: its lease is then taken over without waiting for its end.
    """

    def __init__(
        self,
        database: Database,
        engine: SearchEngine,
        *,
        target: str,
        owner: str,
        now: Callable[[], datetime],
        manner: Manner = Manner.ALONE,
        is_gone: Callable[[str], bool] = never_gone,
    ) -> None:
        self._database = database
        self._engine = engine
        self._target = target
        self._now = now
        self._manner = manner
        build_lease = target if manner is Manner.ALONE else build_lease_of(target)
        self._record = IndexRecord(database, target, owner=owner, build_lease=build_lease, now=now, is_gone=is_gone)

    def is_built(self) -> bool:
        """Tell whether the engine has an index made by this version of the analysis. Raises SearchUnavailable."""
        try:
            self._engine.status()
        except IndexMissing:
            return False
        return True

    def follow(self, *, limit: int = BATCH) -> int:
        """Send what moved since the engine's cursor, ``limit`` lines of the log at most; return how many fiches.

        Raises IndexBusy, SearchUnavailable.
        """
        cursor = self._engine.status().cursor
        with self._database.read() as uow:
            if uow.changes.max_seq() <= cursor:
                return 0
        with self._record.leased() as held:
            # Read again under the lease: another worker may have just done it.
            cursor = self._engine.status().cursor
            with self._database.read() as uow:
                page = uow.changes.since(cursor, limit=limit)
                taxonomy = load_taxonomy(uow)
                seqs = {change.resource_id: change.seq for change in page.changes}
                resources = uow.resources.by_ids(list(seqs))
            published = [resource for resource in resources if resource.content.is_published]
            kept = {resource.id for resource in published}
            gone = {resource_id: seq for resource_id, seq in seqs.items() if resource_id not in kept}
            documents = self._documents(published, taxonomy, lambda resource_id: seqs[resource_id])
            # The cursor moves with the documents: gone fiches first, or a kill in between would skip them.
            if gone:
                self._engine.remove(gone, cursor=cursor, since=cursor)
            with self._noting(seqs.keys()):
                self._engine.put(documents, cursor=page.cursor, since=cursor)
            held.cursor = page.cursor
            return len(seqs)

    def is_far_behind(self) -> bool:
        """Tell whether more has to be sent than the index holds, after a large import: making it again is shorter.

        An index that is fed while it is built is followed all the same: that is what its servers do best.
        """
        if self._manner is not Manner.ALONE:
            return False
        status = self._engine.status()
        with self._database.read() as uow:
            return uow.changes.max_seq() - status.cursor > max(FAR_BEHIND, status.documents)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Make the whole index again from SQL, then follow the log to its end; return the number of documents.

        Searches are answered by the old index until the new one is whole. Raises IndexBusy.
        """
        with self._record.building(), sparing_the_collector():
            with self._database.read() as uow:
                seq = uow.changes.max_seq()
                taxonomy = load_taxonomy(uow)
            with self._noting(None):
                self._engine.rebuild(self._stream(taxonomy, seq, progress), cursor=seq)
            self._record.note(seq)
        self._catch_up()
        return self._engine.status().documents

    def roll_hours(self) -> int:
        """Make the documents of a new day: their opening intervals start from today."""
        if self._manner is Manner.ALONE:
            return self.rebuild()
        with self._record.building():
            served = self._engine.status().generation
            with self._database.write() as uow:
                first = uow.resources.iterate(after_id=0, limit=1)
                # A number of its own: sent again under one that the index knows, a fiche would be refused as no newer.
                uow.changes.append([resource.id for resource in first], at=self._now())
                seq = uow.changes.max_seq()
                taxonomy = load_taxonomy(uow)
            batch: list[ResourceDocument] = []
            for document in self._stream(taxonomy, seq, None):
                batch.append(document)
                if len(batch) == BATCH:
                    self._send_again(batch)
                    batch = []
            self._send_again(batch)
            if self._engine.status().generation != served:
                # A node that learnt late of a switch was asked: the index that serves may lack a part of the new day.
                raise SearchUnavailable("another index serves now: the day is sent again")
        return self._engine.status().documents

    def _send_again(self, documents: Sequence[ResourceDocument]) -> None:
        with self._noting([document.id for document in documents]):
            self._engine.put(documents, cursor=None)
        # A save made during the night is not to wait for the end.
        self._catch_up()

    def _catch_up(self) -> None:
        with self._database.read() as uow:
            last = uow.changes.max_seq()
        try:
            # No further: people save faster than a cluster shows, and this would never end.
            while self._engine.status().cursor < last and self.follow():
                pass
        except IndexBusy:
            # Another worker follows the log: it is being done.
            return

    def roll_back(self) -> int:
        """Make the index before the last rebuild answer again, then follow the log to its end; return its documents.

        Raises NothingToRollBack, IndexBusy, SearchUnavailable.
        """
        with self._record.build_leased():
            self._engine.roll_back()
        self._catch_up()
        return self._engine.status().documents

    def forget_other_versions(self) -> Sequence[str]:
        """Delete the indices of other versions of the product, once none of them runs; return their names."""
        return self._engine.forget_other_versions()

    def refused(self) -> dict[int, str]:
        """Return the fiches that the index refused for what they hold, and why."""
        with self._database.read() as uow:
            return refused_documents(uow, self._target)

    def wait_for(self, seq: int, *, within_s: float) -> bool:
        """Wait until a change is in the index, as long as another process brings it in step.

        False when it is still on its way after ``within_s``, or sooner, when nobody is at it.
        """
        until = time.monotonic() + within_s
        while True:
            with self._database.read() as uow:
                target = uow.targets.get(self._target)
            if target is not None and target.cursor >= seq:
                return True
            is_held = target is not None and target.is_held(self._now())
            if not is_held or time.monotonic() >= until:
                return False
            time.sleep(POLL_S)

    def verify(self) -> Difference:
        """Compare the index with SQL, document by document; the log should be followed to its end first.

        The number of the change that made a document says nothing about what it holds, and is not compared.
        """
        with self._database.read() as uow:
            taxonomy = load_taxonomy(uow)
        expected = self._stream(taxonomy, 0, None, renew=False)
        return compare(expected, self._engine.documents())

    def rolled_today(self) -> bool:
        """Tell whether the live index was made today (Paris time)."""
        return self._record.rolled_today()

    def _stream(
        self, taxonomy: Taxonomy, seq: int, progress: Callable[[int], None] | None, *, renew: bool = True
    ) -> Iterator[ResourceDocument]:
        after = 0
        while True:
            with self._database.read() as uow:
                resources = uow.resources.iterate(after_id=after, limit=BATCH)
            if not resources:
                return
            after = resources[-1].id
            published = [resource for resource in resources if resource.content.is_published]
            yield from self._documents(published, taxonomy, lambda _: seq)
            if renew:
                self._record.renew()
            if progress is not None:
                progress(len(resources))

    def _documents(
        self, resources: Sequence[Resource], taxonomy: Taxonomy, seq_of: Callable[[int], int]
    ) -> list[ResourceDocument]:
        today = local_day(self._now())
        return [
            document_of(resource, seq=seq_of(resource.id), taxonomy=taxonomy, today=today) for resource in resources
        ]

    @contextmanager
    def _noting(self, sent: Collection[int] | None) -> Iterator[None]:
        """Keep the list of what the engine refuses; ``sent`` None: everything was sent."""
        refused: dict[int, str] = {}
        try:
            yield
        except RefusedDocuments as error:
            refused = error.refused
            logger.error("index.documents_refused", index=self._target, refused=len(refused), first=min(refused))
        with self._database.read() as uow:
            nothing_to_note = not refused and not refused_documents(uow, self._target)
        if not nothing_to_note:
            with self._database.write() as uow:
                note_refusals(uow, self._target, sent, refused)
