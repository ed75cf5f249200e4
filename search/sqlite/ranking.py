"""The first rows of a list in the order asked for; every order ends by the identifier of the fiche."""

import sqlite3
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.query import Point
from search.score import DISTANCE_CHORDS, FURTHER_CHORDS, NAMED_DISTANCE
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns
from search.sqlite.matching import Matches
from search.sqlite.merits import Merits
from search.sqlite.places import Chords, chords_of

WALK_FROM = 5_000
"""From this many rows on, titles are read in index order until the page is full; below, row by row."""

_BY_SCORE = frozenset({"pertinence", "tranches", "groupes"})
"""Orders that go by the score of each row."""

MEASURED_AT_ONCE = 500
"""From so many rows on, those that cannot come first are put aside before distances and scores are worked out."""

SORTED_AT_ONCE = 200
"""Up to so many rows, none is put aside before they are sorted."""

_DISTANCE_STEPS = tuple(
    (limit, np.int64(points - less))
    for (limit, points), less in zip(DISTANCE_CHORDS, [*(points for _, points in DISTANCE_CHORDS[1:]), 0], strict=True)
)
"""Limits, and what a distance up to each is worth more than one up to the next."""
_ABOVE_SCORES, _ABOVE_KEYS = np.int64(1 << 20), np.int64(1 << 40)
"""More than any score, and than any number of words found or band of distance beside it."""
_FURTHER_LIMITS = np.array(FURTHER_CHORDS)


def _distance_points(chords: Chords) -> NDArray[np.int64]:
    """Return what each distance is worth; a search in the limits takes longer than a comparison with each."""
    found = np.zeros(len(chords), dtype=np.int64)
    for limit, more in _DISTANCE_STEPS:
        found += (chords <= limit) * more
    return found


def smallest_or_equal(count: int, key: NDArray[np.int64]) -> Rows:
    """Return the positions of the ``count`` smallest entries, and of those equal to the last of them; ascending."""
    if len(key) <= max(count, SORTED_AT_ONCE):
        return np.arange(len(key))
    positions: Rows = (key <= np.partition(key, count - 1)[count - 1]).nonzero()[0]
    return positions


def smallest(count: int, keys: Sequence[NDArray[np.generic]]) -> NDArray[np.int64]:
    """Return the positions of the ``count`` smallest entries, in order.

    keys   arrays of one length, the first decides; the last holds no value twice.
    """
    positions = np.arange(len(keys[0]))
    if len(positions) > count:
        sure: list[NDArray[np.int64]] = []
        wanted = count
        for key in keys:
            if len(positions) <= wanted:
                break
            values = key[positions]
            limit = np.partition(values, wanted - 1)[wanted - 1]
            below = positions[values < limit]
            sure.append(below)
            wanted -= len(below)
            positions = positions[values == limit]
        positions = np.concatenate((*sure, positions[:wanted]))
    order = np.lexsort([key[positions] for key in reversed(keys)])
    return positions[order][:count]


class Marks(NamedTuple):
    """What rows are shown by, one entry each; ``chords`` are None without a centre."""

    rows: Rows
    identifiers: NDArray[np.signedinteger]
    chords: Chords | None
    scores: NDArray[np.int64]

    def of(self, part: slice | Rows) -> "Marks":
        """Return the marks of consecutive entries, or of those at some positions."""
        chords = None if self.chords is None else self.chords[part]
        return Marks(self.rows[part], self.identifiers[part], chords, self.scores[part])

    def in_parts(self, lengths: Sequence[int]) -> list["Marks"]:
        """Return the marks of the first rows, of so many that follow…"""
        return [self.of(slice(end - length, end)) for length, end in zip(lengths, accumulate(lengths), strict=True)]


class Wanted(NamedTuple):
    """At most so many first rows of a list in an order.

    total   rows of ``listed``.
    sort    one of ``query.SORTS``; ``groupes``: words found, then relevance; ``tranches``: bands of distance, then
            relevance.
    after   in the order by number, only fiches with a higher one.
    """

    listed: Bits
    total: int
    sort: str
    most: int
    after: int = 0


