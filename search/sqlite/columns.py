"""The numpy columns of one generation: what filters, places, facets and orders are computed from.

One entry for each row of the index file. Arrays come from a snapshot mapped copy-on-write, so that workers
share its pages and only rows changed since are private; ``Columns.apply`` changes one row in place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.document import CODE_FIELDS
from search.places.geometry import unit_vector
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.patterns import AreaSets, HourPatterns
from search.sqlite.rows import ColumnRow

FLAGS = ("live", "complete", "pointed", "placed", "known_area")
INTEGERS: dict[str, type[np.signedinteger]] = {
    "id": np.int64,
    "valid_from": np.int32,
    "valid_to": np.int32,
    "verified_at": np.int64,
    "modified_at": np.int64,
    "hours": np.int32,
    "area": np.int32,
    "commune": np.int32,
}
REALS = ("latitude", "longitude", "x", "y", "z")
"""The first place of each fiche: degrees and unit vector; not a number without a point."""

Integers = NDArray[np.signedinteger]
Reals = NDArray[np.float64]

SLACK_ROWS = 4096


@dataclass(slots=True)
class CodeSets:
    """The codes of one field: one line of ``matrix`` for each, and the rows that say anything at all."""

    matrix: NDArray[np.uint64]
    said: Bits
    lines: dict[str, int] = field(default_factory=dict)

    def rows_with(self, code: str) -> Bits:
        line = self.lines.get(code)
        return self.matrix[line] if line is not None else bits.empty(len(self.said))

    def any_of(self, codes: tuple[str, ...]) -> Bits:
        found = bits.empty(len(self.said))
        for code in codes:
            line = self.lines.get(code)
            if line is not None:
                found |= self.matrix[line]
        return found

    def rows_with_each(self, codes: Sequence[str], words: Rows) -> NDArray[np.uint64]:
        """Return ``rows_with`` of each code, one a line, at some words only."""
        lines = np.array([self.lines.get(code, -1) for code in codes], dtype=np.int64)
        found: NDArray[np.uint64] = self.matrix[lines[:, np.newaxis], words]
        found[lines < 0] = 0
        return found

    def line_of(self, code: str) -> int:
        """Return the line of a code, added when it is new."""
        line = self.lines.get(code)
        if line is None:
            line = len(self.lines)
            if line == len(self.matrix):
                more = np.zeros((max(4, len(self.matrix)), len(self.said)), dtype=np.uint64)
                self.matrix = np.concatenate((self.matrix, more))
            self.lines[code] = line
        return line


@dataclass(slots=True)
class ExtraPlaces:
    """Places after the first of each fiche, one slot each; slot 0 is nobody's.

    owner       the row; -1 for a free slot.
    following   slot of the next place of the same fiche, a higher one; 0 after its last.
    """

    owner: Integers = field(default_factory=lambda: np.full(1, -1, dtype=np.int32))
    following: Integers = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    commune: Integers = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    reals: dict[str, Reals] = field(default_factory=lambda: {name: np.full(1, np.nan) for name in REALS})
    _free: list[int] | None = None

    def keep(self, row: int, places: list[tuple[int, tuple[float, ...]]]) -> int:
        """Keep places of a row, each a commune number and the values of ``REALS``; return the slot of the first."""
        if not places:
            return 0
        slots = self._take(len(places))
        for slot, following, (commune, point) in zip(slots, (*slots[1:], 0), places, strict=True):
            self.owner[slot], self.following[slot], self.commune[slot] = row, following, commune
            for name, value in zip(REALS, point, strict=True):
                self.reals[name][slot] = value
        return slots[0]

    def drop(self, slot: int) -> None:
        """Free a slot and those that follow it."""
        free = self._free_slots()
        while slot:
            free.append(slot)
            self.owner[slot] = -1
            slot = int(self.following[slot])

    def _free_slots(self) -> list[int]:
        if self._free is None:
            # The lowest are taken first; slot 0 never is.
            self._free = np.flatnonzero(self.owner < 0)[:0:-1].tolist()
        return self._free

    def _take(self, count: int) -> list[int]:
        """Return free slots, ascending: the order of the places is that of their slots."""
        free = self._free_slots()
        if len(free) < count:
            used = len(self.owner)
            more = max(count, used // 2, 16)
            self.owner = np.append(self.owner, np.full(more, -1, dtype=np.int32))
            self.following = np.append(self.following, np.zeros(more, dtype=np.int32))
            self.commune = np.append(self.commune, np.zeros(more, dtype=np.int32))
            for name in REALS:
                self.reals[name] = np.append(self.reals[name], np.full(more, np.nan))
            free[:0] = range(used + more - 1, used - 1, -1)
        return sorted(free.pop() for _ in range(count))


@dataclass(slots=True)
class Columns:
    """All columns. ``rows`` is one more than the highest row in use; arrays are ``capacity`` long.

    second   slot in ``extra`` of the second place of each fiche, 0 when it has one place at most.
    """

    rows: int
    integers: dict[str, Integers]
    reals: dict[str, Reals]
    flags: dict[str, Bits]
    codes: dict[str, CodeSets]
    communes: dict[str, int]
    second: Integers
    extra: ExtraPlaces
    hour_patterns: HourPatterns
    area_sets: AreaSets

    @classmethod
    def blank(cls, rows: int) -> "Columns":
        """Return columns with room for ``rows`` rows and some more, all dead."""
        words = bits.words_for(rows + rows // 8 + SLACK_ROWS)
        capacity = words * bits.WORD
        return cls(
            rows=0,
            integers={name: np.zeros(capacity, dtype=kind) for name, kind in INTEGERS.items()},
            reals={name: np.full(capacity, np.nan) for name in REALS},
            flags={name: bits.empty(words) for name in FLAGS},
            codes={name: CodeSets(np.zeros((8, words), dtype=np.uint64), bits.empty(words)) for name in CODE_FIELDS},
            communes={"": 0},
            second=np.zeros(capacity, dtype=np.int32),
            extra=ExtraPlaces(),
            hour_patterns=HourPatterns(),
            area_sets=AreaSets(),
        )

    @property
    def words(self) -> int:
        return len(self.flags["live"])

    @property
    def capacity(self) -> int:
        return self.words * bits.WORD

    def commune_number(self, code: str) -> int:
        return self.communes.setdefault(code, len(self.communes))

    def make_room(self, row: int, *, with_slack: bool = False) -> None:
        """See that ``row`` has room; ``with_slack``: and an eighth more rows after it."""
        if self.words < bits.words_for(row + row // 8 + SLACK_ROWS if with_slack else row + 1):
            self.grow(row)

    def grow(self, row: int) -> None:
        """Make room for ``row``: every array is copied once, an eighth larger."""
        words = bits.words_for(row + row // 8 + SLACK_ROWS)
        more = words - self.words
        for name, integers in self.integers.items():
            self.integers[name] = np.concatenate((integers, np.zeros(more * bits.WORD, dtype=integers.dtype)))
        self.second = np.concatenate((self.second, np.zeros(more * bits.WORD, dtype=np.int32)))
        for name, reals in self.reals.items():
            self.reals[name] = np.concatenate((reals, np.full(more * bits.WORD, np.nan)))
        for name, flags in self.flags.items():
            self.flags[name] = np.concatenate((flags, bits.empty(more)))
        for sets in self.codes.values():
            sets.said = np.concatenate((sets.said, bits.empty(more)))
            pad = np.zeros((len(sets.matrix), more), dtype=np.uint64)
            sets.matrix = np.concatenate((sets.matrix, pad), axis=1)

    def bury(self, row: int) -> None:
        """Forget a row: it belongs to no set any more.

        Only what holds it is written to: a page of a mapped file that is written to becomes this worker's own.
        """
        if row >= self.capacity:
            return
        word, bit = row >> 6, np.uint64(1 << (row & 63))
        for flags in self.flags.values():
            if bits.holds(flags, row):
                bits.drop(flags, row)
        for sets in self.codes.values():
            if bits.holds(sets.said, row):
                bits.drop(sets.said, row)
                sets.matrix[np.flatnonzero(sets.matrix[:, word] & bit), word] &= ~bit
        if self.second[row]:
            self.extra.drop(int(self.second[row]))
            self.second[row] = 0

    def apply(self, row: int, values: ColumnRow, *, fresh: bool = False) -> None:
        """Write one row; ``fresh`` says that nothing was ever written there."""
        if row >= self.capacity:
            self.grow(row)
        if not fresh:
            self.bury(row)
        self.rows = max(self.rows, row + 1)
        numbers = self.integers
        numbers["id"][row] = values.id
        numbers["valid_from"][row] = values.valid_from
        numbers["valid_to"][row] = values.valid_to
        numbers["verified_at"][row] = values.verified_at
        numbers["modified_at"][row] = values.modified_at
        numbers["hours"][row] = values.hours
        numbers["area"][row] = values.area
        places = [self.place(*place) for place in values.places]
        commune, point = places[0] if places else self.place(None, None, "")
        numbers["commune"][row] = commune
        for name, value in zip(REALS, point, strict=True):
            self.reals[name][row] = value
        self.second[row] = self.extra.keep(row, places[1:])
        said = {
            "live": True,
            "complete": values.complete,
            "pointed": any(place[0] is not None for place in values.places),
            "placed": any(place[0] is not None or place[2] for place in values.places),
            "known_area": values.area != 0,
        }
        for name, true in said.items():
            if true:
                bits.put(self.flags[name], row)
        for field_name, codes in zip(CODE_FIELDS, values.codes, strict=True):
            sets = self.codes[field_name]
            if codes:
                bits.put(sets.said, row)
            for code in codes:
                # First the line: a new one may put a larger matrix in the place of this one.
                line = sets.line_of(code)
                bits.put(sets.matrix[line], row)

    def place(self, latitude: float | None, longitude: float | None, commune: str) -> tuple[int, tuple[float, ...]]:
        """Return the commune number and the values of ``REALS``."""
        number = self.commune_number(commune)
        if latitude is None or longitude is None:
            return number, (math.nan,) * len(REALS)
        return number, (latitude, longitude, *unit_vector(latitude, longitude))
