"""Rows that hold a stem, or stems side by side, in one field: read from FTS5, kept while nothing changes."""

import sqlite3
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from search.document import TEXT_FIELDS

Posting = NDArray[np.int32]

CACHE_BYTES = 24 * 1024 * 1024


class Postings:
    """One per process; ``forget`` must be called when the index moved."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, tuple[str, ...]], Posting] = OrderedDict()
        self._bytes = 0

    def forget(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def rows(self, connection: sqlite3.Connection, field: str, tokens: tuple[str, ...]) -> Posting:
        """Return the rows, ascending, whose ``field`` (of ``TEXT_FIELDS``) holds the stems side by side."""
        key = (field, tokens)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = _read(connection, TEXT_FIELDS[field], tokens)
        self._kept[key] = found
        self._bytes += found.nbytes
        while self._bytes > CACHE_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.nbytes
        return found


def match_phrase(column: str, tokens: tuple[str, ...]) -> str:
    """Return an FTS5 expression for stems side by side; every stem is quoted, so that none is an operator."""
    phrase = " ".join(token.replace('"', "") for token in tokens)
    return f'{column} : "{phrase}"'


def _read(connection: sqlite3.Connection, column: str, tokens: tuple[str, ...]) -> Posting:
    # One text for all rows: a hundred thousand rows cost 5 ms so, and 30 ms as Python integers.
    row = connection.execute(
        "select group_concat(rowid) from fts where fts match ?", (match_phrase(column, tokens),)
    ).fetchone()
    if row[0] is None:
        return np.empty(0, dtype=np.int32)
    return np.fromstring(row[0], dtype=np.int32, sep=",")
