"""The numpy columns of one generation: what filters, places, facets and orders are computed from.

One entry for each row of the index file. Arrays come from a snapshot mapped copy-on-write, so that workers
share its pages and only rows changed since are private; ``Columns.apply`` changes one row in place.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.document import CODE_FIELDS
from search.places.geometry import unit_vector
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.patterns import AreaSets, HourPatterns
from search.sqlite.rows import ColumnRow

FLAGS = ("live", "complete", "hours_known", "pointed", "placed", "known_area")
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
    """Places after the first of each fiche, in no order; ``owner`` is the row, or -1 for one given up."""

    owner: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    commune: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    reals: dict[str, Reals] = field(default_factory=lambda: {name: np.empty(0) for name in REALS})

    def replace(self, row: int, places: list[tuple[int, tuple[float, ...]]]) -> None:
        """Give a row these places, each a commune number and the values of ``REALS``, in the place of its own."""
        mine = np.flatnonzero(self.owner == row)
        if len(mine):
            self.owner = self.owner.copy()
            self.owner[mine] = -1
        if places:
            self.owner = np.append(self.owner, np.full(len(places), row, dtype=np.int32))
            self.commune = np.append(self.commune, np.array([number for number, _ in places], dtype=np.int32))
            for at, name in enumerate(REALS):
                self.reals[name] = np.append(self.reals[name], [values[at] for _, values in places])


@dataclass(slots=True)
class Columns:
    """All columns. ``rows`` is one more than the highest row in use; arrays are ``capacity`` long."""

    rows: int
    integers: dict[str, Integers]
    reals: dict[str, Reals]
    flags: dict[str, Bits]
    codes: dict[str, CodeSets]
    communes: dict[str, int]
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

    def grow(self, row: int) -> None:
        """Make room for ``row``: every array is copied once, an eighth larger."""
        words = bits.words_for(row + row // 8 + SLACK_ROWS)
        more = words - self.words
        for name, integers in self.integers.items():
            self.integers[name] = np.concatenate((integers, np.zeros(more * bits.WORD, dtype=integers.dtype)))
        for name, reals in self.reals.items():
            self.reals[name] = np.concatenate((reals, np.full(more * bits.WORD, np.nan)))
        for name, flags in self.flags.items():
            self.flags[name] = np.concatenate((flags, bits.empty(more)))
        for sets in self.codes.values():
            sets.said = np.concatenate((sets.said, bits.empty(more)))
            pad = np.zeros((len(sets.matrix), more), dtype=np.uint64)
            sets.matrix = np.concatenate((sets.matrix, pad), axis=1)

    def bury(self, row: int) -> None:
        """Forget a row: it belongs to no set any more."""
        if row >= self.capacity:
            return
        for flags in self.flags.values():
            bits.drop(flags, row)
        for sets in self.codes.values():
            bits.drop(sets.said, row)
            sets.matrix[:, row >> 6] &= ~np.uint64(1 << (row & 63))
        self.extra.replace(row, [])

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
        places = [self._place(*place) for place in values.places]
        commune, point = places[0] if places else self._place(None, None, "")
        numbers["commune"][row] = commune
        for name, value in zip(REALS, point, strict=True):
            self.reals[name][row] = value
        if len(places) > 1:
            self.extra.replace(row, places[1:])
        said = {
            "live": True,
            "complete": values.complete,
            "hours_known": values.hours_known,
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

    def _place(self, latitude: float | None, longitude: float | None, commune: str) -> tuple[int, tuple[float, ...]]:
        """Return the commune number and the values of ``REALS``."""
        number = self.commune_number(commune)
        if latitude is None or longitude is None:
            return number, (math.nan,) * len(REALS)
        return number, (latitude, longitude, *unit_vector(latitude, longitude))
