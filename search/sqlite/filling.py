"""The columns of a whole generation, many rows at once: a fifth of what row after row takes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.document import CODE_FIELDS
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import REALS, Columns
from search.sqlite.rows import ColumnRow

_NUMBERS = ("id", "valid_from", "valid_to", "verified_at", "modified_at", "hours", "area")


def fill(columns: Columns, rows: Sequence[int], values: Sequence[ColumnRow]) -> None:
    """Write rows where nothing was ever written, as ``Columns.apply`` would; ``rows``: ascending, within capacity."""
    at = np.array(rows, dtype=np.int64)
    columns.rows = max(columns.rows, rows[-1] + 1)
    for name in _NUMBERS:
        columns.integers[name][at] = [getattr(each, name) for each in values]
    _fill_places(columns, at, values)
    placed = [each.places for each in values]
    said = {
        "live": np.ones(len(at), dtype=np.bool_),
        "complete": np.array([each.complete for each in values]),
        "pointed": np.array([any(place[0] is not None for place in some) for some in placed]),
        "placed": np.array([any(place[0] is not None or place[2] for place in some) for some in placed], np.bool_),
        "known_area": np.array([each.area != 0 for each in values]),
    }
    for name, true in said.items():
        _put(columns.flags[name], at[true])
    for field, name in enumerate(CODE_FIELDS):
        _fill_codes(columns, name, at, [each.codes[field] for each in values])


def _fill_places(columns: Columns, at: Rows, values: Sequence[ColumnRow]) -> None:
    communes, points = [], []
    for row, each in zip(at.tolist(), values, strict=True):
        places = [columns.place(*place) for place in each.places] or [columns.place(None, None, "")]
        commune, point = places[0]
        communes.append(commune)
        points.append(point)
        if len(places) > 1:
            columns.second[row] = columns.extra.keep(row, places[1:])
    columns.integers["commune"][at] = communes
    for name, real in zip(REALS, np.array(points).T, strict=True):
        columns.reals[name][at] = real


def _fill_codes(columns: Columns, name: str, at: Rows, codes: Sequence[Sequence[str]]) -> None:
    sets = columns.codes[name]
    counts = np.array([len(some) for some in codes])
    _put(sets.said, at[counts > 0])
    # Lines first: a new one may put a larger matrix in the place of this one.
    lines = np.array([sets.line_of(code) for some in codes for code in some], dtype=np.int64)
    if len(lines):
        _put(sets.matrix.reshape(-1), np.repeat(at, counts), lines * sets.matrix.shape[1])


def _put(bits: Bits, rows: Rows, words_before: NDArray[np.int64] | int = 0) -> None:
    """Put rows in a set, or each in one of several that stand one after the other."""
    np.bitwise_or.at(bits, (rows >> 6) + words_before, np.uint64(1) << (rows & 63).astype(np.uint64))
