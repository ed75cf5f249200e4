"""Words of a plan against the index: which rows hold all, fewer or none, and their points."""

import sqlite3
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.score import ADJACENT_IN_TITLE, TITLE_IS_QUERY, field_weight
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.columns import Columns
from search.sqlite.postings import Postings
from search.text.plan import FIELD_WEIGHTS, Group, TextPlan


class Matches(NamedTuple):
    """all_words, fewer_words   sets of rows; points and groups_matched by row, None when there is no word to find."""

    all_words: Bits
    fewer_words: Bits
    points: NDArray[np.int32] | None
    groups_matched: NDArray[np.int8] | None


class TextIndex:
    """Reads the text side of one generation."""

    def __init__(self, connection: sqlite3.Connection, postings: Postings) -> None:
        self._connection = connection
        self._postings = postings

    def match(self, plan: TextPlan | None, columns: Columns) -> Matches:
        live = columns.flags["live"]
        if plan is None or not (plan.groups or plan.title_key):
            return Matches(live, bits.empty(len(live)), None, None)
        points = np.zeros(columns.capacity, dtype=np.int32)
        matched = np.zeros(columns.capacity, dtype=np.int8)
        required = 0
        for group in plan.groups:
            best = self._group_points(group, columns)
            points += best
            if not group.weak:
                required += 1
                matched += best > 0
        for pair in plan.pairs:
            points[self._postings.rows(self._connection, "title", pair)] += ADJACENT_IN_TITLE
        if plan.title_key:
            points[self._titled(plan.title_key)] += TITLE_IS_QUERY
        everything = bits.from_flags(matched == required) & live
        fewer = bits.from_flags(matched > 0) & live & ~everything
        return Matches(everything, fewer, points, matched)

    def _group_points(self, group: Group, columns: Columns) -> NDArray[np.int16]:
        """Return, by row, the best field weight × alternative weight of the group."""
        best = np.zeros(columns.capacity, dtype=np.int16)
        found: list[tuple[int, NDArray[np.signedinteger]]] = []
        for alternative in group.alternatives:
            if alternative.need or alternative.family:
                codes = columns.codes["needs" if alternative.need else "families_alone"]
                answering = bits.to_rows(codes.rows_with(alternative.need or alternative.family))
                found.append((field_weight("needs", alternative), answering))
                continue
            for field in FIELD_WEIGHTS:
                rows_held = self._postings.rows(self._connection, field, alternative.tokens)
                if len(rows_held):
                    found.append((field_weight(field, alternative), rows_held))
        for weight, rows in sorted(found, key=lambda item: item[0]):
            # From the lightest to the heaviest: what is written last is the best.
            best[rows] = weight
        return best

    def _titled(self, title_key: str) -> list[int]:
        rows = self._connection.execute("select row from doc where title_key = ?", (title_key,))
        return [row for (row,) in rows]

    def identified(self, value: str) -> list[int]:
        """Return the rows with this SIRET or phone number."""
        rows = self._connection.execute("select row from identifier where value = ?", (value,))
        return [row for (row,) in rows]
