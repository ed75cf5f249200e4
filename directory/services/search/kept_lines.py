"""Lines of fiches kept as they were last read: the questions of an agency come back to the same ones."""

import threading
from collections.abc import Iterable, Mapping

from directory.store.database import Commits, Database
from directory.store.lines import ReadLine

MOST_LINES = 2_000
"""Some 8 MB in a worker."""


class KeptLines:
    """One per process. A line is given again only while nothing of it moved, which the database is asked each time.

    Where the database tells for nothing that nobody wrote, that is all it is asked.
    """

    def __init__(self, database: Database, most: int = MOST_LINES) -> None:
        self._database = database
        self._most = most
        self._kept: dict[int, tuple[ReadLine, Commits]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def published(self, ids: Iterable[int], *, with_texts: bool = False) -> Mapping[int, ReadLine]:
        """Return the lines of the fiches of ``ids`` that are published now."""
        # Asked first: what is committed while lines are read makes them be asked about again.
        commits = self._database.commits()
        found: dict[int, ReadLine] = {}
        before: dict[int, ReadLine] = {}
        asked: list[int] = []
        kept = self._kept
        with self._lock:
            for each in dict.fromkeys(ids):
                # Taken out, to be put back last: what is asked for longest ago gives way.
                held = kept.pop(each, None)
                if held is None:
                    asked.append(each)
                    continue
                read, at = held
                if at == commits and at is not None and (read.texts is not None or not with_texts):
                    found[each] = read
                    kept[each] = held
                else:
                    before[each] = read
                    asked.append(each)
        if asked:
            with self._database.read() as uow:
                lines = uow.lines.published(asked, with_texts=with_texts, before=before)
                again = {read.line.id: read for read in lines}
            found |= again
            with self._lock:
                for each, read in again.items():
                    kept[each] = read, commits
                while len(kept) > self._most:
                    del kept[next(iter(kept))]
        return found
