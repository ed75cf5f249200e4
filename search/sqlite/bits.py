"""Sets of rows as packed bits: one uint64 word holds 64 rows, the lowest bit first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Rows = NDArray[np.int64]

WORD = 64
NO_ROWS: Rows = np.empty(0, dtype=np.int64)

GLANCE = 256
"""Words looked at before all of them."""


def words_for(rows: int) -> int:
    """Return how many words hold ``rows`` rows."""
    return (rows + WORD - 1) // WORD


def empty(words: int) -> Bits:
    return np.zeros(words, dtype=np.uint64)


def from_flags(flags: NDArray[np.bool_]) -> Bits:
    """Pack one flag for each row; the length is a multiple of 64."""
    return np.packbits(flags, bitorder="little").view(np.uint64)


def from_rows(rows: NDArray[np.integer], words: int) -> Bits:
    if len(rows) * 8 < words:
        found = empty(words)
        np.bitwise_or.at(found, rows >> 6, np.uint64(1) << (rows & 63).astype(np.uint64))
        return found
    flags = np.zeros(words * WORD, dtype=np.bool_)
    flags[rows] = True
    return from_flags(flags)


def to_rows(bits: Bits) -> Rows:
    """Return the rows of the set, ascending."""
    used = used_words(bits)
    if len(used) * 2 > len(bits):
        return to_flags(bits).nonzero()[0]
    # Most words are empty: only the others are unpacked.
    found = to_flags(bits[used]).nonzero()[0]
    rows: Rows = used[found >> 6] * WORD + (found & 63)
    return rows


def to_rows_of_each(sets: Sequence[Bits]) -> Rows:
    """Return the rows of each set, ascending, one set after the other."""
    return to_rows(np.concatenate(sets)) % (len(sets[0]) * WORD)


def distinct(values: Rows) -> Rows:
    """Return the values once each, ascending; ``np.unique`` takes ten times as long on tens of thousands of them."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def to_flags(bits: Bits) -> NDArray[np.bool_]:
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


def count(bits: Bits) -> int:
    return int(np.add.reduce(np.bitwise_count(bits), dtype=np.int64))


def used_words(bits: Bits) -> Rows:
    """Return where the words stand that hold a row."""
    # As truth values: numpy finds those up to twenty times as fast as numbers that are not zero.
    used: Rows = (bits != 0).nonzero()[0]
    return used


def counts(matrix: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return how many rows are in each set, one set a line."""
    found: NDArray[np.int64] = np.bitwise_count(matrix).sum(axis=1, dtype=np.int64)
    return found


def counts_among(matrix: NDArray[np.uint64], base: Bits) -> NDArray[np.int64]:
    """Return how many rows of each set are in ``base``."""
    used = used_words(base)
    if len(used) * 4 < len(base):
        # Few words hold a hit: gathering them costs less than reading every set whole.
        matrix, base = matrix[:, used], base[used]
    return counts(matrix & base)


def meets(matrix: NDArray[np.uint64], base: Bits) -> NDArray[np.bool_]:
    """Tell, for each line of ``matrix``, whether a row of it is in ``base``."""
    # Nearly every line shows one among the first rows; the rest of the sets is read for the others alone.
    found: NDArray[np.bool_] = np.any(matrix[:, :GLANCE] & base[:GLANCE], axis=1)
    left = np.flatnonzero(~found)
    found[left] = np.any(matrix[left, GLANCE:] & base[GLANCE:], axis=1)
    return found


def put(bits: Bits, row: int) -> None:
    bits[row >> 6] |= np.uint64(1 << (row & 63))


def drop(bits: Bits, row: int) -> None:
    bits[row >> 6] &= ~np.uint64(1 << (row & 63))


def holds(bits: Bits, row: int) -> bool:
    return bool((int(bits[row >> 6]) >> (row & 63)) & 1)


def holds_each(bits: Bits, rows: Rows) -> NDArray[np.bool_]:
    """Tell, for each row, whether it is in the set."""
    found: NDArray[np.bool_] = ((bits[rows >> 6] >> (rows & 63).astype(np.uint64)) & np.uint64(1)).view(np.int64) > 0
    return found
