"""The questions asked with a commune are well written: known doors, known communes, enough of them."""

from bench.relevance.corpora import JUDGEMENTS
from bench.relevance.judging import read_judged_set
from bench.relevance.placed import read_placed

QUESTIONS = read_placed()


def test_every_question_asks_for_a_door_of_the_demonstration_in_a_commune() -> None:
    doors = read_judged_set(JUDGEMENTS / "demonstration.toml").doors
    assert len(QUESTIONS) >= 150
    assert {question.door for question in QUESTIONS} <= set(doors)
    assert {question.commune.department for question in QUESTIONS} == {"13"}


def test_no_question_is_asked_twice() -> None:
    assert len({(question.text, question.commune.code) for question in QUESTIONS}) == len(QUESTIONS)
