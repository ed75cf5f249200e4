"""Clauses that a cluster accepts, however many values a criterion holds."""

from search.criteria import OfStructures, WithoutDoubles
from search.elastic.clauses import MOST_TERMS, NOTHING, verdict_of


def test_more_numbers_than_one_clause_may_hold_are_said_in_several_and_none_is_lost() -> None:
    numbers = frozenset(range(1, MOST_TERMS + 2))
    yes = verdict_of(OfStructures((3,), numbers)).yes
    slices = [clause["terms"]["id"] for clause in yes["bool"]["should"]]
    assert [len(some) for some in slices] == [MOST_TERMS, 1]
    assert frozenset(number for some in slices for number in some) == numbers
    assert verdict_of(WithoutDoubles(numbers)).yes == {"bool": {"must_not": [yes]}}


def test_few_numbers_are_one_clause_and_none_is_nothing() -> None:
    assert verdict_of(OfStructures((3,), frozenset({2, 1}))).yes == {"terms": {"id": [1, 2]}}
    assert verdict_of(OfStructures((3,))).yes is NOTHING
