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
from search.sqlite.bits import Bits, Rows
from search.sqlite.columns import Columns
from search.sqlite.places import rows_in_communes
from search.sqlite.postings import Postings
from search.text.plan import Group, Name, TextPlan


class Named(NamedTuple):
    """``rows`` whose structure is named; among them ``there``, by name and place or by its ``own`` name."""

    rows: Bits
    there: Bits
    own: Bits


class Points:
    """What words are worth, row by row.

    of_words    points of words and pairs, by row.
    titled      rows whose title is the query; None when there is none.
    """

    def __init__(self, of_words: NDArray[np.uint16], named: Named | None, titled: Bits | None) -> None:
        self._of_words = of_words
        self._named = named
        self._titled = titled

    def of(self, rows: Rows) -> NDArray[np.int64]:
        """Return the points of ``score.word_points`` of each row."""
        found = self._of_words[rows].astype(np.int64)
        if self._named is not None:
            for named, points in zip(self._named, (NAMED, NAMED_THERE, WHOLE_NAME), strict=True):
                found[bits.holds_each(named, rows)] = points
        if self._titled is not None:
            found += bits.holds_each(self._titled, rows) * np.int64(TITLE_IS_QUERY)
        return found


class Matches(NamedTuple):
    """Rows by how they hold the words of a question.

    said, same_need, fewer   sets of rows; a row is in one at most.
    named                    rows whose structure is named; None when no structure is.
    points                   None when there is no word to find.
    required                 for each group that is not weak, the rows that hold it.
    """

    said: Bits
    same_need: Bits
    fewer: Bits
    named: Named | None = None
    points: Points | None = None
    required: tuple[Bits, ...] = ()


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
        # Short numbers, for they are ten times quicker to add to one another than to long ones: the points of all words
        # together are no more than one holds (``plan.MOST_WORTH``).
        worth = np.zeros(columns.capacity, dtype=np.uint16)
        every, some, unsaid = live, none, none
        required = []
        for group in plan.groups:
            spoken, filed = self._add_group(group, columns, worth)
            if group.weak:
                continue
            held = spoken if filed is None else spoken | filed
            required.append(held)
            every, some = every & held, some | held
            if filed is not None:
                unsaid = unsaid | (filed & ~spoken)
        for pair in plan.pairs:
            worth[self._postings.rows(self._connection, "title", pair)] += ADJACENT_IN_TITLE
        named = self._named(plan.name, columns, around)
        titled = self._rows("title_key", plan.title_key) if plan.title_key else []
        points = Points(worth, named, bits.from_rows(np.array(titled), columns.words) if titled else None)
        all_said: Bits = every & ~unsaid
        fewer: Bits = some & live & ~every
        return Matches(all_said, every & unsaid, fewer, named, points, tuple(required))

    def _add_group(self, group: Group, columns: Columns, worth: NDArray[np.uint16]) -> tuple[Bits, Bits | None]:
        """Add the points of ``score.find_group`` to ``worth``; return the rows that say it, and those filed under it.

        None: no row is filed under a need that the group hints at.
        """
        spoken, filed = _Gathered(columns), _Gathered(columns)
        for alternative in group.alternatives:
            if alternative.need or alternative.family:
                codes = columns.codes["needs" if alternative.need else "families_alone"]
                answering = codes.rows_with(alternative.need or alternative.family)
                _add(worth, answering, field_weight(FILED, alternative))
                (filed if alternative.is_narrow else spoken).many(answering)
                continue
            for field, held in self._postings.held(self._connection, alternative.tokens).items():
                points = field_weight(field, alternative)
                among = filed if field == FILED else spoken
                if len(held.many):
                    _add(worth, held.many, points)
                    among.many(held.many)
                if len(held.listed):
                    # A row that is listed twice is counted once: numpy reads all of them before it writes.
                    worth[held.listed] += np.uint16(points)
                    among.listed(held.listed)
        return spoken.rows(), filed.rows() if filed else None

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


class _Gathered:
    """Rows put together from lists and sets."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._many: Bits | None = None
        self._listed: NDArray[np.bool_] | None = None

    def __bool__(self) -> bool:
        return self._many is not None or self._listed is not None

    def many(self, rows: Bits) -> None:
        if self._many is None:
            self._many = bits.empty(self._columns.words)
        # A set of the build ends with its rows: others were added since.
        self._many[: len(rows)] |= rows

    def listed(self, rows: NDArray[np.signedinteger]) -> None:
        if self._listed is None:
            self._listed = np.zeros(self._columns.capacity, dtype=np.bool_)
        self._listed[rows] = True

    def rows(self) -> Bits:
        if self._listed is None:
            return self._many if self._many is not None else bits.empty(self._columns.words)
        listed = bits.from_flags(self._listed)
        return listed if self._many is None else listed | self._many


def _add(worth: NDArray[np.uint16], rows: Bits, points: int) -> None:
    """Add points to each row of a set."""
    flags = bits.to_flags(rows).view(np.uint8)
    worth[: len(flags)] += flags * np.uint16(points)
