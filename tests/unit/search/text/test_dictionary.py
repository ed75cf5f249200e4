"""French words that are never taken for typing errors."""

import pytest

from search.text.dictionary import is_french
from search.text.spelling import Speller
from search.text.vocabulary import Vocabulary
from tests.unit.search.text.plans import plan_of


@pytest.mark.parametrize("word", ["bateau", "bateaux", "frappent", "gardienne", "mangeons", "finissons", "couches"])
def test_words_and_their_regular_forms_are_french(word: str) -> None:
    assert is_french(word)


@pytest.mark.parametrize("word", ["pemis", "hebergemnt", "alocation", "mutuele", "quotidiene", "vitrolles", "", "xyz"])
def test_errors_and_names_are_not(word: str) -> None:
    assert not is_french(word)


@pytest.mark.parametrize("word", ["location", "vacation", "bocal", "nuisance", "méditation"])
def test_a_french_word_the_index_does_not_hold_is_not_corrected(word: str) -> None:
    assert plan_of(word).corrections == ()


@pytest.mark.parametrize("typed, read", [("lemploi", "emploi"), ("dargen", "argent"), ("lhebergement", "hebergement")])
def test_a_missing_apostrophe_is_understood(typed: str, read: str) -> None:
    assert Speller(Vocabulary({"emploi": 9, "argent": 9, "hebergement": 9}), ()).correction(typed) == read


def test_an_error_is_not_read_as_the_name_of_a_town_unless_one_is_expected() -> None:
    assert plan_of("vitrole").corrections == ()
    assert plan_of("crèche à vitrole").corrections == (("vitrole", "vitrolles"),)
