"""Values that many fiches share, judged once for all of them: opening intervals and sets of service areas."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.criteria import OpenAt

Met = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""By pattern number: whether an open interval meets a window, whether a possible one does."""


@dataclass(slots=True)
class HourPatterns:
    """Intervals open and possible by pattern number, kept flat: one line of the table for each interval.

    A line is the pattern, its zone, start, end, and 1 when it is only possible. Minutes on the place's clock fit an
    int32 until the year 4000.
    """

    zones: dict[int, str] = field(default_factory=dict)
    highest: int = 0
    _new: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    _zone_numbers: dict[str, int] = field(default_factory=dict)
    _table: NDArray[np.int32] = field(default_factory=lambda: np.empty((0, 5), dtype=np.int32))

    def add(self, number: int, value: str) -> None:
        """Learn a pattern: ``value`` is the JSON ``[zone, open, possible]``, both ``[[start, end], …]``."""
        if number in self.zones:
            return
        zone, *intervals = json.loads(value)
        self.zones[number] = zone
        self.highest = max(self.highest, number)
        zone_number = self._zone_numbers.setdefault(zone, len(self._zone_numbers))
        for may, some in enumerate(intervals):
            self._new.extend((number, zone_number, start, end, may) for start, end in some)

    def open_at(self, criterion: OpenAt) -> Met:
        """Return, by pattern number, whether an interval meets the window asked for: an open one, a possible one."""
        if self._new:
            self._table = np.concatenate((self._table, np.array(self._new, dtype=np.int32)))
            self._new = []
        windows = np.array([criterion.window(zone) for zone in self._zone_numbers], dtype=np.int32).reshape(-1, 2)
        found = np.zeros((2, self.highest + 1), dtype=np.bool_)
        number, zone, start, end, may = self._table.T
        if len(number):
            met = (start < windows[zone, 1]) & (end > windows[zone, 0])
            found[may[met], number[met]] = True
        return found[0], found[1]


@dataclass(slots=True)
class AreaSets:
    """Sets of service areas by number; 0 is the empty set, an unknown area."""

    known: set[int] = field(default_factory=lambda: {0})
    _by_area: dict[str, list[int]] = field(default_factory=dict)

    def add(self, number: int, value: str) -> None:
        """Learn a set: ``value`` is the JSON list of its area codes."""
        if number in self.known:
            return
        self.known.add(number)
        for area in json.loads(value):
            self._by_area.setdefault(area, []).append(number)

    def meeting(self, areas: Collection[str]) -> list[int]:
        """Return the numbers of the sets that hold one of ``areas``."""
        # A région has thousands of communes, and most are the area of no fiche.
        found = {number for area in areas for number in self._by_area.get(area, ())}
        return sorted(found)
