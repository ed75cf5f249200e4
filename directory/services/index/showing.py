"""A save shown by the searches at once: this process brings the index in step, or waits for who is doing it."""

import threading
from collections.abc import Callable
from functools import cached_property
from typing import Protocol

import structlog

from search.port import IndexBusy, IndexMissing, SearchUnavailable

MOST_BEHIND = 50
"""Changes that a request brings along with its own; a longer way is left to the worker."""
MOST_TURNS, TURN_S = 8, 0.025
"""How often a save waits for another process that brings the index in step, and how long each time at most."""

logger = structlog.get_logger()


class Follower(Protocol):
    """What is asked of ``services.index.indexing.Indexer``."""

    def follow(self, *, limit: int) -> int: ...

    def wait_for(self, seq: int, *, within_s: float) -> bool: ...


class Showing:
    """``make_indexer`` is called at the first save: a lease names the process that writes, not that it is forked of."""

    def __init__(self, make_indexer: Callable[[], Follower]) -> None:
        self._make_indexer = make_indexer
        # The lease of the index knows processes, not the threads of one.
        self._lock = threading.Lock()

    @cached_property
    def _indexer(self) -> Follower:
        return self._make_indexer()

    def show(self, seq: int) -> bool:
        """Say whether the searches show a change of the log; False while it is on its way."""
        for _ in range(MOST_TURNS):
            try:
                with self._lock:
                    self._indexer.follow(limit=MOST_BEHIND)
            except IndexBusy:
                # Who is doing it may have read the log before this change: then it is this process's turn after.
                if self._indexer.wait_for(seq, within_s=TURN_S):
                    return True
                continue
            except (IndexMissing, SearchUnavailable) as error:
                logger.warning("search.save_not_shown", reason=type(error).__name__)
                return False
            return self._indexer.wait_for(seq, within_s=0.0)
        return False
