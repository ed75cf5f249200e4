"""The lists beside the code: readable, folded, without contradiction."""

import pytest

from search.text.analysis import ACRONYMS, STOP, fold, stem, words
from search.text.expressions import LIGHT, key_of
from search.text.places_said import ORDINARY
from search.text.weak_words import WEAK, WEAK_WORDS


@pytest.mark.parametrize("listed", [LIGHT, ORDINARY, WEAK])
def test_listed_words_are_folded(listed: frozenset[str]) -> None:
    for word in listed:
        assert fold(word) == word
        assert words(word) == [word]


def test_a_stop_word_is_in_no_other_list() -> None:
    assert not STOP & (LIGHT | WEAK)


def test_an_acronym_names_something() -> None:
    assert not ACRONYMS & WEAK


@pytest.mark.parametrize(
    "word", ["aide", "aides", "cherche", "rechercher", "services", "18", "9h30", "13001", "son", "est"]
)
def test_words_of_a_sentence_are_weak(word: str) -> None:
    assert WEAK_WORDS.is_weak(word)


@pytest.mark.parametrize("word", ["aidant", "aidants", "permis", "115", "3919", "handicap", "dettes", "garde", "psy"])
def test_words_that_name_a_need_are_not(word: str) -> None:
    assert not WEAK_WORDS.is_weak(word)


def test_a_carer_is_not_help() -> None:
    assert stem("aidants") == stem("aidant") != stem("aide")


@pytest.mark.parametrize("one, other", [
    ("isolée", "isolé"), ("infirmière", "infirmier"), ("financières", "financier"), ("psychologue", "psychologie"),
    ("veuve", "veuf"), ("handicapée", "handicap"), ("hôpitaux", "hôpital"),
])  # fmt: skip
def test_forms_that_folding_separates_are_brought_together(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize("one, other", [
    ("loyer", "loi"), ("repas", "répit"), ("France", "français"), ("commune", "communication"), ("café", "CAF"),
    ("passer", "PASS"), ("retraite", "retrait"), ("mère", "mer"), ("détention", "détente"),
])  # fmt: skip
def test_words_the_stemmer_confuses_are_kept_apart(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


def test_an_expression_of_light_words_alone_keeps_them() -> None:
    assert key_of("tout est loin") == key_of("loin") != ()
    assert key_of("toutes") == (stem("toutes"),)
