"""What fiches are worth whatever is asked: how freshly verified, how complete (search-semantics §4)."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.document import NEVER
from search.score import COMPLETE, FRESHNESS_BANDS
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns


class Merits:
    """The points of each row at one instant.

    points   of freshness and completeness: a dozen at most.
    """

    def __init__(self, columns: Columns, instant_s: int) -> None:
        verified = columns.integers["verified_at"]
        self.points: NDArray[np.uint8] = np.zeros(len(verified), dtype=np.uint8)
        further = [*(points for _, points in FRESHNESS_BANDS[1:]), 0]
        for (limit_s, points), less in zip(FRESHNESS_BANDS, further, strict=True):
            self.points += (verified >= instant_s - limit_s) * np.uint8(points - less)
        self.points *= verified != NEVER
        self.points += bits.to_flags(columns.flags["complete"]) * np.uint8(COMPLETE)
        self.points.setflags(write=False)

    @cached_property
    def _levels(self) -> list[Bits]:
        """The rows that have the same points, for each number of points, most first."""
        return [
            bits.from_flags(self.points == points) for points in np.flatnonzero(np.bincount(self.points))[::-1].tolist()
        ]

    def foremost(self, among: Bits, most: int) -> Rows:
        """Return the rows of ``among`` that are worth most: so many or more, for those worth the same come together."""
        found = []
        for level in self._levels:
            found.append(bits.to_rows(among & level))
            most -= len(found[-1])
            if most <= 0:
                break
        return np.concatenate(found)
