"""Measures of one ranking and of many: pure functions over grades."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

DEPTH = 10
"""What an advisor reads before typing something else."""


def ndcg(ranking: Sequence[int], grades: Mapping[int, int], depth: int = DEPTH) -> float:
    """Return the normalised discounted gain of the first ``depth`` identifiers, 0 to 1.

    The gain of a grade is 2^grade − 1: one right door is worth three near ones. The ideal is taken over every fiche of
    the collection, not over those found.
    """
    ideal = _discounted(sorted(grades.values(), reverse=True)[:depth])
    if not ideal:
        raise ValueError("no fiche answers this request")
    return _discounted([grades.get(identifier, 0) for identifier in ranking[:depth]]) / ideal


def _discounted(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def reciprocal_rank(ranking: Sequence[int], grades: Mapping[int, int], depth: int = DEPTH) -> float:
    """Return 1 / rank of the first right door among the first ``depth``, 0 when there is none.

    A request to which the collection holds no right door is content with a near one.
    """
    best = max(grades.values())
    for rank, identifier in enumerate(ranking[:depth], 1):
        if grades.get(identifier, 0) == best:
            return 1 / rank
    return 0.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one ranking.

    empty   the engine had no answer at all.
    """

    ndcg: float
    reciprocal_rank: float
    empty: bool

    @classmethod
    def of(cls, ranking: Sequence[int], grades: Mapping[int, int]) -> "Marks":
        return cls(ndcg(ranking, grades), reciprocal_rank(ranking, grades), not ranking)


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over requests.

    empty   number of requests without any answer.
    """

    requests: int
    ndcg: float
    mrr: float
    empty: int

    @classmethod
    def of(cls, marks: Sequence[Marks]) -> "Summary":
        """Raises ``statistics.StatisticsError`` when there is no mark."""
        return cls(
            len(marks),
            fmean(one.ndcg for one in marks),
            fmean(one.reciprocal_rank for one in marks),
            sum(one.empty for one in marks),
        )
