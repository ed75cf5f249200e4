"""Where the stems of a build stand, in files that every process maps.

Reading a frequent stem from FTS5 costs 0.2 µs a row: a third of a second for a sentence asked of a million fiches; a
rare one costs as much as a whole line of an answer. Here each is a slice of a file, and stems side by side are two
slices compared. FTS5 answers for what was written since: rows of the build never change their text (``Writer``), so
that these files stay true.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.document import TEXT_FIELDS
from search.sqlite.schema import STEM_SPOTS
from search.text.analysis import BREAK

MOST_BOUNDS_KEPT = 5_000
"""Stems whose place in the files is remembered: less than 2 MB."""
FEW = 2_000
"""Places of a stem that are all read: to leave some out first would take longer."""
LONGEST = 32
"""Bytes of a stem; a longer one is left to FTS5."""
MOST_WORDS = 1 << 16
"""Words of a field that a position can count; a stem that stands further in any fiche is left to FTS5."""

_SHIFT = 32
"""A position never reaches into the row, however long a text."""
_IN_ROW = (1 << _SHIFT) - 1
_COLUMNS = tuple(TEXT_FIELDS.values())
_SPOT = f"(doc << {_SHIFT}) + offset"
_FIELD_SHIFT = 60
"""Where a field is told above a row and a position: sorted so, the places of a stem are those of field after field."""
_NEXT_FIELDS = np.arange(1, len(_COLUMNS), dtype=np.int64) << _FIELD_SHIFT
_OF_FIELD = " ".join(f"when '{column}' then {at << _FIELD_SHIFT}" for at, column in reversed([*enumerate(_COLUMNS)]))
_LISTED = f"group_concat({_SPOT} + case col {_OF_FIELD} end)"
MOST_AT_ONCE = 50_000
"""Places of a stem that are read or written at once."""
MOST_IN_A_TEXT = 300_000
"""Places of a stem that are read in one text, three times as fast: some megabytes."""
_FIELD = {name: at for at, name in enumerate(TEXT_FIELDS)}

_NO_SPOT = np.empty(0, dtype=np.int64)

Bounds = list[tuple[int, int]]
"""Where the words of a stem begin and end in the files, field by field; below zero: left to FTS5."""
_NOWHERE: Bounds = [(0, 0)] * len(_COLUMNS)
Number = TypeVar("Number", bound=np.generic)
Rows = NDArray[np.int32]
Positions = NDArray[np.uint16]


def write(connection: sqlite3.Connection, folder: Path) -> None:
    """Write the files of a generation just built. Memory is that of the most frequent stem."""
    connection.execute("create virtual table temp.stem_rows using fts5vocab(main, fts, row)")
    connection.execute(f"create virtual table temp.{STEM_SPOTS} using fts5vocab(main, fts, instance)")
    counts = connection.execute("select term, cnt from stem_rows order by term")
    stems: list[bytes] = []
    bounds = array("q")
    end = 0
    with (folder / "occurrences-rows.bin").open("wb") as rows, (folder / "occurrences-words.bin").open("wb") as words:
        for run in _runs(counts):
            for term, fields in _spots(connection, run):
                stems.append(term.encode())
                for spots in fields:
                    pieces = [spots[start : start + MOST_AT_ONCE] for start in range(0, len(spots), MOST_AT_ONCE)]
                    if any((piece & _IN_ROW).max() >= MOST_WORDS for piece in pieces):
                        bounds.extend((-1, -1))
                        continue
                    for piece in pieces:
                        # Most pieces are of a few places: files that are given arrays would be emptied for each.
                        rows.write((piece >> _SHIFT).astype(np.int32).tobytes())
                        words.write((piece & _IN_ROW).astype(np.uint16).tobytes())
                    bounds.extend((end, end + len(spots)))
                    end += len(spots)
    np.save(folder / "occurrences-bounds.npy", np.array(bounds, dtype=np.int64).reshape(-1, len(_COLUMNS), 2))
    np.save(folder / "occurrences-stems.npy", np.array(stems, dtype=f"S{LONGEST}"))


def _runs(counts: Iterable[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Yield stems with their number of places, those that follow one another together as long as they are rare."""
    run: list[tuple[str, int]] = []
    held = 0
    for term, count in counts:
        # Nobody asks for what parts two values, a quarter of all there is.
        is_kept = term != BREAK and len(term.encode()) <= LONGEST
        if run and (not is_kept or held + count > MOST_AT_ONCE):
            yield run
            run, held = [], 0
        if is_kept:
            run.append((term, count))
            held += count
    if run:
        yield run


def _spots(connection: sqlite3.Connection, run: list[tuple[str, int]]) -> Iterator[tuple[str, list[NDArray[np.int64]]]]:
    """Yield stems that follow one another, and where each stands in each field: row and position in one number."""
    (first, count), (last, _) = run[0], run[-1]
    if count > MOST_IN_A_TEXT:
        yield first, _spots_of_many(connection, first)
        return
    found = connection.execute(
        f"select term, {_LISTED} from temp.{STEM_SPOTS} where term >= ? and term <= ? group by term", (first, last)
    )
    for term, text in found:
        # A group is read in no order.
        spots = np.sort(np.fromstring(text, np.int64, sep=","))
        ends = np.searchsorted(spots, _NEXT_FIELDS).tolist()
        yield (
            term,
            [
                spots[start:end] - (field << _FIELD_SHIFT) if start < end else _NO_SPOT
                for field, (start, end) in enumerate(pairwise((0, *ends, len(spots))))
            ],
        )


