"""Where everything that a search answers from stands: while it stands there, the same question has the same answer."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.services.search.places import Places
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from directory.store.offices import OFFICES
from directory.store.targets import Target
from directory.store.unit_of_work import UnitOfWork
from search.port import SearchEngine, SearchUnavailable

Stand = tuple[object, ...]
"""Compared, never looked into."""


@dataclass(frozen=True, slots=True)
class Follower:
    """An index that others write from afar, and that cannot tell for nothing what it holds.

    names      of its records: of who follows the log, and of who makes it again.
    settles_s  for so many seconds what was written may not be found yet, on one node or another.
    """

    names: tuple[str, ...]
    settles_s: float


class Standing:
    """Tells where the index, the fiches, the classification, the offices, the territory and the minute stand.

    follower   the index, where the engine cannot tell by itself; None where its mark does.
    now        aware UTC. ``monotonic``: seconds, for what settles.
    """

    def __init__(
        self,
        database: Database,
        engine: SearchEngine,
        places: Places,
        words: VocabularyReader,
        *,
        now: Callable[[], datetime],
        follower: Follower | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._engine = engine
        self._places = places
        self._words = words
        self._now = now
        self._follower = follower
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._commits: tuple[int, int] | None = None
        self._base: Stand = ()
        self._is_in_step = False
        self._moved_at = monotonic()

    def current(self) -> Stand | None:
        """Return where all stands now; None while nothing that is answered may be kept.

        To be asked before a question is: what moves meanwhile makes the answer newer than its stand, never older.
        """
        base = self._base_now()
        try:
            mark = self._engine.mark()
        except SearchUnavailable:
            return None
        if base is None or (mark is None and self._follower is None):
            return None
        minute = int(self._now().timestamp()) // 60
        return minute, mark, base, self._words.current(), self._places.territory, self._places.knows_streets

    def _base_now(self) -> Stand | None:
        # Asked first: what is committed while the base is read is read again next time.
        commits = self._database.commits()
        with self._lock:
            if commits is None or commits != self._commits or not self._base:
                self._read()
                self._commits = commits
            if self._follower is None:
                return self._base
            is_settled = self._monotonic() - self._moved_at >= self._follower.settles_s
            return self._base if self._is_in_step and is_settled else None

    def _read(self) -> None:
        with self._database.read() as uow:
            last = uow.changes.max_seq()
            followed = self._followed(uow)
            base = (last, uow.taxonomy.version(), uow.marks.get(OFFICES), followed)
        if base != self._base:
            self._base, self._moved_at = base, self._monotonic()
        self._is_in_step = not any(each.lease_owner for each in followed) and any(
            each.cursor >= last for each in followed
        )

    def _followed(self, uow: UnitOfWork) -> tuple[Target, ...]:
        names = self._follower.names if self._follower is not None else ()
        return tuple(found for name in names if (found := uow.targets.get(name)) is not None)
