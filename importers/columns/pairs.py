"""Two columns that are coordinates together, whatever their titles: degrees or metres, in either order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from importers.cells.points import may_be_in_france
from importers.cells.projections import PROJECTIONS
from importers.columns.contents import number_of

ENOUGH = 0.7
_FEWEST = 2
_MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class CoordinatePair:
    """Indexes of the columns; ``projection`` is empty for degrees. ``share`` of the rows that lie in France."""

    latitude: int
    longitude: int
    projection: str
    share: float


def pairs_among(columns: Sequence[Sequence[str]], numeric: Sequence[int]) -> tuple[CoordinatePair, ...]:
    """Find the pairs among columns of numbers, best first; a column is in one pair at most.

    columns   the cells of every column, row by row alike.
    """
    found = []
    for first, second in permutations(numeric, 2):
        both = _both(columns[first], columns[second])
        if len(both) < _FEWEST:
            continue
        for projection, share in _shares(both):
            if share >= ENOUGH:
                near = 1 / (1 + abs(first - second))
                found.append((share + near / 10, CoordinatePair(first, second, projection, share)))
    taken: set[int] = set()
    kept = []
    for _, pair in sorted(found, key=lambda each: -each[0]):
        if not taken & {pair.latitude, pair.longitude}:
            kept.append(pair)
            taken |= {pair.latitude, pair.longitude}
    return tuple(kept)


def _both(north: Sequence[str], east: Sequence[str]) -> list[tuple[float, float]]:
    numbers = ((number_of(a.strip()), number_of(b.strip())) for a, b in zip(north, east, strict=True))
    both = [(a, b) for a, b in numbers if a is not None and b is not None and (a or b)]
    step = max(1, len(both) // _MOST_ROWS)
    return both[::step]


def _shares(both: Sequence[tuple[float, float]]) -> list[tuple[str, float]]:
    fine = sum(a != int(a) and b != int(b) for a, b in both)
    shares = []
    if 2 * fine >= len(both):
        shares.append(("", sum(may_be_in_france(point) for point in both) / len(both)))
    for name, each in PROJECTIONS.items():
        share = sum(each.holds(east, north) for north, east in both) / len(both)
        if share >= ENOUGH:
            shares.append((name, share))
            break
    return shares
