"""Plans: one group per word, and in it every way to satisfy it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import stem, words
from search.text.plan import FIELD_WEIGHTS, MOST_ALTERNATIVES, MOST_GROUPS, MOST_WORTH, Alternative, Name, TextPlan
from tests.unit.search.text.plans import group_of, plan_of, required, stem_alternative


def test_fields_weigh_as_the_semantics_say() -> None:
    assert FIELD_WEIGHTS == {"title": 60, "needs": 30, "structure": 20, "body": 20}


def test_the_points_of_the_longest_plan_fit_in_sixteen_bits() -> None:
    # What an engine sums them in, with room for the families that a wider reading adds.
    assert MOST_WORTH * 1.2 < 2**16


def test_each_word_kept_is_one_group() -> None:
    plan = plan_of("l’hébergement d’urgence à Lyon")
    assert [group.word for group in plan.groups] == ["hebergement", "urgence", "lyon"]
    assert [group.typed for group in plan.groups] == ["hébergement", "urgence", "Lyon"]


def test_a_word_typed_twice_is_one_group() -> None:
    assert [group.word for group in plan_of("permis, permis !").groups] == ["permis"]


def test_a_typed_word_weighs_full() -> None:
    assert stem_alternative(10, "perm") in group_of(plan_of("permis"), "permis").alternatives


def test_a_correction_is_announced_and_the_typed_form_stays() -> None:
    plan = plan_of("Pemis de conduire")
    assert plan.corrections == (("Pemis", "permis"),)
    options = group_of(plan, "permis").alternatives
    assert {stem_alternative(10, stem("pemis")), stem_alternative(9, "perm")} <= set(options)
    assert plan.title_key == "permis de conduire"


def test_a_correction_is_shown_with_its_accents() -> None:
    assert plan_of("dentsite").corrections == (("dentsite", "dentiste"),)
    assert plan_of("medcin").corrections == (("medcin", "médecin"),)


def test_a_corrected_word_has_the_synonyms_and_needs_of_its_correction() -> None:
    group = group_of(plan_of("pemis"), "permis")
    assert Alternative(8, (), "mobilite-permis") in group.alternatives
    assert stem_alternative(6, "auto", "ecol") in group.alternatives


def test_nothing_is_corrected_when_asked_not_to() -> None:
    plan = plan_of("pemis", correct=False)
    assert plan.corrections == ()
    assert [group.word for group in plan.groups] == ["pemis"]


@pytest.mark.parametrize("word", ["nounou", "halte", "dentiste", "Arles", "cmu", "aide", "samedi"])
def test_a_word_known_elsewhere_than_in_the_index_is_not_corrected(word: str) -> None:
    assert plan_of(word).corrections == ()


def test_a_missing_blank_is_read() -> None:
    plan = plan_of("mediationfamiliale")
    assert plan.corrections == (("mediationfamiliale", "mediation familiale"),)
    assert stem_alternative(9, "mediat", "familial") in plan.groups[0].alternatives


def test_a_blank_too_many_is_read() -> None:
    plan = plan_of("co voiturage")
    for group in plan.groups:
        assert stem_alternative(9, stem("covoiturage")) in group.alternatives


def test_each_word_of_an_expression_may_be_satisfied_by_its_synonym() -> None:
    plan = plan_of("complémentaire de santé solidaire")
    assert len(plan.groups) == 3
    for group in plan.groups:
        assert {stem_alternative(6, "css"), stem_alternative(6, "cmu")} <= set(group.alternatives)


def test_a_synonym_of_several_words_must_be_found_side_by_side() -> None:
    assert stem_alternative(6, "complementair", "sant", "solidair") in plan_of("CSS").groups[0].alternatives


def test_a_phrase_that_holds_the_word_itself_is_left_out() -> None:
    tokens = {option.tokens for option in plan_of("permis").groups[0].alternatives}
    assert ("perm", "conduir") not in tokens


def test_a_one_way_synonym_works_one_way() -> None:
    assert stem_alternative(6, "voiture") in plan_of("bagnole").groups[0].alternatives
    assert (stem("bagnole"),) not in {option.tokens for option in plan_of("voiture").groups[0].alternatives}


def test_words_typed_apart_are_no_expression() -> None:
    plan = plan_of("complémentaire pour une bonne santé, solidaire")
    assert stem_alternative(6, "css") not in group_of(plan, "sante").alternatives


def test_a_search_word_of_a_need_is_satisfied_by_the_need() -> None:
    plan = plan_of("une crèche")
    assert Alternative(8, (), "famille-garde") in plan.groups[0].alternatives
    assert plan.needs == ("famille-garde",)


@pytest.mark.parametrize("text", ["faire garder mon enfant", "Faire garder son enfant", "faire garder ses enfants"])
def test_an_expression_of_a_need_is_recognised_in_a_sentence(text: str) -> None:
    assert plan_of(f"Madame cherche à {text} le matin").needs == ("famille-garde",)


def test_a_hint_proposes_the_need_and_finds_its_fiches_last() -> None:
    plan = plan_of("dentiste")
    assert plan.needs == ("sante-medecin",)
    assert plan.groups[0].alternatives == (stem_alternative(10, "dentist"), Alternative(1, (), "sante-medecin"))


def test_a_need_named_by_a_synonym_counts_as_that_synonym() -> None:
    plan = plan_of("psychologue")
    assert plan.needs == ("sante-psy",)
    assert [option for option in plan.groups[0].alternatives if option.need] == [Alternative(6, (), "sante-psy")]


def test_needs_with_more_of_their_words_come_first() -> None:
    assert plan_of("crèche, permis de conduire").needs == ("mobilite-permis", "famille-garde")
    assert plan_of("crèche et permis").needs == ("famille-garde", "mobilite-permis")


def test_the_sentence_of_the_specification_is_understood() -> None:
    plan = plan_of("maman seule sans permis, cherche une crèche près de Vitrolles")
    assert required(plan) == ["permis", "creche"]
    assert plan.needs == ("mobilite-permis", "famille-garde")
    assert plan.place is not None and plan.place.communes[0].name == "Vitrolles"
    assert "vitrolles" not in {group.word for group in plan.groups}


def test_weak_words_are_not_required() -> None:
    plan = plan_of("besoin d’aide pour le permis")
    assert required(plan) == ["permis"]
    assert len(plan.groups) == 3


@pytest.mark.parametrize("text", ["cours de permis", "atelier permis", "il refuse de passer le permis"])
def test_the_form_of_a_service_or_what_one_does_is_not_required(text: str) -> None:
    assert required(plan_of(text)) == ["permis"]


def test_weak_words_alone_are_required() -> None:
    assert required(plan_of("aide emploi")) == ["aide", "emploi"]


def test_of_weak_words_alone_those_understood_are_required() -> None:
    assert required(plan_of("jai plus de sous")) == ["plus", "sous"]


def test_weak_words_that_name_something_together_are_required() -> None:
    assert required(plan_of("accueil de jour Marseille")) == ["accueil", "jour", "marseille"]
    assert required(plan_of("maman seule crèche")) == ["creche"]


@pytest.mark.parametrize("text", ["", "  ", "???", "de la", "le, la, les", "\x00"])
def test_a_text_without_meaning_asks_for_nothing(text: str) -> None:
    plan = plan_of(text)
    assert plan.groups == () and plan.needs == () and plan.place is None


def test_adjacent_words_are_paired_as_read() -> None:
    assert plan_of("pemis de conduire à Arles, urgence").pairs == (("perm", "conduir"),)


def test_more_than_32_words_are_said_and_the_weak_ones_go_first() -> None:
    plan = plan_of("aide emploi " + " ".join(f"mot{number}x" for number in range(31)))
    assert plan.truncated
    assert len(plan.groups) == MOST_GROUPS
    assert [group.word for group in plan.groups if group.weak] == ["aide"]


def test_32_words_are_not_too_many() -> None:
    assert not plan_of(" ".join(f"mot{number}x" for number in range(32))).truncated


def test_alternatives_never_outgrow_their_limit() -> None:
    for group in plan_of("permis crèche psychologue css").groups:
        assert len(group.alternatives) <= MOST_ALTERNATIVES


def assert_well_made(plan: TextPlan) -> None:
    assert len(plan.groups) <= MOST_GROUPS
    for group in plan.groups:
        options = group.alternatives
        assert 0 < len(options) <= MOST_ALTERNATIVES
        assert len({(option.tokens, option.need) for option in options}) == len(options)
        assert list(options) == sorted(options, key=lambda option: (-option.weight, option.tokens, option.need))
        assert all(bool(option.tokens) != bool(option.need) for option in options)
        assert all(words(token) == [token] for option in options for token in option.tokens)
    if plan.groups:
        assert any(not group.weak for group in plan.groups)


@given(st.text(max_size=300))
def test_any_text_makes_a_plan(text: str) -> None:
    plan = plan_of(text)
    assert_well_made(plan)
    assert plan == plan_of(text)


_SENTENCES = (
    "pemis permis de conduire creche pres Vitrolles à Arles samedi matin ce soir aide emploi accueil jour CSS "
    "ne sait pas lire dentiste 115 2 enfants maintenant ouvert le plus sous psy son est aux Havre 13001 demain "
    "co voiturage 9h30"
)
_SAID = st.sampled_from(_SENTENCES.split())


@given(st.lists(_SAID, max_size=40))
def test_any_sentence_makes_a_plan(said: list[str]) -> None:
    assert_well_made(plan_of(" ".join(said)))


@given(st.lists(_SAID, max_size=12))
def test_blanks_and_punctuation_change_nothing(said: list[str]) -> None:
    plain, dotted = plan_of(" ".join(said)), plan_of(" , ".join(said) + " !")
    assert replace(plain, identifier=None) == dotted


def test_two_words_or_an_acronym_may_name_a_structure() -> None:
    assert plan_of("permis conduire").name == Name(("perm", "conduir"), "perm conduir")
    assert plan_of("CCAS").name == Name(("ccas",), "ccas")
    assert plan_of("permis").name == Name((), "perm")
    assert plan_of("de la").name is None


def test_a_place_beside_a_name_is_kept_apart_from_it() -> None:
    assert plan_of("CCAS Gardanne").name == Name(("ccas",), "ccas gardann", ("13041",))
    assert plan_of("auto école de Gardanne").name == Name(("auto", "ecol"), "auto ecol gardann", ("13041",))
