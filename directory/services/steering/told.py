"""Which sums of answers may be told: from five, never of one fiche alone, and no difference of some gives that back.

A fiche of two needs counts in both, so that sums can be taken apart by who knows the fiches. A need is told only where
nothing small can be solved from it and from those told before it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from directory.domain.steering.shown import FEWEST

FEWEST_FICHES = 2
NOTHING = 1e-9
"""What rounding leaves of zero."""


def needs_told(answers: Iterable[tuple[frozenset[str], int]]) -> frozenset[str]:
    """Return the needs whose sum may be told, of the fiches of one territory: the needs and the answers of each."""
    # No sum parts the fiches that have the same needs.
    groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for needs, count in answers:
        groups[needs].append(count)
    totals = np.array([sum(counts) for counts in groups.values()], dtype=np.float64)
    alone = np.array([len(counts) < FEWEST_FICHES for counts in groups.values()], dtype=np.bool_)
    solved = _Solved(np.zeros((0, len(groups))), ())
    found = []
    for need in sorted(frozenset().union(*groups)):
        more = solved.with_sum(np.array([float(need in needs) for needs in groups]), totals)
        if not more.gives_back(totals, alone):
            solved = more
            found.append(need)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Solved:
    """What some sums give together. ``rows``: of groups, each with a 1 at its start, where every other has a 0."""

    rows: NDArray[np.float64]
    starts: tuple[int, ...]

    def with_sum(self, line: NDArray[np.float64], totals: NDArray[np.float64]) -> "_Solved":
        left = line - line[list(self.starts)] @ self.rows
        left[np.abs(left) < NOTHING] = 0
        if not left.any():
            return self
        # A row begins where most was answered: few begin where little was, and those alone are tried together below.
        start = int(np.argmax(np.where(left != 0, totals, -1)))
        row = left / left[start]
        return _Solved(np.vstack([self.rows - np.outer(self.rows[:, start], row), row]), (*self.starts, start))

    def gives_back(self, totals: NDArray[np.float64], alone: NDArray[np.bool_]) -> bool:
        """Say whether they give the answers of one fiche, or of some groups that have too few together."""
        known = np.abs(self.rows) > NOTHING
        if np.any(known[:, alone].any(axis=1) & (known.sum(axis=1) == 1)):
            return True
        weights = self.rows @ totals
        light = [rank for rank, start in enumerate(self.starts) if totals[start] < FEWEST]
        # Groups have an answer each at least: fewer than five are begun by so many rows.
        for some in chain.from_iterable(combinations(light, size) for size in range(1, FEWEST)):
            if weights[list(some)].sum() < FEWEST - NOTHING:
                together = self.rows[list(some)].sum(axis=0)
                if np.all(np.minimum(np.abs(together), np.abs(together - 1)) < NOTHING):
                    return True
        return False
