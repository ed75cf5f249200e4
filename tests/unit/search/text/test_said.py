"""A text read chunk by chunk says what it says word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import said
from search.text.analysis import stems
from search.text.pieces import written_words
from search.text.said import Read, line_of, stems_of_word

TEXTS = st.one_of(
    st.text(),
    st.text("abéœ’'-.\u00ad\u0301\ufeff \u00a0\u202f\n\x1f,C"),
    st.lists(st.sampled_from(("l’aide", "C.A.F.", "rendez-vous", "d’enfants,", "(PMI)", "de", "r.s.a"))).map(" ".join),
)


@given(TEXTS)
def test_chunks_say_the_stems_of_the_words(text: str) -> None:
    each = [stem for word in written_words(text) for stem in stems_of_word(word)]
    assert line_of(text) == " " + "".join(f"{stem} " for stem in each)


def test_the_stems_are_those_of_the_index() -> None:
    text = "Permanences d’accès aux droits\u00a0: C.A.F., la CAF et l’État\n(sur rendez-vous)"
    assert line_of(text).split() == stems(text)


def test_a_text_knows_its_chunks_whatever_is_forgotten_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "_MOST_WORDS_KEPT", 4)
    texts = [Read.of(f"permanence{at}, la permanence{at} et l’accueil") for at in range(9)]
    for at, text in enumerate(texts):
        assert text.chunks_holding(f"permanence{at}") == {f"permanence{at},", f"permanence{at}"}
        assert text.chunks_holding(stems("accueil")[0]) == {"l’accueil"}
