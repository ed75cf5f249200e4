"""Answers kept for a while, never for ever."""

from directory.services.search.geocoded import RecentAnswers


def test_the_answers_used_last_are_kept() -> None:
    answers = RecentAnswers(most=2)
    answers["a"], answers["b"] = "1", "2"
    assert answers.get("a") == "1"
    answers["c"] = "3"
    assert (answers.get("a"), answers.get("b"), answers.get("c")) == ("1", None, "3")
