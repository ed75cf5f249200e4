"""Rows that hold a stem, or stems side by side, in one field: what is mapped for the build, FTS5 for the rest."""

import sqlite3
from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.document import TEXT_FIELDS
from search.sqlite.occurrences import Occurrences

Posting = NDArray[np.int32]

CACHE_BYTES = 8 * 1024 * 1024
ENTRY_BYTES = 400
"""What a kept list weighs besides its rows. Most lists kept have no row, so this is most of their weight."""

Key = tuple[str, tuple[str, ...], int]
"""Field, stems, and the row after which they were looked for; -1: in what is mapped."""


class Postings:
    """One per process and generation; ``forget`` must be called when the index moved.

    built   the last row of the build, whose text never changes; 0 leaves everything to FTS5.
    """

    def __init__(self, folder: Path, built: int) -> None:
        self._occurrences = Occurrences(folder) if built else None
        self._built = built
        self._has_more = False
        self._kept: OrderedDict[Key, Posting] = OrderedDict()
        self._bytes = 0

    def forget(self, last_row: int) -> None:
        """Read everything again. ``last_row``: the highest one in use."""
        self._has_more = last_row > self._built
        self._kept.clear()
        self._bytes = 0

    def rows(self, connection: sqlite3.Connection, field: str, tokens: tuple[str, ...]) -> Posting:
        """Return the rows whose ``field`` (of ``TEXT_FIELDS``) holds the stems side by side.

        Ascending, some of them repeated; rows that are not live any more may be among them.
        """
        built = self._mapped(field, tokens)
        if built is None:
            return self._read(connection, field, tokens, after=0)
        if not self._has_more:
            return built
        more = self._read(connection, field, tokens, after=self._built)
        return np.concatenate((built, more)) if len(more) else built

    def _mapped(self, field: str, tokens: tuple[str, ...]) -> Posting | None:
        if self._occurrences is None:
            return None
        if len(tokens) == 1:
            return self._occurrences.rows(field, tokens)
        key = (field, tokens, -1)
        found = self._recalled(key)
        if found is None:
            found = self._occurrences.rows(field, tokens)
            if found is not None:
                self._keep(key, found)
        return found

    def _read(self, connection: sqlite3.Connection, field: str, tokens: tuple[str, ...], *, after: int) -> Posting:
        key = (field, tokens, after)
        found = self._recalled(key)
        if found is None:
            found = _read(connection, TEXT_FIELDS[field], tokens, after)
            self._keep(key, found)
        return found

    def _recalled(self, key: Key) -> Posting | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _keep(self, key: Key, found: Posting) -> None:
        self._kept[key] = found
        self._bytes += found.nbytes + ENTRY_BYTES
        while self._bytes > CACHE_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.nbytes + ENTRY_BYTES


def match_phrase(column: str, tokens: tuple[str, ...]) -> str:
    """Return an FTS5 expression for stems side by side; every stem is quoted, so that none is an operator."""
    phrase = " ".join(token.replace('"', "") for token in tokens)
    return f'{column} : "{phrase}"'


def _read(connection: sqlite3.Connection, column: str, tokens: tuple[str, ...], after: int) -> Posting:
    # One text for all rows: a hundred thousand rows cost 5 ms so, and 30 ms as Python integers.
    row = connection.execute(
        "select group_concat(rowid) from fts where fts match ? and rowid > ?", (match_phrase(column, tokens), after)
    ).fetchone()
    if row[0] is None:
        return np.empty(0, dtype=np.int32)
    return np.fromstring(row[0], dtype=np.int32, sep=",")
