"""A save shown by the searches at once: the process that saved brings the index in step, if nobody is doing it."""

import threading

import structlog

from directory.services.index.indexing import Indexer
from search.port import IndexBusy, IndexMissing, SearchUnavailable

MOST_BEHIND = 50
"""Changes that a request brings along with its own; a longer way is left to the worker."""

logger = structlog.get_logger()


class Showing:
    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        # The lease of the index knows processes, not the threads of one.
        self._lock = threading.Lock()

    def show(self, seq: int) -> bool:
        """Say whether the searches show a change of the log; False while it is on its way."""
        try:
            with self._lock:
                self._indexer.follow(limit=MOST_BEHIND)
        except IndexBusy:
            pass
        except (IndexMissing, SearchUnavailable) as error:
            logger.warning("search.save_not_shown", reason=type(error).__name__)
            return False
        return self._indexer.wait_for(seq, within_s=0.0)
