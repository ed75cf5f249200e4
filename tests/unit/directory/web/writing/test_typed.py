"""The names of a form that come back, whoever wrote them."""

from werkzeug.datastructures import MultiDict

from directory.web.writing.typed import PLACES, ranks_of


def test_lines_are_ranked_and_a_rank_that_is_no_number_is_none() -> None:
    ranks = ("2", "0", "10", "9" * 5_000, "x", "²", "-1", "")
    typed = MultiDict([(f"{PLACES}.{rank}.adresse", "") for rank in ranks])
    assert ranks_of(typed, PLACES) == [0, 2, 10]
