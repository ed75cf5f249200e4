"""What is kept of answers: bounded, and forgotten as soon as anything stands elsewhere."""

from directory.services.search.kept_answers import AROUND_BYTES, KeptAnswer, KeptAnswers

ROOM = 20 * (AROUND_BYTES + 11)


def answers(most_bytes: int = ROOM) -> KeptAnswers:
    return KeptAnswers(most_bytes, lambda: ("here",))


def answer(text: str = "0123456789") -> KeptAnswer:
    return KeptAnswer(text.encode(), "tag", "application/json")


def test_an_answer_is_given_again_while_all_stands_where_it_stood() -> None:
    kept, said = answers(), answer()
    assert kept.get((1,), "a") is None
    kept.keep((1,), "a", said)
    assert kept.get((1,), "a") is said
    assert kept.get((2,), "a") is None
    assert (len(kept), kept.bytes, kept.hits, kept.misses) == (0, 0, 1, 2)


def test_an_answer_begun_before_something_moved_is_not_kept() -> None:
    kept = answers()
    kept.get((1,), "a")
    kept.get((2,), "b")
    kept.keep((1,), "a", answer())
    assert len(kept) == 0


def test_the_answer_least_lately_asked_for_gives_way() -> None:
    kept = answers()
    kept.get((1,), "")
    keys = [chr(ord("a") + number) for number in range(20)]
    for key in keys:
        kept.keep((1,), key, answer())
    assert kept.bytes == ROOM and len(kept) == 20
    kept.get((1,), "a")
    kept.keep((1,), "z", answer())
    assert kept.bytes == ROOM
    assert kept.get((1,), "a") is not None and kept.get((1,), "b") is None
    kept.keep((1,), "z", answer("other text"))
    assert kept.bytes == ROOM and len(kept) == 20


def test_an_answer_that_would_drive_out_the_others_is_not_kept() -> None:
    kept = answers()
    kept.get((1,), "a")
    kept.keep((1,), "a", answer("x" * (ROOM // 10)))
    assert len(kept) == 0


def test_nothing_is_kept_and_nothing_asked_without_room() -> None:
    assert answers(0).stand() is None
    assert answers().stand() == ("here",)
