"""Words replaced in what a person typed: whole, wherever they stand, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.pieces import Run, with_words_replaced


@pytest.mark.parametrize(
    "typed, replaced, read",
    [
        ("transport transpor", {"transpor": "transport"}, "transport transport"),
        ("aid aide, aid.", {"aid": "aide"}, "aide aide, aide."),
        ("l’aid d’arle", {"aid": "aide", "arle": "Arles"}, "l’aide d’Arles"),
        ("a b", {"a": "b", "b": "a"}, "b a"),
        ("<b>permi</b>", {"permi": "permis"}, "<b>permis</b>"),
    ],
)
def test_a_word_is_replaced_whole(typed: str, replaced: dict[str, str], read: str) -> None:
    assert "".join(run.text for run in with_words_replaced(typed, replaced)) == read


def test_what_is_new_is_told_from_what_was_typed() -> None:
    assert with_words_replaced("un pernis !", {"pernis": "permis"}) == (
        Run("un ", is_new=False), Run("permis", is_new=True), Run(" !", is_new=False),
    )  # fmt: skip


@given(st.text())
def test_a_text_without_the_word_is_left_as_it_is(text: str) -> None:
    assert "".join(run.text for run in with_words_replaced(text, {})) == text
