"""Criterion class → rows that answer yes and rows that may: one pure function each."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from search.criteria import (
    UNKNOWN,
    Access,
    Accessibility,
    Audience,
    Classification,
    Codes,
    Completeness,
    Cost,
    Criterion,
    Institution,
    Judgement,
    Language,
    Mobilisation,
    ModifiedSince,
    Network,
    OfStructures,
    OpenAt,
    Part,
    Reception,
    Source,
    VerifiedSince,
    WithoutDoubles,
    WithoutNeed,
)
from search.document import NEVER
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.columns import Columns


class Verdict(NamedTuple):
    """Rows that answer yes, and rows that may (never both)."""

    yes: Bits
    possible: Bits

    def and_(self, other: "Verdict") -> "Verdict":
        """Judge by both: the minimum of the two."""
        possible = (self.possible & (other.yes | other.possible)) | (self.yes & other.possible)
        return Verdict(self.yes & other.yes, possible)


def codes(criterion: Codes, columns: Columns) -> Verdict:
    sets = columns.codes[criterion.field]
    asked = tuple(value for value in criterion.values if value != UNKNOWN)
    yes = sets.any_of(asked)
    if asked and criterion.wildcard:
        yes |= sets.rows_with(criterion.wildcard)
    silent = ~sets.said
    if UNKNOWN in criterion.values:
        return Verdict(yes | silent, bits.empty(len(yes)))
    if criterion.silence is Judgement.POSSIBLE:
        return Verdict(yes, silent)
    return Verdict(yes, bits.empty(len(yes)))


def classification(criterion: Classification, columns: Columns) -> Verdict:
    yes = columns.codes["families"].any_of(criterion.families)
    yes |= columns.codes["needs"].any_of(tuple(need for need, _ in criterion.needs))
    alone = columns.codes["families_alone"].any_of(tuple(family for _, family in criterion.needs))
    return Verdict(yes, alone & ~yes)


def without_need(_criterion: WithoutNeed, columns: Columns) -> Verdict:
    said = columns.codes["needs"].said
    return Verdict(~said, bits.empty(len(said)))


def verified_since(criterion: VerifiedSince, columns: Columns) -> Verdict:
    verified = columns.integers["verified_at"]
    yes = bits.from_flags((verified >= criterion.since) & (verified != NEVER))
    return Verdict(yes, bits.empty(len(yes)))


def modified_since(criterion: ModifiedSince, columns: Columns) -> Verdict:
    yes = bits.from_flags(columns.integers["modified_at"] >= criterion.since)
    return Verdict(yes, bits.empty(len(yes)))


def completeness(criterion: Completeness, columns: Columns) -> Verdict:
    complete = columns.flags["complete"]
    return Verdict(complete if criterion.complete else ~complete, bits.empty(len(complete)))


def of_structures(criterion: OfStructures, columns: Columns) -> Verdict:
    yes = _with_numbers(criterion.fiches, columns)
    return Verdict(yes, bits.empty(len(yes)))


def without_doubles(criterion: WithoutDoubles, columns: Columns) -> Verdict:
    doubled = _with_numbers(criterion.doubles, columns)
    return Verdict(~doubled, bits.empty(len(doubled)))


def _with_numbers(numbers: frozenset[int], columns: Columns) -> Bits:
    wanted = np.fromiter(numbers, dtype=np.int64, count=len(numbers))
    return bits.from_flags(np.isin(columns.integers["id"], wanted))


def open_at(criterion: OpenAt, columns: Columns) -> Verdict:
    hours = columns.integers["hours"]
    opening, possible = (
        bits.from_flags(np.take(by_pattern, hours)) for by_pattern in columns.hour_patterns.open_at(criterion)
    )
    return Verdict(opening, possible & ~opening)


# Each function takes the criterion of its own class, which one Callable type cannot say of all of them.
CLAUSES: dict[type, Callable[[Any, Columns], Verdict]] = {
    Audience: codes,
    Access: codes,
    Mobilisation: codes,
    Cost: codes,
    Language: codes,
    Accessibility: codes,
    Reception: codes,
    Part: codes,
    Institution: codes,
    Network: codes,
    Source: codes,
    Classification: classification,
    WithoutNeed: without_need,
    VerifiedSince: verified_since,
    ModifiedSince: modified_since,
    Completeness: completeness,
    OfStructures: of_structures,
    WithoutDoubles: without_doubles,
    OpenAt: open_at,
}


def verdict_of(criterion: Criterion, columns: Columns) -> Verdict:
    return CLAUSES[type(criterion)](criterion, columns)
