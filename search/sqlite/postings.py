"""Rows that hold a stem, or stems side by side, field by field: what is mapped for the build, FTS5 for the rest."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.document import TEXT_FIELDS
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.occurrences import Occurrences
from search.sqlite.schema import STEM_SPOTS

Posting = NDArray[np.int32]

CACHE_BYTES = 8 * 1024 * 1024
ENTRY_BYTES = 600
"""What is kept of stems weighs so much besides their rows. Most of it has no row, so this is most of the weight."""
MANY = 32
"""One row of so many is more than a list: as a set it weighs less, and is added to others at once."""

LAST_ROW = 2**31 - 1
"""No row has a higher number."""

Tokens = tuple[str, ...]
Fields = tuple[str, ...]
ALL_FIELDS: Fields = tuple(TEXT_FIELDS)
Key = tuple[Tokens, Fields]


class Held(NamedTuple):
    """Rows of one field that hold stems: all are in one of the two, or in both.

    listed   ascending, some of them repeated; rows that are not live any more may be among them.
    many     a set, empty unless they are many; it ends with the rows of the build.
    """

    listed: Posting
    many: Bits

    def rows(self) -> NDArray[np.signedinteger]:
        """Return all of them, ascending, some of them repeated."""
        return np.concatenate((bits.to_rows(self.many), self.listed)) if len(self.many) else self.listed


ByField = Mapping[str, Held]
"""By field of ``TEXT_FIELDS``; one that holds nothing is left out."""

_NO_ROW: Posting = np.empty(0, dtype=np.int32)
_NO_SET: Bits = bits.empty(0)


class Postings:
    """One per process and generation; ``forget`` must be called when the index moved.

    built   the last row of the build, whose text never changes; 0 leaves everything to FTS5.
    """

    def __init__(self, folder: Path, built: int) -> None:
        self._occurrences = Occurrences(folder)
        self._built = built
        self._has_more = not built
        self._of_build = Kept()
        self._since = Kept()

    def forget(self, last_row: int) -> None:
        """Read again what was written since the build. ``last_row``: the highest one in use."""
        self._has_more = last_row > self._built
        self._since.clear()

    def rows(self, connection: sqlite3.Connection, field: str, tokens: Tokens) -> NDArray[np.signedinteger]:
        """Return the rows whose ``field`` (of ``TEXT_FIELDS``) holds the stems side by side: ``Held.rows``."""
        found = self.held(connection, tokens, (field,)).get(field)
        return _NO_ROW if found is None else found.rows()

    def held(self, connection: sqlite3.Connection, tokens: Tokens, fields: Fields = ALL_FIELDS) -> ByField:
        """Return the rows that hold the stems side by side in one field, for each of these fields."""
        # All fields of a stem are read at once; stems side by side are looked for where they are asked for.
        key = (tokens, ALL_FIELDS if len(tokens) == 1 else fields)
        of_build = self._of_build.get(key)
        if of_build is None:
            of_build = self._read_build(connection, *key) if self._built else {}
            self._of_build.keep(key, of_build)
        if not self._has_more:
            return of_build
        since = self._since.get(key)
        if since is None:
            found = _read(connection, *key, after=self._built)
            since = {field: Held(rows, _NO_SET) for field, rows in found.items() if len(rows)}
            self._since.keep(key, since)
        return {**of_build, **{field: _together(of_build.get(field), more) for field, more in since.items()}}

    def _read_build(self, connection: sqlite3.Connection, tokens: Tokens, fields: Fields) -> ByField:
        in_files = self._occurrences.rows(fields, tokens)
        found = {field: rows for field, rows in in_files.items() if rows is not None}
        unknown = [field for field, rows in in_files.items() if rows is None]
        if unknown and len(tokens) == 1:
            found |= _read_stem(connection, tokens[0], unknown, last=self._built)
        elif unknown:
            # Stems that stand side by side stand there one by one as well: most of them do nowhere.
            alone = [self.held(connection, (token,)) for token in tokens]
            likely = [field for field in unknown if all(field in each for each in alone)]
            found |= _read(connection, tokens, likely, last=self._built)
        return {field: self._as_held(rows) for field, rows in found.items() if len(rows)}

    def _as_held(self, rows: Posting) -> Held:
        if len(rows) * MANY < self._built:
            return Held(rows, _NO_SET)
        return Held(_NO_ROW, bits.from_rows(rows, bits.words_for(self._built + 1)))


class Kept:
    """What was read of stems last, as long as it weighs no more than ``CACHE_BYTES``."""

    def __init__(self) -> None:
        self._found: OrderedDict[Key, ByField] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._found)

    def clear(self) -> None:
        self._found.clear()
        self._bytes = 0

    def get(self, key: Key) -> ByField | None:
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
        return found

    def keep(self, key: Key, found: ByField) -> None:
        self._found[key] = found
        self._bytes += _weight(found)
        while self._bytes > CACHE_BYTES and len(self._found) > 1:
            _, old = self._found.popitem(last=False)
            self._bytes -= _weight(old)


def _weight(found: ByField) -> int:
    return ENTRY_BYTES + sum(held.listed.nbytes + held.many.nbytes for held in found.values())


def _together(of_build: Held | None, since: Held) -> Held:
    if of_build is None:
        return since
    return Held(np.concatenate((of_build.listed, since.listed)), of_build.many)


def match_phrase(tokens: Tokens, column: str = "") -> str:
    """Return an FTS5 expression for stems side by side, in any column or in one.

    Every stem is quoted, so that none is an operator.
    """
    phrase = '"' + " ".join(token.replace('"', "") for token in tokens) + '"'
    return f"{column} : {phrase}" if column else phrase


def _read(
    connection: sqlite3.Connection, tokens: Tokens, fields: Sequence[str], *, after: int = 0, last: int = LAST_ROW
) -> dict[str, Posting]:
    """Return the rows above ``after``, up to ``last``, that hold the stems side by side in each of these fields."""
    if not fields or not len(_rows_matching(connection, match_phrase(tokens), after, last)):
        return {}
    found = ((field, match_phrase(tokens, TEXT_FIELDS[field])) for field in fields)
    return {field: _rows_matching(connection, expression, after, last) for field, expression in found}


def _rows_matching(connection: sqlite3.Connection, expression: str, after: int, last: int) -> Posting:
    # One text for all rows: a hundred thousand rows cost 5 ms so, and 30 ms as Python integers.
    row = connection.execute(
        "select group_concat(rowid) from fts where fts match ? and rowid > ? and rowid <= ?",
        (expression, after, last),
    ).fetchone()
    return _rows_in(row[0])


def _read_stem(connection: sqlite3.Connection, stem: str, fields: Iterable[str], *, last: int) -> dict[str, Posting]:
    """Return the rows up to ``last`` that hold one stem: all fields of a rare one are read at once."""
    found = dict(
        connection.execute(
            f"select col, group_concat(doc) from temp.{STEM_SPOTS} where term = ? and doc <= ? group by col",
            (stem, last),
        ).fetchall()
    )
    return {field: np.sort(_rows_in(found.get(TEXT_FIELDS[field]))) for field in fields}


def _rows_in(text: str | None) -> Posting:
    return _NO_ROW if text is None else np.fromstring(text, dtype=np.int32, sep=",")
