"""What was worked out of the columns, kept until the index moves: an agency's questions have much in common."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import TypeAlias

from search.criteria import Criterion
from search.query import Around, SearchQuery
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.clauses import Verdict, verdict_of
from search.sqlite.columns import Columns
from search.sqlite.merits import Merits
from search.sqlite.place_index import PlaceIndex
from search.sqlite.row_codes import RowCodes
from search.sqlite.spots import Lasting, Spots, lasting_of, spots_of

MOST_BYTES = 4 * 1024 * 1024
"""50 places at 100,000 fiches, 5 at a million: each process keeps its own."""
MOST_VERDICTS = 1024 * 1024
"""Bytes: 35 criteria at 100,000 fiches, 3 at a million."""
MOST_FACETS = 100
"""Of as many lists: a second page, another order, a group or the way back count the same. Some 10 kB each."""

FacetCounts: TypeAlias = dict[str, dict[str, int]]


class Kept:
    """One per process and generation; it must be told of every row that moved. Nothing given is to be written to."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_facets: int = MOST_FACETS) -> None:
        self._most_bytes = most_bytes
        self._most_facets = most_facets
        self._spots: OrderedDict[Around, Spots] = OrderedDict()
        self._lasting: Lasting | None = None
        self._index: PlaceIndex | None = None
        self._codes: RowCodes | None = None
        self._verdicts: OrderedDict[Criterion, Verdict] = OrderedDict()
        self._valid: tuple[int, Bits] | None = None
        self._named: dict[str, list[bool]] = {}
        self._merits: tuple[int, Merits] | None = None
        self._facets: OrderedDict[Hashable, FacetCounts] = OrderedDict()

    def forget(self) -> None:
        """Forget all: another generation is open."""
        self._index, self._codes = None, None
        self._forget_answers()

    def forget_moved(self, columns: Columns, rows: Collection[int]) -> None:
        """Forget what rows that moved may have changed: all but what tells where the other rows stand."""
        if self._index is not None:
            self._index.note_moved(columns, rows)
        if self._codes is not None and not self._codes.fits(columns):
            self._codes = None
        if self._codes is not None:
            self._codes.read_again(columns, rows)
        self._forget_answers()

    def _forget_answers(self) -> None:
        self._spots.clear()
        self._lasting = None
        self._verdicts.clear()
        self._valid = None
        self._named = {}
        self._merits = None
        self._facets.clear()

    def places(self, columns: Columns) -> PlaceIndex:
        """Return where rows stand, found again; made at first, and again once many moved."""
        if self._index is None or self._index.is_worn:
            self._index = PlaceIndex(columns)
        return self._index

    def spots(self, columns: Columns, around: Around) -> Spots:
        """Return how a place judges the rows: ``spots_of``."""
        found = self._spots.get(around)
        if found is not None:
            self._spots.move_to_end(around)
            return found
        index = self.places(columns)
        if self._lasting is None:
            self._lasting = lasting_of(columns, index)
        found = spots_of(columns, index, self._lasting, around)
        sets = [rows for rows in found if rows is not None]
        for rows in sets:
            rows.setflags(write=False)
        self._spots[around] = found
        if len(self._spots) * sum(rows.nbytes for rows in sets) > self._most_bytes:
            self._spots.popitem(last=False)
        return found

    def verdict(self, columns: Columns, criterion: Criterion) -> Verdict:
        """Return how a criterion judges the rows: ``verdict_of``. Who asks for what is open now reads every row."""
        found = self._verdicts.get(criterion)
        if found is not None:
            self._verdicts.move_to_end(criterion)
            return found
        found = self._verdicts[criterion] = verdict_of(criterion, columns)
        if len(self._verdicts) * sum(rows.nbytes for rows in found) > MOST_VERDICTS:
            self._verdicts.popitem(last=False)
        return found

    def row_codes(self, columns: Columns) -> RowCodes:
        """Return the codes of each row; read at first, and again once there is no room for more of them."""
        if self._codes is None:
            self._codes = RowCodes(columns)
        return self._codes

    def valid(self, columns: Columns, minute: int) -> Bits:
        """Return the live rows valid at a minute since 1970: those of the last minute asked for are kept."""
        if self._valid is None or self._valid[0] != minute:
            numbers = columns.integers
            inside = (numbers["valid_from"] <= minute) & (numbers["valid_to"] > minute)
            rows = bits.from_flags(inside) & columns.flags["live"]
            rows.setflags(write=False)
            self._valid, self._named = (minute, rows), {}
        return self._valid[1]

    def named(self, columns: Columns, field: str, minute: int) -> list[bool]:
        """Tell, for each code of a field, by its line, whether a valid row holds it."""
        valid = self.valid(columns, minute)
        found = self._named.get(field)
        if found is None:
            sets = columns.codes[field]
            found = self._named[field] = bits.meets(sets.matrix[: len(sets.lines)], valid).tolist()
        return found

    def merits(self, columns: Columns, instant_s: int) -> Merits:
        """Return what the rows are worth at an instant, in seconds since 1970: the last one asked for is kept."""
        if self._merits is None or self._merits[0] != instant_s:
            self._merits = instant_s, Merits(columns, instant_s)
        return self._merits[1]

    def facets(self, query: SearchQuery, count: Callable[[], FacetCounts]) -> FacetCounts:
        """Return the facets of a list, whatever its page and order; ``count`` counts them."""
        list_asked = (
            query.minute,
            query.listing,
            query.plan,
            query.criteria,
            query.around,
            query.box,
            tuple(query.need_families.items()),
        )
        found = self._facets.get(list_asked)
        if found is not None:
            self._facets.move_to_end(list_asked)
            return found
        found = self._facets[list_asked] = count()
        if len(self._facets) > self._most_facets:
            self._facets.popitem(last=False)
        return found
