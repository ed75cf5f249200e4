"""Words of a plan against the index: which rows hold all, fewer or none, and their points."""

import sqlite3
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.query import Around
from search.score import (
    ADJACENT_IN_TITLE,
    FILED,
    NAMED,
    NAMED_THERE,
    TITLE_IS_QUERY,
    WHOLE_NAME,
    communes_named,
    field_weight,
    own_names,
)
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.columns import Columns
from search.sqlite.places import rows_in_communes
from search.sqlite.postings import Postings
from search.text.plan import FIELD_WEIGHTS, Group, Name, TextPlan

Points = NDArray[np.uint16]
"""What words are worth: all of a plan together, no more than such a number holds (``plan.MOST_WORTH``)."""
Flags = NDArray[np.bool_]


class Named(NamedTuple):
    """``rows`` whose structure is named; among them ``there``, by name and place or by its ``own`` name."""

    rows: Bits
    there: Bits
    own: Bits


class Matches(NamedTuple):
    """Rows by how they hold the words of a question.

    said, same_need, fewer   sets of rows; a row is in one at most.
    named                    rows whose structure is named; None when no structure is.
    points, groups_matched   by row; None when there is no word to find.
    """

    said: Bits
    same_need: Bits
    fewer: Bits
    named: Named | None = None
    points: NDArray[np.int32] | None = None
    groups_matched: NDArray[np.int8] | None = None


class TextIndex:
    """Reads the text side of one generation."""

    def __init__(self, connection: sqlite3.Connection, postings: Postings) -> None:
        self._connection = connection
        self._postings = postings

    def match(self, plan: TextPlan | None, columns: Columns, around: Around | None = None) -> Matches:
        """Judge every row by the words of a plan; ``around`` is the place asked for, which completes a name."""
        live = columns.flags["live"]
        none = bits.empty(len(live))
        if plan is None or not (plan.groups or plan.title_key):
            return Matches(live, none, none)
        # Short numbers, for they are ten times quicker to add to one another than to long ones.
        said = np.zeros(columns.capacity, dtype=np.uint16)
        matched = np.zeros(columns.capacity, dtype=np.int8)
        unsaid = np.zeros(columns.capacity, dtype=np.bool_)
        required = 0
        for group in plan.groups:
            worth, filed_only = self._group_points(group, columns)
            said += worth
            if not group.weak:
                required += 1
                matched += (worth > 0).view(np.int8)
                if filed_only is not None:
                    unsaid |= filed_only
        points = said.astype(np.int32)
        for pair in plan.pairs:
            points[self._postings.rows(self._connection, "title", pair)] += ADJACENT_IN_TITLE
        named = self._named(plan.name, columns, around)
        if named is not None:
            points[bits.to_rows(named.rows)] = NAMED
            points[bits.to_rows(named.there)] = NAMED_THERE
            points[bits.to_rows(named.own)] = WHOLE_NAME
        if plan.title_key:
            points[self._rows("title_key", plan.title_key)] += TITLE_IS_QUERY
        every = bits.from_flags(matched == required) & live
        all_said: Bits = every & ~bits.from_flags(unsaid)
        fewer: Bits = bits.from_flags(matched > 0) & live & ~every
        return Matches(all_said, every & ~all_said, fewer, named, points, matched)

    def _group_points(self, group: Group, columns: Columns) -> tuple[Points, Flags | None]:
        """Return, by row, the points of ``score.find_group``, and whether the fiche is filed without saying it.

        None: no row is filed under a need that the group hints at.
        """
        spoken: list[NDArray[np.signedinteger]] = []
        filed: list[NDArray[np.signedinteger]] = []
        worth = np.zeros(columns.capacity, dtype=np.uint16)
        for alternative in group.alternatives:
            if alternative.need or alternative.family:
                codes = columns.codes["needs" if alternative.need else "families_alone"]
                answering = bits.to_rows(codes.rows_with(alternative.need or alternative.family))
                worth[answering] += field_weight(FILED, alternative)
                (filed if alternative.is_narrow else spoken).append(answering)
                continue
            for field in FIELD_WEIGHTS:
                rows_held = self._postings.rows(self._connection, field, alternative.tokens)
                if len(rows_held):
                    # A row that is listed twice is counted once: numpy reads all of them before it writes.
                    worth[rows_held] += field_weight(field, alternative)
                    (filed if field == FILED else spoken).append(rows_held)
        return worth, _without(spoken, filed, columns.capacity) if filed and not group.weak else None

    def _named(self, name: Name | None, columns: Columns, around: Around | None) -> Named | None:
        """Return the rows whose structure is named, None when there is none."""
        if name is None:
            return None
        holding = self._postings.rows(self._connection, "structure", name.tokens) if name.tokens else ()
        called = [row for key in own_names(name, around) for row in self._rows("structure_key", key)]
        if not called and not len(holding):
            return None
        live = columns.flags["live"]
        own = bits.from_rows(np.array(called, dtype=np.int64), columns.words) & live
        if not len(holding):
            return Named(own, own, own)
        held = bits.from_rows(np.asarray(holding), columns.words) & live
        if communes := communes_named(name, around):
            return Named(own | held, own | (held & rows_in_communes(columns, communes)), own)
        return Named(own | held, own, own)

    def _rows(self, key: str, value: str) -> list[int]:
        """Return the rows with this ``title_key`` or ``structure_key``."""
        rows = self._connection.execute(f"select row from doc where {key} = ?", (value,))
        return [row for (row,) in rows]

    def identified(self, value: str) -> list[int]:
        """Return the rows with this SIRET or phone number."""
        rows = self._connection.execute("select row from identifier where value = ?", (value,))
        return [row for (row,) in rows]


def _without(spoken: list[NDArray[np.signedinteger]], filed: list[NDArray[np.signedinteger]], capacity: int) -> Flags:
    """Tell, by row, whether a list of ``filed`` holds it and none of ``spoken``."""
    alone = np.zeros(capacity, dtype=np.bool_)
    for rows in filed:
        alone[rows] = True
    for rows in spoken:
        alone[rows] = False
    return alone
