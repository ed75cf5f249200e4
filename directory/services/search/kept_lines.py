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
        wanted = dict.fromkeys(ids)
        with self._lock:
            # Taken out, to be put back last: what is asked for longest ago gives way.
            kept = {each: held for each in wanted if (held := self._kept.pop(each, None)) is not None}
        found: dict[int, ReadLine] = {}
        for each, (read, at) in kept.items():
            if at is not None and at == commits and (read.texts is not None or not with_texts):
                found[each] = read
        if len(found) < len(wanted):
            before = {each: read for each, (read, _) in kept.items()}
            asked = [each for each in wanted if each not in found]
            with self._database.read() as uow:
                for read in uow.lines.published(asked, with_texts=with_texts, before=before):
                    found[read.line.id] = read
        with self._lock:
            for each, read in found.items():
                self._kept[each] = read, commits
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return found
