"""A text read chunk by chunk says what it says word by word."""

from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import stems
from search.text.said import line_of, said

TEXTS = st.one_of(
    st.text(),
    st.text("abéœ’'-.\u00ad\u0301\ufeff \u00a0\u202f\n\x1f,C"),
    st.lists(st.sampled_from(("l’aide", "C.A.F.", "rendez-vous", "d’enfants,", "(PMI)", "de", "r.s.a"))).map(" ".join),
)


@given(TEXTS)
def test_chunks_say_the_stems_of_the_words(text: str) -> None:
    each = [stem for of_word in said(text).stems for stem in of_word]
    assert line_of(text) == " " + "".join(f"{stem} " for stem in each)


def test_the_stems_are_those_of_the_index() -> None:
    text = "Permanences d’accès aux droits\u00a0: C.A.F., la CAF et l’État\n(sur rendez-vous)"
    assert line_of(text).split() == stems(text)
