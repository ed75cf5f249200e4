"""The first rows of a list in the order asked for; every order ends by the identifier of the fiche."""

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.document import NEVER
from search.query import BY_NUMBER, Point
from search.score import COMPLETE, DISTANCE_CHORDS, FRESHNESS_BANDS, FURTHER_CHORDS, NAMED_DISTANCE
from search.sqlite import bits
from search.sqlite.bits import Rows
from search.sqlite.columns import Columns
from search.sqlite.matching import Matches
from search.sqlite.places import Chords, chords_of

WALK_FROM = 5_000
"""From this many rows on, titles are read in index order until the page is full; below, row by row."""


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


def _bands(chords: Chords | None, rows: int) -> NDArray[np.int64]:
    """Return the band of ``score.further_band`` of each row."""
    if chords is None:
        return np.full(rows, len(FURTHER_CHORDS), dtype=np.int64)
    return np.searchsorted(np.array(FURTHER_CHORDS), chords, side="left")


class Ranking:
    """Orders rows for one query."""

    def __init__(
        self,
        columns: Columns,
        connection: sqlite3.Connection,
        matches: Matches,
        centre: Point | None,
        instant_s: int,
    ) -> None:
        self._columns = columns
        self._connection = connection
        self._matches = matches
        self._centre = centre
        self._instant_s = instant_s

    def chords(self, rows: Rows) -> Chords | None:
        return None if self._centre is None else chords_of(self._columns, self._centre, rows)

    def scores(self, rows: Rows, chords: Chords | None) -> NDArray[np.int64]:
        """Return the integer score of each row."""
        score = np.zeros(len(rows), dtype=np.int64)
        if self._matches.points is not None:
            score += self._matches.points[rows]
        verified = self._columns.integers["verified_at"][rows]
        age_s = self._instant_s - verified
        fresh = np.zeros(len(rows), dtype=np.int64)
        for limit, points in reversed(FRESHNESS_BANDS):
            fresh[age_s <= limit] = points
        fresh[verified == NEVER] = 0
        score += fresh
        score += bits.holds_each(self._columns.flags["complete"], rows) * np.int64(COMPLETE)
        if chords is not None:
            near = np.zeros(len(rows), dtype=np.int64)
            for limit_chord, points in reversed(DISTANCE_CHORDS):
                near[chords <= limit_chord] = points
            if self._matches.named is not None:
                near[bits.holds_each(self._matches.named.rows, rows)] *= NAMED_DISTANCE
            score += near
        return score

    def identifiers(self, rows: Rows) -> list[int]:
        found: list[int] = self._columns.integers["id"][rows].tolist()
        return found

    def groups_matched(self, rows: Rows) -> NDArray[np.int64]:
        if self._matches.groups_matched is None:
            return np.zeros(len(rows), dtype=np.int64)
        return self._matches.groups_matched[rows].astype(np.int64)

    def following(self, rows: Rows, after: int) -> Rows:
        """Return the rows whose fiche has a number above ``after``."""
        return rows[self._columns.integers["id"][rows] > after]

    def first(self, rows: Rows, sort: str, count: int) -> Rows:
        """Return the first ``count`` rows of ``rows`` (ascending) in an order.

        sort   one of ``query.SORTS``; ``groupes``: words found, then relevance; ``tranches``: bands of distance, then
               relevance.
        """
        if sort == "nom":
            return self._by_title(rows, count)
        numbers = self._columns.integers
        identifiers = numbers["id"][rows]
        keys: list[NDArray[np.generic]]
        if sort == BY_NUMBER:
            keys = [identifiers]
        elif sort == "fraicheur":
            keys = [-numbers["verified_at"][rows], -numbers["modified_at"][rows], identifiers]
        else:
            chords = self.chords(rows)
            if sort == "distance":
                keys = [np.full(len(rows), np.inf) if chords is None else chords, identifiers]
            elif sort == "tranches":
                keys = [_bands(chords, len(rows)), -self.scores(rows, chords), identifiers]
            elif sort == "groupes":
                keys = [-self.groups_matched(rows), -self.scores(rows, chords), identifiers]
            else:
                keys = [-self.scores(rows, chords), identifiers]
        return rows[smallest(count, keys)]

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
