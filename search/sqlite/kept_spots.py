"""How places judge the rows, kept until the index moves: an agency asks all its questions around few places."""

from collections import OrderedDict

from search.query import Around
from search.sqlite.columns import Columns
from search.sqlite.places import Spots, spots_of

MOST_BYTES = 8 * 1024 * 1024
"""130 places at 100,000 fiches, 13 at a million."""


class KeptSpots:
    """One per process and generation; ``forget`` must be called when a row moved."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Around, Spots] = OrderedDict()

    def forget(self) -> None:
        self._kept.clear()

    def of(self, columns: Columns, around: Around) -> Spots:
        """Return ``spots_of``. Its sets are not to be written to."""
        found = self._kept.get(around)
        if found is not None:
            self._kept.move_to_end(around)
            return found
        found = spots_of(columns, around)
        for rows in found:
            rows.setflags(write=False)
        self._kept[around] = found
        if len(self._kept) * sum(rows.nbytes for rows in found) > self._most_bytes:
            self._kept.popitem(last=False)
        return found