def _spots_of_many(connection: sqlite3.Connection, term: str) -> list[NDArray[np.int64]]:
    """Return where a stem that is nearly everywhere stands in each field, without a text of all its places."""
    parts: dict[str, list[NDArray[np.int64]]] = {column: [np.empty(0, dtype=np.int64)] for column in _COLUMNS}
    found = connection.execute(f"select col, {_SPOT} from temp.{STEM_SPOTS} where term = ?", (term,))
    while some := found.fetchmany(MOST_AT_ONCE):
        for column, spots in parts.items():
            spots.append(np.array([spot for where, spot in some if where == column], dtype=np.int64))
    return [np.concatenate(spots) for spots in parts.values()]


class Occurrences:
    """The files of one generation: a stem that they lack stands nowhere. Knows nothing when they are absent."""

    def __init__(self, folder: Path) -> None:
        self._absent: Bounds | None = None
        self._stems = np.empty(0, dtype=f"S{LONGEST}")
        self._kept: dict[str, Bounds | None] = {}
        try:
            self._bounds = np.load(folder / "occurrences-bounds.npy", mmap_mode="r").view(np.ndarray)
            self._rows: Rows = _mapped(folder / "occurrences-rows.bin", np.dtype(np.int32))
            self._words: Positions = _mapped(folder / "occurrences-words.bin", np.dtype(np.uint16))
            self._stems = np.load(folder / "occurrences-stems.npy", mmap_mode="r").view(np.ndarray)
        except (OSError, ValueError):
            return
        self._absent = _NOWHERE

    def rows(self, fields: Iterable[str], tokens: tuple[str, ...]) -> dict[str, Rows | None]:
        """Return the rows of the build whose fields hold the stems side by side, ascending, some of them repeated.

        None where this is not known here; fields that hold nothing are left out.
        """
        known = [self._bounds_of(token) for token in tokens]
        places = [each for each in known if each is not None]
        if not places or len(places) < len(known):
            return dict.fromkeys(fields)
        found: dict[str, Rows | None] = {}
        for field in fields:
            bounds = [each[_FIELD[field]] for each in places]
            if any(start < 0 for start, _ in bounds):
                found[field] = None
            elif all(start < end for start, end in bounds):
                found[field] = self._rows[slice(*bounds[0])] if len(bounds) == 1 else self._side_by_side(bounds)
        return found

    def _bounds_of(self, token: str) -> Bounds | None:
        try:
            return self._kept[token]
        except KeyError:
            if len(self._kept) >= MOST_BOUNDS_KEPT:
                self._kept.clear()
            bounds = self._kept[token] = self._looked_for(token.encode())
            return bounds

    def _looked_for(self, stem: bytes) -> Bounds | None:
        if len(stem) > LONGEST:
            return None
        at = int(np.searchsorted(self._stems, np.bytes_(stem)))
        if at == len(self._stems) or self._stems[at] != stem:
            return self._absent
        return [(start, end) for start, end in self._bounds[at].tolist()]

    def _side_by_side(self, bounds: list[tuple[int, int]]) -> Rows:
        """Return the rows where the words of each slice follow those of the slice before."""
        rarest = min(range(len(bounds)), key=lambda rank: bounds[rank][1] - bounds[rank][0])
        starts = self._starts(bounds[rarest], rarest, None)
        for rank, each in enumerate(bounds):
            if rank != rarest and len(starts):
                starts = _in_both(starts, self._starts(each, rank, starts >> _SHIFT))
        return (starts >> _SHIFT).astype(np.int32)

    def _starts(self, bounds: tuple[int, int], rank: int, within: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return, for each word of a slice, the row and the position at which words that have it at ``rank`` begin."""
        rows, positions = self._rows[slice(*bounds)], self._words[slice(*bounds)]
        if within is not None and len(rows) > FEW:
            wanted = np.zeros(int(max(rows[-1], within[-1])) + 1, dtype=np.bool_)
            wanted[within] = True
            kept = np.flatnonzero(wanted[rows])
            rows, positions = rows[kept], positions[kept]
        # Never below zero: the first word of a row is not the word before the row.
        return (rows.astype(np.int64) << _SHIFT) + positions + (MOST_WORDS - rank)


def _in_both(few: NDArray[np.int64], many: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what two ascending lists share; numpy's own way would sort both again."""
    if not len(many):
        return many
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    found: NDArray[np.int64] = few[many[at] == few]
    return found


def _mapped(file: Path, kind: np.dtype[Number]) -> NDArray[Number]:
    # An empty file cannot be mapped.
    return np.memmap(file, dtype=kind, mode="r").view(np.ndarray) if file.stat().st_size else np.empty(0, dtype=kind)
