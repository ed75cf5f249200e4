"""Spelling corrections: which words are corrected, and into what."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.text.analysis import stem
from search.text.hearing import first_heard
from search.text.near_words import NearWords
from search.text.vocabulary import Vocabulary

WORDS = {
    "permis": 500, "hebergement": 300, "allocation": 200, "location": 400, "creche": 90, "handicap": 80, "pharmacie": 9,
    "psychologue": 40, "surendettement": 25, "violences": 120, "conjugales": 110, "alimentaire": 150, "loyer": 70,
    "voiture": 210, "nourrice": 12, "france": 600, "mobilite": 350, "ccas": 130, "dettes": 20, "deuil": 6,
}  # fmt: skip


@pytest.mark.parametrize("typed, meant", [
    ("pemis", "permis"), ("hebergemnt", "hebergement"), ("creshe", "creche"),
    ("andicap", "handicap"), ("farmacie", "pharmacie"), ("sycologue", "psychologue"),
    ("surendetemant", "surendettement"), ("violance", "violences"), ("alimantaire", "alimentaire"),
    ("voitrue", "voiture"), ("nourise", "nourrice"),
    ("duil", "deuil"), ("ccsa", "ccas"),
])  # fmt: skip
def test_usual_errors_are_corrected(typed: str, meant: str) -> None:
    assert Vocabulary(WORDS).correct(typed) == meant


@pytest.mark.parametrize("word", ["permi", "heberger", "allocations", "loyers", "conjugale"])
def test_another_form_of_a_known_word_is_right(word: str) -> None:
    assert Vocabulary(WORDS).correct(word) is None


@pytest.mark.parametrize("word", ["per", "ccs", "permi5", "caf", "mdph", "avec", "pour"])
def test_short_words_digits_acronyms_and_stop_words_are_never_corrected(word: str) -> None:
    assert Vocabulary({**WORDS, "pere": 900, "mdphs": 900, "cafe": 900}).correct(word) is None


@pytest.mark.parametrize("word", ["frappe", "gardon", "bateau", "xyzxyzxyz"])
def test_another_word_is_not_taken_for_an_error(word: str) -> None:
    assert Vocabulary(WORDS).correct(word) is None


def test_below_six_letters_one_edit_is_allowed() -> None:
    assert Vocabulary({"loyer": 9}).correct("loyre") == "loyer"
    assert Vocabulary({"loyer": 9}).correct("lyere") is None


def test_fewest_edits_come_first_then_the_most_frequent_then_the_alphabet() -> None:
    assert Vocabulary({"garant": 1, "garage": 99}).correct("garart") == "garant"
    assert Vocabulary({"carte": 10, "carre": 30}).correct("carve") == "carre"
    assert Vocabulary({"carte": 10, "carre": 10}).correct("carve") == "carre"


def test_a_rare_word_is_corrected_into_a_neighbour_a_hundred_times_more_frequent() -> None:
    assert Vocabulary({"pemis": 1, "permis": 100}).correct("pemis") == "permis"
    assert Vocabulary({"pemis": 2, "permis": 100}).correct("pemis") is None


def test_a_rare_word_far_from_a_frequent_one_is_right() -> None:
    assert Vocabulary({"mobilier": 1, "mobilite": 900}).correct("mobilier") is None


def test_a_frequent_word_is_never_corrected() -> None:
    assert Vocabulary({"poste": 40, "porte": 900}).correct("poste") is None


def test_updates_are_seen_at_once() -> None:
    vocabulary = Vocabulary({"permis": 10})
    assert vocabulary.correct("covoiturge") is None
    vocabulary.update({"covoiturage": 3})
    assert vocabulary.correct("covoiturge") == "covoiturage"
    assert vocabulary.df("covoiturage") == 3
    vocabulary.update({"covoiturage": 0})
    assert vocabulary.correct("covoiturge") is None
    assert vocabulary.df("covoiturage") == 0
    assert len(vocabulary) == 1


def test_the_most_common_word_is_known() -> None:
    vocabulary = Vocabulary({"aide": 9, "permis": 4})
    assert vocabulary.most_common == 9
    vocabulary.update({"aide": 0})
    assert vocabulary.most_common == 4
    assert Vocabulary({}).most_common == 0


_WORD = st.text(alphabet="abcdeirst", min_size=3, max_size=9)


@given(st.dictionaries(_WORD, st.integers(1, 300), max_size=30), _WORD)
def test_a_correction_is_a_near_known_word(entries: dict[str, int], typed: str) -> None:
    found = Vocabulary(entries).correct(typed)
    if found is not None:
        assert found in entries
        assert stem(found) != stem(typed)
        assert 0 < OSA.distance(typed, found) <= (1 if len(typed) < 6 else 2)
        assert entries[found] >= 100 * entries.get(typed, 0)


@given(
    st.dictionaries(_WORD, st.integers(1, 300), max_size=30), st.dictionaries(_WORD, st.integers(0, 300), max_size=9)
)
def test_an_updated_vocabulary_is_the_same_as_a_new_one(entries: dict[str, int], changes: dict[str, int]) -> None:
    updated = Vocabulary(entries)
    for letter in string.ascii_lowercase:
        updated.correct(letter * 5)
    updated.update(changes)
    new = Vocabulary({word: documents for word, documents in {**entries, **changes}.items() if documents})
    for typed in [*entries, *changes, "abcde", "strides", "catedri"]:
        assert updated.correct(typed) == new.correct(typed)


@given(st.sets(_WORD, max_size=60), st.sets(_WORD, max_size=20), _WORD, st.integers(1, 2))
def test_no_near_word_is_overlooked(kept: set[str], gone: set[str], typed: str, most_edits: int) -> None:
    shelves = NearWords()
    for word in kept | gone:
        shelves.add(word)
    for word in gone - kept:
        shelves.remove(word)
    found = shelves.near(typed, most_edits)
    for word in kept - {typed}:
        edits = OSA.distance(typed, word)
        alike = typed[0] == word[0] or first_heard(typed) == first_heard(word)
        assert found.get(word) == (edits if edits <= (most_edits if alike else 1) else None)
    assert set(found) <= kept
