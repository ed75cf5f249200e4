"""Texts in flat arrays lead where a dictionary would."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from search.places.flat import Keys, Texts, key_arrays, text_arrays

NAMES = st.lists(st.text(st.sampled_from("abéœ -’z\U0001d49c"), max_size=12), max_size=30)


@given(NAMES)
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    packed = Texts(text_arrays("names", texts), "names")
    assert len(packed) == len(texts)
    assert packed.all() == texts
    assert [packed[at] for at in range(len(packed))] == texts
    half = len(texts) // 2
    assert packed.some(half, len(texts)) == texts[half:]


ASKED = st.text(st.sampled_from("abéœ -’z\U0001d49c\0\ud800"), max_size=12)
"""What people send may hold a zero or half a sign, which no name does."""


@given(NAMES, ASKED)
def test_a_text_leads_to_its_numbers_in_the_order_they_were_given(texts: list[str], other: str) -> None:
    keys = Keys(key_arrays("names", [(text, at) for at, text in enumerate(texts)]), "names")
    for asked in (*texts, other):
        assert keys.of(asked) == [at for at, text in enumerate(texts) if text == asked]


@given(NAMES, ASKED)
def test_a_beginning_leads_to_all_that_begins_so(texts: list[str], asked: str) -> None:
    keys = Keys(key_arrays("names", [(text, at) for at, text in enumerate(texts)]), "names")
    ordered = sorted(texts)
    assert keys.texts.all() == ordered
    low, high = keys.begun(asked)
    assert ordered[low:high] == [text for text in ordered if text.startswith(asked)]
    assert keys.at_least(asked) == bisect_left(ordered, asked)
    assert ordered[: keys.after(asked)] == [text for text in ordered if text <= asked]
