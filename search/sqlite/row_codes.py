"""The codes of each row side by side, to count those of few rows: a set of rows is long, whatever is counted in it.

A row is a few dozen bytes, each field some bits of them: whether the row says anything, then one for each code. Those
of a thousand rows are counted in 40 microseconds, in sets of 100,000 rows in 900.
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from search.criteria import EVERYONE, Audience
from search.document import CODE_FIELDS
from search.sqlite import bits
from search.sqlite.bits import Rows
from search.sqlite.columns import Columns

ADDED_AT_ONCE = 255
"""Rows whose bits are added up in one byte each."""
WORDS_AT_ONCE = 128
SPARE_CODES = 2
"""At least so many new codes of a field find room."""


class RowCodes:
    """As the columns were when it was made; rows that moved since are to be told by ``read_again``.

    A row for everybody holds every code of audiences: it answers all of them.
    """

    def __init__(self, columns: Columns) -> None:
        self._fields: dict[str, slice] = {}
        end = 0
        for name in CODE_FIELDS:
            codes = len(columns.codes[name].lines)
            begin, end = end, end + 1 + codes + codes // 8 + SPARE_CODES
            self._fields[name] = slice(begin, end)
        self._bits = (end + 7) // 8 * 8
        self._bytes: NDArray[np.uint8] = np.zeros((columns.capacity, self._bits // 8), dtype=np.uint8)
        words = bits.words_for(columns.rows)
        for word in range(0, words, WORDS_AT_ONCE):
            self._read(columns, np.arange(word, min(word + WORDS_AT_ONCE, words)))

    def fits(self, columns: Columns) -> bool:
        """Tell whether there is room for every row and every code."""
        return len(self._bytes) == columns.capacity and all(
            part.start + 1 + len(columns.codes[name].lines) <= part.stop for name, part in self._fields.items()
        )

    def read_again(self, columns: Columns, rows: Collection[int]) -> None:
        """Read rows that moved; there must be room for them."""
        moved = np.fromiter(rows, dtype=np.int64, count=len(rows))
        words = bits.distinct(moved[moved < columns.capacity] >> 6)
        for at in range(0, len(words), WORDS_AT_ONCE):
            self._read(columns, words[at : at + WORDS_AT_ONCE])

    def _read(self, columns: Columns, words: Rows) -> None:
        """Read the rows of some words of the sets."""
        flags = np.zeros((self._bits, len(words) * bits.WORD), dtype=np.bool_)
        for name, part in self._fields.items():
            sets = columns.codes[name]
            flags[part.start] = bits.to_flags(sets.said[words])
            lines = np.ascontiguousarray(sets.matrix[: len(sets.lines), words]).view(np.uint8)
            flags[part.start + 1 : part.start + 1 + len(lines)] = np.unpackbits(lines, axis=1, bitorder="little")
        everyone = columns.codes[Audience.field].lines.get(EVERYONE)
        if everyone is not None:
            audiences = flags[self._fields[Audience.field]][1:]
            audiences |= audiences[everyone].copy()
        rows = (words[:, np.newaxis] * bits.WORD + np.arange(bits.WORD)).reshape(-1)
        self._bytes[rows] = np.packbits(flags, axis=0, bitorder="little").T

    def counts(self, rows: Rows) -> "CodeCounts":
        """Count the rows by code."""
        totals = np.zeros(self._bits, dtype=np.int64)
        for start in range(0, len(rows), ADDED_AT_ONCE):
            held = np.unpackbits(self._bytes[rows[start : start + ADDED_AT_ONCE]], axis=1, bitorder="little")
            totals += np.add.reduce(held, axis=0, dtype=np.uint8)
        return CodeCounts(self._fields, totals.tolist())


class CodeCounts:
    """How many rows, of some, hold each code."""

    def __init__(self, fields: Mapping[str, slice], totals: list[int]) -> None:
        self._fields = fields
        self._totals = totals

    def saying(self, field: str) -> int:
        """Return how many say anything in a field."""
        said: int = self._totals[self._fields[field].start]
        return said

    def of(self, field: str) -> list[int]:
        """Return how many hold each code of a field, by its line; what follows the last line means nothing."""
        part = self._fields[field]
        return self._totals[part.start + 1 : part.stop]
