"""The measures, on rankings short enough to be checked by hand."""

import math

import pytest

from bench.relevance.measure import Marks, Summary, ndcg, reciprocal_rank

TWO_RIGHT_ONE_NEAR = {1: 2, 2: 2, 3: 1}


def test_the_ideal_order_is_worth_one() -> None:
    assert ndcg([1, 2, 3], TWO_RIGHT_ONE_NEAR) == pytest.approx(1.0)


def test_right_doors_may_stand_in_any_order() -> None:
    assert ndcg([2, 1, 3, 99], TWO_RIGHT_ONE_NEAR) == pytest.approx(1.0)


def test_a_right_door_is_worth_three_near_ones_and_less_further_down() -> None:
    ideal = 3 + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg([3], TWO_RIGHT_ONE_NEAR) == pytest.approx(1 / ideal)
    assert ndcg([1], TWO_RIGHT_ONE_NEAR) == pytest.approx(3 / ideal)
    assert ndcg([99, 1], TWO_RIGHT_ONE_NEAR) == pytest.approx(3 / math.log2(3) / ideal)


def test_nothing_counts_below_the_depth() -> None:
    assert ndcg([98, 99, 1], TWO_RIGHT_ONE_NEAR, depth=2) == 0


def test_right_doors_that_were_not_found_count_in_the_ideal() -> None:
    assert ndcg([1], {1: 2}) == 1
    assert ndcg([1], {1: 2, 2: 2}) < 1


def test_a_request_without_any_answer_in_the_collection_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="no fiche"):
        ndcg([1], {})


@pytest.mark.parametrize(
    "ranking, expected", [([1], 1.0), ([3, 2], 0.5), ([99, 3, 98, 1], 0.25), ([3, 99], 0.0), ([], 0.0)]
)
def test_the_reciprocal_rank_is_that_of_the_first_right_door(ranking: list[int], expected: float) -> None:
    assert reciprocal_rank(ranking, TWO_RIGHT_ONE_NEAR) == expected


def test_a_near_door_is_looked_for_where_there_is_no_right_one() -> None:
    assert reciprocal_rank([99, 3], {3: 1}) == 0.5


def test_a_summary_counts_the_requests_left_without_an_answer() -> None:
    found, silent = Marks.of([1, 2, 3], TWO_RIGHT_ONE_NEAR), Marks.of([], TWO_RIGHT_ONE_NEAR)
    summary = Summary.of([found, silent])
    assert (summary.requests, summary.empty) == (2, 1)
    assert summary.ndcg == pytest.approx(0.5)
    assert summary.mrr == pytest.approx(0.5)
