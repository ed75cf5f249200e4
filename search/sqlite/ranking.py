"""The first rows of a list in the order asked for; every order ends by the identifier of the fiche."""

import sqlite3
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.document import NEVER
from search.query import Point
from search.score import COMPLETE, DISTANCE_CHORDS, FRESHNESS_BANDS, FURTHER_CHORDS, NAMED_DISTANCE
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns
from search.sqlite.matching import Matches
from search.sqlite.places import Chords, chords_of

WALK_FROM = 5_000
"""From this many rows on, titles are read in index order until the page is full; below, row by row."""

_BY_SCORE = frozenset({"pertinence", "tranches", "groupes"})
"""Orders for which every row of a list has its score reckoned."""

MEASURED_AT_ONCE = 500
"""From so many rows on, those that are far away are put aside before distances are worked out."""

Steps = tuple[tuple[float, np.int64], ...]
"""Limits, and what a value up to each has more than one up to the next."""


def _steps(bands: Sequence[tuple[float, int]]) -> Steps:
    further = [points for _, points in bands[1:]]
    return tuple((limit, np.int64(points - less)) for (limit, points), less in zip(bands, [*further, 0], strict=True))


_FRESHNESS_STEPS, _DISTANCE_STEPS = _steps(FRESHNESS_BANDS), _steps(DISTANCE_CHORDS)
_FURTHER_LIMITS = np.array(FURTHER_CHORDS)


def _points(values: NDArray[np.floating] | NDArray[np.signedinteger], steps: Steps) -> NDArray[np.int64]:
    """Return what each value is worth; a search in the limits takes longer than a comparison with each."""
    found = np.zeros(len(values), dtype=np.int64)
    for limit, more in steps:
        found += (values <= limit) * more
    return found


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

    def of(self, part: slice) -> "Marks":
        """Return the marks of consecutive rows."""
        chords = None if self.chords is None else self.chords[part]
        return Marks(self.rows[part], self.identifiers[part], chords, self.scores[part])

    def in_parts(self, lengths: Sequence[int]) -> list["Marks"]:
        """Return the marks of the first rows, of so many that follow…"""
        return [self.of(slice(end - length, end)) for length, end in zip(lengths, accumulate(lengths), strict=True)]


class Wanted(NamedTuple):
    """At most so many first rows of ``rows`` (ascending) in an order.

    sort   one of ``query.SORTS``; ``groupes``: words found, then relevance; ``tranches``: bands of distance, then
           relevance.
    """

    rows: Rows
    sort: str
    most: int


def _bands(chords: Chords | None, rows: int) -> NDArray[np.int64]:
    """Return the band of ``score.further_band`` of each row."""
    if chords is None:
        return np.full(rows, len(FURTHER_CHORDS), dtype=np.int64)
    return np.searchsorted(_FURTHER_LIMITS, chords)


class Ranking:
    """Orders rows for one query."""

    def __init__(
        self,
        columns: Columns,
        connection: sqlite3.Connection,
        matches: Matches,
        centre: Point | None,
        instant_s: int,
        close: Bits | None = None,
    ) -> None:
        self._columns = columns
        self._connection = connection
        self._matches = matches
        self._centre = centre
        self._instant_s = instant_s
        self._close = close

    def mark(self, rows: Rows) -> Marks:
        """Return what rows are shown by."""
        chords = None if self._centre is None else chords_of(self._columns, self._centre, rows)
        return Marks(rows, self._columns.integers["id"][rows], chords, self._scores(rows, chords))

    def _near(self, rows: Rows) -> Chords | None:
        """Return the chords that an order may go by: infinite beyond ``NEAR_KM``, where all distances are alike."""
        if self._centre is None or self._close is None or len(rows) < MEASURED_AT_ONCE:
            return None if self._centre is None else chords_of(self._columns, self._centre, rows)
        found = np.full(len(rows), np.inf)
        at = np.flatnonzero(bits.holds_each(self._close, rows))
        found[at] = chords_of(self._columns, self._centre, rows[at])
        return found

    def _scores(self, rows: Rows, chords: Chords | None) -> NDArray[np.int64]:
        """Return the integer score of each row."""
        verified = self._columns.integers["verified_at"][rows]
        score = _points(self._instant_s - verified, _FRESHNESS_STEPS)
        score[verified == NEVER] = 0
        score += bits.holds_each(self._columns.flags["complete"], rows) * np.int64(COMPLETE)
        if self._matches.points is not None:
            score += self._matches.points.of(rows)
        if chords is not None:
            near = _points(chords, _DISTANCE_STEPS)
            if self._matches.named is not None:
                near[bits.holds_each(self._matches.named.rows, rows)] *= NAMED_DISTANCE
            score += near
        return score

    def groups_matched(self, rows: Rows) -> NDArray[np.int64]:
        found = np.zeros(len(rows), dtype=np.int64)
        for held in self._matches.required:
            found += bits.holds_each(held, rows)
        return found

    def following(self, rows: Rows, after: int) -> Rows:
        """Return the rows whose fiche has a number above ``after``."""
        return rows[self._columns.integers["id"][rows] > after]

    def first(self, lists: Sequence[Wanted]) -> list[Marks]:
        """Return, for each list, the marks of its first rows in its order."""
        # All the lists at once: most have few rows, and numpy takes longer to begin than to go through them.
        scored = [each.rows for each in lists if each.sort in _BY_SCORE]
        rows = np.concatenate(scored) if scored else bits.NO_ROWS
        chords = self._near(rows)
        scores = self._scores(rows, chords)
        firsts: list[Rows] = []
        begins = 0
        for each in lists:
            if each.sort not in _BY_SCORE:
                firsts.append(self._first(each))
                continue
            of_list = slice(begins, begins + len(each.rows))
            begins = of_list.stop
            keys: tuple[NDArray[np.generic], ...] = (-scores[of_list], self._columns.integers["id"][each.rows])
            if each.sort == "tranches":
                keys = (_bands(None if chords is None else chords[of_list], len(each.rows)), *keys)
            elif each.sort == "groupes":
                keys = (-self.groups_matched(each.rows), *keys)
            firsts.append(each.rows[smallest(each.most, keys)])
        return self.mark(np.concatenate(firsts)).in_parts([len(part) for part in firsts])

    def _first(self, wanted: Wanted) -> Rows:
        rows, numbers = wanted.rows, self._columns.integers
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
