"""One process's view of the live generation: a connection, the columns and the vocabulary, kept in step."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.port import IndexMissing
from search.sqlite import schema, snapshot
from search.sqlite.columns import Columns
from search.sqlite.generation import Generations
from search.sqlite.kept import Kept
from search.sqlite.postings import Postings
from search.sqlite.rows import unpack
from search.text.vocabulary import Vocabulary

RELOAD_FROM = 20_000
"""From this many changed rows on, the latest snapshot is cheaper than applying each."""


class Reader:
    """Opened at first use, again after a fork, and when the pointer names another generation."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._lock = threading.RLock()
        self._pid = 0
        self._mark: tuple[int, int] | None = None
        self._version = -1
        self._is_loaded = False
        self._applied = 0
        self._patterns = 0
        self.path: Path | None = None
        self._pen: sqlite3.Connection | None = None
        self.connection: sqlite3.Connection
        self.columns: Columns
        self.words: Vocabulary
        self.postings: Postings
        self.kept = Kept()

    @contextmanager
    def view(self) -> Iterator["Reader"]:
        """Hold one consistent state of the index: columns, text and labels of one read transaction.

        Raises IndexMissing when no index was built.
        """
        with self.glance():
            if not self._is_loaded:
                self._load()
                self._is_loaded = True
            self._catch_up()
            yield self

    @contextmanager
    def glance(self) -> Iterator["Reader"]:
        """Hold one state of the file alone: columns and vocabulary stay as they were, unread if nobody searched yet.

        Raises IndexMissing.
        """
        with self._lock:
            self._open_current()
            self.connection.execute("begin")
            try:
                yield self
            finally:
                self.connection.execute("commit")

    def mark(self) -> tuple[int, tuple[int, int] | None, int]:
        """Return which generation serves this process, and what its connection is told of the commits to it.

        Raises IndexMissing.
        """
        with self._lock:
            self._open_current()
            return self._pid, self._mark, int(self.connection.execute("pragma data_version").fetchone()[0])

    def pen(self) -> sqlite3.Connection:
        """Return the connection that writes the live generation, kept: to open one takes as long as to write a fiche.

        Raises IndexMissing.
        """
        with self._lock:
            self._open_current()
            if self._pen is None:
                self._pen = schema.connect(self.file())
            return self._pen

    def let_go(self) -> None:
        """Close the connections; what was read stays, and serves again once opened, in this process or a fork of it."""
        with self._lock:
            if self._pid == os.getpid():
                self.connection.close()
                if self._pen is not None:
                    self._pen.close()
            self._pen, self._pid = None, 0

    def file(self) -> Path:
        """Return the file of the generation that is open."""
        assert self.path is not None
        return self.path / "index.db"

    def _open_current(self) -> None:
        mark = self._generations.mark()
        if mark is None:
            raise IndexMissing
        if mark == self._mark and self._pid == os.getpid():
            return
        path = self._generations.current()
        if path is None or not (path / "index.db").exists():
            raise IndexMissing
        # Forked with the columns and the words of its parent: what changed since is all that is left to read.
        self._is_loaded = self._is_loaded and mark == self._mark
        self.let_go()
        self.connection = schema.connect(path / "index.db")
        self.path = path
        self._mark, self._pid, self._version = mark, os.getpid(), -1

    def _load(self) -> None:
        """Read the latest snapshot, or the documents where there is none; later changes are applied after."""
        assert self.path is not None
        seq = schema.state(self.connection, "snapshot")
        try:
            self.columns = snapshot.load(self.path / f"columns-{seq}")
            self._applied = seq
        except (OSError, ValueError, KeyError):
            self.columns = snapshot.read_all(self.connection)
            self._applied = self._last_change()
        self._patterns = snapshot.load_patterns(self.connection, self.columns)
        self.kept.forget()
        self.words = Vocabulary(dict(self.connection.execute("select word, df from vocab where df > 0")))
        self._words_seq = self._last_change()
        self.postings = Postings(self.path, schema.state(self.connection, "built"))
        self.postings.forget(self._last_row())

    def _last_row(self) -> int:
        return int(self.connection.execute("select coalesce(max(row), 0) from doc").fetchone()[0])

    def _last_change(self) -> int:
        return schema.last_change(self.connection)

    def _catch_up(self) -> None:
        version = self.connection.execute("pragma data_version").fetchone()[0]
        if version == self._version:
            return
        last = self._last_change()
        pruned = schema.state(self.connection, "pruned")
        behind = last - self._applied > RELOAD_FROM and self._applied < schema.state(self.connection, "snapshot")
        if behind or self._applied < pruned:
            self._load()
        if last > self._applied:
            self._apply_since(self._applied)
            self._applied = last
        if last > self._words_seq:
            moved = self.connection.execute("select word, df from vocab where seq > ?", (self._words_seq,))
            self.words.update(dict(moved))
            self._words_seq = last
        self._version = version

    def _apply_since(self, seq: int) -> None:
        self._patterns = snapshot.load_patterns(self.connection, self.columns, after=self._patterns)
        rows = self.connection.execute(
            "select c.row, d.columns from (select distinct row from change where seq > ?) c "
            "left join doc d on d.row = c.row",
            (seq,),
        )
        moved: list[int] = []
        for row, packed in rows:
            moved.append(row)
            if packed is None:
                self.columns.bury(row)
            else:
                self.columns.apply(row, unpack(packed))
        self.postings.forget(self._last_row())
        self.kept.forget_moved(self.columns, moved)

    def take_snapshot(self) -> None:
        """Write the columns as they are; older snapshots go, and the changes that all processes can skip."""
        with self.view():
            seq, path = self._applied, self.path
            assert path is not None
            snapshot.save(self.columns, path / f"columns-{seq}")
        self.connection.execute("begin immediate")
        before = schema.state(self.connection, "snapshot")
        schema.set_state(self.connection, "snapshot", seq)
        schema.set_state(self.connection, "pruned", before)
        # The last change stays: its number is the state that readers have reached.
        self.connection.execute("delete from change where seq <= ? and seq < (select max(seq) from change)", (before,))
        self.connection.execute("commit")
        for old in path.glob("columns-*"):
            if old.name not in (f"columns-{seq}", f"columns-{before}"):
                shutil.rmtree(old, ignore_errors=True)