class Ranking:
    """Orders rows for one query.

    close   of the rows listed, all that have a place within ``NEAR_KM`` of the centre; None where that was not worked
            out.
    """

    def __init__(
        self,
        columns: Columns,
        connection: sqlite3.Connection,
        matches: Matches,
        merits: Merits,
        centre: Point | None,
        close: Bits | None = None,
    ) -> None:
        self._columns = columns
        self._connection = connection
        self._matches = matches
        self._merits = merits
        self._centre = centre
        self._close = close

    def first(self, lists: Sequence[Wanted]) -> list[Marks]:
        """Return, for each list, the marks of its first rows in its order."""
        # All the lists at once: most have few rows, and numpy takes longer to begin than to go through them.
        rows, lengths = self._foremost(lists)
        chords, are_all_measured = self._chords(rows)
        found = Marks(rows, self._columns.integers["id"][rows], chords, self._scores(rows, chords))
        chosen = self._in_order(lists, lengths, found)
        firsts = found.of(np.concatenate(chosen))
        if not are_all_measured and self._centre is not None:
            firsts = firsts._replace(chords=chords_of(self._columns, self._centre, firsts.rows))
        return firsts.in_parts([len(part) for part in chosen])

    def _foremost(self, lists: Sequence[Wanted]) -> tuple[Rows, list[int]]:
        """Return rows among which are the first of each list, one list after the other, and how many are of each.

        In no order for a list that goes by scores, else the first ones in its order.
        """
        if all(each.sort in _BY_SCORE and 0 < each.total < MEASURED_AT_ONCE and each.most for each in lists):
            return bits.to_rows_of_each([each.listed for each in lists]), [each.total for each in lists]
        parts = [self._part(each) for each in lists]
        return np.concatenate(parts), [len(part) for part in parts]

    def _part(self, wanted: Wanted) -> Rows:
        if not wanted.most:
            return bits.NO_ROWS
        if wanted.sort not in _BY_SCORE:
            return self._first(wanted)
        is_by_merit = wanted.sort == "pertinence" and self._matches.points is None
        if is_by_merit and self._centre is None:
            return self._merits.foremost(wanted.listed, wanted.most)
        if is_by_merit and self._close is not None and wanted.total >= MEASURED_AT_ONCE:
            near = wanted.listed & self._close
            if wanted.total - bits.count(near) >= MEASURED_AT_ONCE:
                # Distance is worth nothing out there: these come by merit alone.
                far = self._merits.foremost(wanted.listed & ~self._close, wanted.most)
                return np.concatenate((bits.to_rows(near), far))
        return bits.to_rows(wanted.listed)

    def _chords(self, rows: Rows) -> tuple[Chords | None, bool]:
        """Return the chords that an order may go by, and whether all are.

        Of many rows, those beyond ``NEAR_KM`` are left infinite: all distances are alike out there.
        """
        if self._centre is None:
            return None, True
        if self._close is None or len(rows) < MEASURED_AT_ONCE:
            return chords_of(self._columns, self._centre, rows), True
        found = np.full(len(rows), np.inf)
        at = np.flatnonzero(bits.holds_each(self._close, rows))
        found[at] = chords_of(self._columns, self._centre, rows[at])
        return found, False

    def _scores(self, rows: Rows, chords: Chords | None) -> NDArray[np.int64]:
        """Return the integer score of each row."""
        score = self._merits.points[rows].astype(np.int64)
        if self._matches.points is not None:
            score += self._matches.points.of(rows)
        if chords is not None:
            near = _distance_points(chords)
            if self._matches.named is not None:
                near[bits.holds_each(self._matches.named.rows, rows)] *= NAMED_DISTANCE
            score += near
        return score

    def groups_matched(self, rows: Rows) -> NDArray[np.int64]:
        found = np.zeros(len(rows), dtype=np.int64)
        for held in self._matches.required:
            found += bits.holds_each(held, rows)
        return found

    def _in_order(self, lists: Sequence[Wanted], lengths: Sequence[int], found: Marks) -> list[Rows]:
        """Return, for each list, the positions of its first rows in its order."""
        key = -found.scores
        parts: list[Rows] = []
        begins = 0
        for number, (each, length) in enumerate(zip(lists, lengths, strict=True)):
            of_list = slice(begins, begins + length)
            begins += length
            if each.sort not in _BY_SCORE:
                key[of_list] = np.arange(length)
            elif each.sort == "tranches":
                key[of_list] += self._bands(found.of(of_list)) * _ABOVE_SCORES
            elif each.sort == "groupes":
                key[of_list] -= self.groups_matched(found.rows[of_list]) * _ABOVE_SCORES
            parts.append(of_list.start + smallest_or_equal(each.most, key[of_list]))
            key[of_list] += number * _ABOVE_KEYS
        positions = np.concatenate(parts)
        positions = positions[np.lexsort((found.identifiers[positions], key[positions]))]
        ends = accumulate(map(len, parts))
        return [
            positions[end - len(part) : end][: each.most] for each, part, end in zip(lists, parts, ends, strict=True)
        ]

    def _bands(self, marks: Marks) -> NDArray[np.int64]:
        """Return the band of ``score.further_band`` of each row."""
        if marks.chords is None:
            return np.zeros(len(marks.rows), dtype=np.int64)
        return np.searchsorted(_FURTHER_LIMITS, marks.chords)

    def _first(self, wanted: Wanted) -> Rows:
        """Return the first rows of a list that goes by something else, in its order."""
        rows, numbers = bits.to_rows(wanted.listed), self._columns.integers
        if wanted.after:
            rows = rows[numbers["id"][rows] > wanted.after]
        if wanted.sort == "nom":
            return self._by_title(rows, wanted.most)
        keys: list[NDArray[np.generic]] = [numbers["id"][rows]]
        if wanted.sort == "distance" and self._centre is not None:
            keys = [chords_of(self._columns, self._centre, rows), *keys]
        elif wanted.sort == "fraicheur":
            keys = [-numbers["verified_at"][rows], -numbers["modified_at"][rows], *keys]
        return rows[smallest(wanted.most, keys)]

    def _by_title(self, rows: Rows, count: int) -> Rows:
        if len(rows) < WALK_FROM:
            titles = self._connection.execute(
                "select row, title_key, id from doc where row in (select value from json_each(?))",
                (str(rows.tolist()),),
            ).fetchall()
            titles.sort(key=lambda item: item[1:])
            return np.array([row for row, _, _ in titles[:count]], dtype=np.int64)
        wanted = bits.to_flags(bits.from_rows(rows, self._columns.words))
        found: list[int] = []
        for (row,) in self._connection.execute("select row from doc order by title_key, id"):
            if wanted[row]:
                found.append(row)
                if len(found) == count:
                    break
        return np.array(found, dtype=np.int64)
