"""The situations are well written: known needs, enough of them held out, none of those learnt from."""

from bench.relevance.situations import HELD_OUT, LEARNT, read_situations
from directory.services.taxonomy.editing import read_seed

ASKED, TAUGHT = read_situations(HELD_OUT), read_situations(LEARNT)


def test_a_hundred_situations_are_held_out_and_every_need_is_asked_for() -> None:
    told = [one for one in ASKED if one.needs]
    assert len(told) >= 100
    assert {need for one in told for need in one.needs} == set(read_seed().needs)


def test_what_is_learnt_names_known_needs() -> None:
    assert {need for one in TAUGHT for need in one.needs} <= set(read_seed().needs)


def test_no_situation_is_told_twice() -> None:
    texts = [one.text.casefold() for one in (*ASKED, *TAUGHT)]
    assert len(set(texts)) == len(texts)
