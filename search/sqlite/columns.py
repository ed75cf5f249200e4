"""The numpy columns of one generation: what filters, places, facets and orders are computed from.

One entry for each row of the index file. Arrays come from a snapshot mapped copy-on-write, so that workers
share its pages and only rows changed since are private; ``Columns.apply`` changes one row in place.
"""

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
NUMBERS: dict[str, type] = {
    "id": np.int64,
    "valid_from": np.int32,
    "valid_to": np.int32,
    "verified_at": np.int64,
    "modified_at": np.int64,
    "hours": np.int32,
    "area": np.int32,
    "commune": np.int32,
    "latitude": np.float64,
    "longitude": np.float64,
    "x": np.float64,
    "y": np.float64,
    "z": np.float64,
}
PLACE_NUMBERS = ("commune", "latitude", "longitude", "x", "y", "z")

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

    owner: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    numbers: dict[str, NDArray[np.generic]] = field(
        default_factory=lambda: {name: np.empty(0, dtype=NUMBERS[name]) for name in PLACE_NUMBERS}
    )

    def replace(self, row: int, places: list[dict[str, float | int]]) -> None:
        mine = np.flatnonzero(self.owner == row)
        if len(mine):
            self.owner = self.owner.copy()
            self.owner[mine] = -1
        if places:
            self.owner = np.append(self.owner, np.full(len(places), row, dtype=np.int32))
            for name in PLACE_NUMBERS:
                values = np.array([place[name] for place in places], dtype=NUMBERS[name])
                self.numbers[name] = np.concatenate((self.numbers[name], values))


@dataclass(slots=True)
class Columns:
    """All columns. ``rows`` is one more than the highest row in use; arrays are ``capacity`` long."""

    rows: int
    numbers: dict[str, NDArray[np.generic]]
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
            numbers={name: np.zeros(capacity, dtype=kind) for name, kind in NUMBERS.items()},
            flags={name: bits.empty(words) for name in FLAGS},
            codes={
                name: CodeSets(np.zeros((8, words), dtype=np.uint64), bits.empty(words)) for name in CODE_FIELDS
            },
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
        for name, array in self.numbers.items():
            self.numbers[name] = np.concatenate((array, np.zeros(more * bits.WORD, dtype=array.dtype)))
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
        numbers = self.numbers
        numbers["id"][row] = values.id
        numbers["valid_from"][row] = values.valid_from
        numbers["valid_to"][row] = values.valid_to
        numbers["verified_at"][row] = values.verified_at
        numbers["modified_at"][row] = values.modified_at
        numbers["hours"][row] = values.hours
        numbers["area"][row] = values.area
        places = [self._place_numbers(*place) for place in values.places]
        first = places[0] if places else self._place_numbers(None, None, "")
        for name in PLACE_NUMBERS:
            numbers[name][row] = first[name]
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
        for name, value in said.items():
            if value:
                bits.put(self.flags[name], row)
        for field_name, codes in zip(CODE_FIELDS, values.codes, strict=True):
            sets = self.codes[field_name]
            if codes:
                bits.put(sets.said, row)
            for code in codes:
                bits.put(sets.matrix[sets.line_of(code)], row)

    def _place_numbers(self, latitude: float | None, longitude: float | None, commune: str) -> dict[str, float | int]:
        number = self.commune_number(commune)
        if latitude is None or longitude is None:
            nan = float("nan")
            return {"commune": number, "latitude": nan, "longitude": nan, "x": nan, "y": nan, "z": nan}
        x, y, z = unit_vector(latitude, longitude)
        return {"commune": number, "latitude": latitude, "longitude": longitude, "x": x, "y": y, "z": z}
