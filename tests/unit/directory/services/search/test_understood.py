"""Needs understood: lists first, guesses after, three at most; and the words that speak of each."""

from datetime import date

from directory.services.search.question import Question
from directory.services.search.results import Proposal
from directory.services.search.understood import needs_apart, needs_understood
from directory.services.taxonomy.editing import read_seed
from directory.services.taxonomy.vocabularies import vocabularies_of
from search.text.plan import TextPlan
from search.text.planning import make_plan
from search.text.synonyms import Synonyms
from search.text.vocabulary import Vocabulary
from search.text.weak_words import WEAK_WORDS
from tests.fiches import GAZETTEER

WORDS = vocabularies_of(read_seed(), {}, Synonyms.load(), WEAK_WORDS)
SENTENCE = "maman seule sans permis, cherche une crèche"


def plan(text: str) -> TextPlan:
    return make_plan(
        text,
        vocabulary=Vocabulary({}),
        synonyms=WORDS.synonyms,
        need_words=WORDS.need_words,
        gazetteer=GAZETTEER,
        today=date(2026, 3, 2),
        correct=True,
    )


def understood(text: str, *needs: str) -> tuple[Proposal, ...]:
    return needs_understood(Question(text=text, needs=needs), plan(text), WORDS)


def test_what_lists_know_comes_before_what_is_guessed() -> None:
    found = understood(SENTENCE)
    named = [need.value for need in found if not need.is_guess]
    assert "famille-garde" in named
    assert [need.is_guess for need in found] == sorted(need.is_guess for need in found)
    assert len(found) <= 3


def test_one_word_that_a_list_knows_is_left_alone() -> None:
    assert [need.value for need in understood("crèche")] == ["famille-garde"]


def test_a_sentence_that_no_list_knows_gets_guesses() -> None:
    found = understood("dehors ce soir avec deux enfants")
    assert found
    assert len({need.value for need in found}) == len(found) <= 3


def test_nothing_is_guessed_beside_a_need_asked_for_nor_for_a_number() -> None:
    assert not any(need.is_guess for need in understood(SENTENCE, "mobilite-permis"))
    assert understood("04 90 00 00 00") == ()


def test_each_need_has_the_words_that_speak_of_it() -> None:
    apart = needs_apart(SENTENCE, plan(SENTENCE), understood(SENTENCE))
    said = {each.need.value: each.words for each in apart}
    assert said["famille-garde"] == "crèche"
    assert len(said) >= 2
    assert all(said.values())


def test_a_need_without_a_word_of_its_own_is_not_set_apart() -> None:
    text = "crèche"
    needs = (*understood(text), Proposal("besoin", "pe-creation-financer", "Financer son entreprise", is_guess=True))
    assert [each.need.value for each in needs_apart(text, plan(text), needs)] == ["famille-garde"]
