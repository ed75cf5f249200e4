"""Keeping the search index in step with SQL: the change log followed, the whole rebuilt, the two compared."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from directory.domain.resource import Resource
from directory.domain.taxonomy import Taxonomy
from directory.services.documents import document_of
from directory.services.taxonomy import load_taxonomy
from directory.store.session import Database
from directory.store.targets import Target, TargetRole
from search.document import FINGERPRINT, ResourceDocument
from search.port import IndexBusy, SearchEngine, SearchUnavailable

PARIS = ZoneInfo("Europe/Paris")
BATCH = 500
LEASE_S = 60
BUILD_LEASE_S = 600
"""A rebuild writes nothing to SQL while the engine makes its text index, ten minutes at most."""
PUBLISHED = "publiee"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a comparison found: fiches that the index lacks, has too many, or holds in another state."""

    missing: tuple[int, ...]
    extra: tuple[int, ...]
    stale: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.missing or self.extra or self.stale)


class Indexer:
    """Feeds one engine. ``owner`` names this process in the lease that keeps writers of an index apart."""

    def __init__(
        self, database: Database, engine: SearchEngine, *, target: str, owner: str, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._engine = engine
        self._target = target
        self._owner = owner
        self._now = now

    def is_built(self) -> bool:
        """Tell whether the engine has an index made by this version of the analysis."""
        try:
            self._engine.status()
        except SearchUnavailable:
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
        with self._leased():
            # Read again under the lease: another worker may have just done it.
            cursor = self._engine.status().cursor
            with self._database.read() as uow:
                page = uow.changes.since(cursor, limit=limit)
                taxonomy = load_taxonomy(uow)
                seqs = {change.resource_id: change.seq for change in page.changes}
                resources = uow.resources.by_ids(list(seqs))
            published = [resource for resource in resources if resource.content.status == PUBLISHED]
            kept = {resource.id for resource in published}
            gone = {resource_id: seq for resource_id, seq in seqs.items() if resource_id not in kept}
            documents = self._documents(published, taxonomy, lambda resource_id: seqs[resource_id])
            # The cursor moves with the documents: gone fiches first, or a kill in between would skip them.
            self._engine.remove(gone, cursor=cursor)
            self._engine.put(documents, cursor=page.cursor)
            self._note(page.cursor)
            return len(seqs)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Make the whole index again from SQL, then follow the log to its end; return the number of documents.

        Searches are answered by the old index until the new one is whole. Raises IndexBusy.
        """
        with self._leased(lease_s=BUILD_LEASE_S):
            with self._database.read() as uow:
                seq = uow.changes.max_seq()
                taxonomy = load_taxonomy(uow)
            self._engine.rebuild(self._stream(taxonomy, seq, progress), cursor=seq)
            self._note(seq)
            with self._database.write() as uow:
                uow.targets.mark_built(self._target, at=self._now(), fingerprint=FINGERPRINT)
        while self.follow():
            pass
        return self._engine.status().documents

    def roll_hours(self) -> int:
        """Make the documents of a new day: their opening intervals start from today."""
        return self.rebuild()

    def verify(self) -> Difference:
        """Compare the index with SQL, document by document; the log should be followed to its end first.

        The number of the change that made a document says nothing about what it holds, and is not compared.
        """
        with self._database.read() as uow:
            taxonomy = load_taxonomy(uow)
        expected = self._stream(taxonomy, 0, None, renew=False)
        held = iter(self._engine.documents())
        missing, extra, stale = [], [], []
        ours, theirs = next(expected, None), next(held, None)
        while ours is not None or theirs is not None:
            if theirs is None or (ours is not None and ours.id < theirs.id):
                assert ours is not None
                missing.append(ours.id)
                ours = next(expected, None)
            elif ours is None or theirs.id < ours.id:
                extra.append(theirs.id)
                theirs = next(held, None)
            else:
                if replace(theirs, seq=0) != ours:
                    stale.append(ours.id)
                ours, theirs = next(expected, None), next(held, None)
        return Difference(tuple(missing), tuple(extra), tuple(stale))

    def rolled_today(self) -> bool:
        """Tell whether the live index was made today (Paris time)."""
        with self._database.read() as uow:
            target = uow.targets.get(self._target)
        return target is not None and target.created_at.astimezone(PARIS).date() == self._now().astimezone(PARIS).date()

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
            published = [resource for resource in resources if resource.content.status == PUBLISHED]
            yield from self._documents(published, taxonomy, lambda _: seq)
            if renew:
                self._renew()
            if progress is not None:
                progress(len(resources))

    def _documents(
        self, resources: Sequence[Resource], taxonomy: Taxonomy, seq_of: Callable[[int], int]
    ) -> list[ResourceDocument]:
        today = self._now().astimezone(PARIS).date()
        return [
            document_of(resource, seq=seq_of(resource.id), taxonomy=taxonomy, today=today) for resource in resources
        ]

    @contextmanager
    def _leased(self, *, lease_s: int = LEASE_S) -> Iterator[None]:
        now = self._now()
        with self._database.write() as uow:
            if uow.targets.get(self._target) is None:
                uow.targets.add(Target(self._target, TargetRole.LIVE, 0, FINGERPRINT, now - timedelta(days=1)))
            if not uow.targets.acquire(self._target, owner=self._owner, now=now, lease_s=lease_s):
                raise IndexBusy(self._target)
        try:
            yield
        finally:
            with self._database.write() as uow:
                uow.targets.release(self._target, owner=self._owner)

    def _renew(self) -> None:
        with self._database.write() as uow:
            uow.targets.acquire(self._target, owner=self._owner, now=self._now(), lease_s=BUILD_LEASE_S)

    def _note(self, cursor: int) -> None:
        """Write the engine's cursor where administrators and the web read it."""
        with self._database.write() as uow:
            uow.targets.advance(self._target, owner=self._owner, cursor=cursor)
