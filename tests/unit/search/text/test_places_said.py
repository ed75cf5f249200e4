"""Communes named in a query: proposed when that is what was meant."""

import pytest

from search.text.plan import TextPlan
from tests.unit.search.text.plans import plan_of, required


def place_of(plan: TextPlan) -> str | None:
    return plan.place.communes[0].name if plan.place else None


@pytest.mark.parametrize("text, name", [
    ("crèche près de Vitrolles", "Vitrolles"), ("crèche pres de vitrolles", "Vitrolles"), ("permis à arles", "Arles"),
    ("voiture sur Aix-en-Provence", "Aix-en-Provence"), ("permis aux alentours de Trets", "Trets"),
    ("permis autour de la Ciotat", "La Ciotat"), ("permis au Havre", "Le Havre"), ("permis près du havre", "Le Havre"),
    ("PERMIS À ARLES", "Arles"), ("habite à Gardanne besoin de permis", "Gardanne"),
    ("permis vers gardanne", "Gardanne"), ("permis du côté d’Arles", "Arles"),
    ("crèche à La Crèche", "La Crèche"), ("permis dans le coin de Trets", "Trets"),
])  # fmt: skip
def test_a_commune_after_a_preposition_is_proposed_and_asks_for_no_word(text: str, name: str) -> None:
    plan = plan_of(text)
    assert place_of(plan) == name
    assert plan.place is not None and plan.place.introduced
    assert len(required(plan)) == 1


@pytest.mark.parametrize("text", ["CCAS Gardanne", "CCAS de Gardanne", "ccas gardanne", "ccas de trets"])
def test_a_commune_without_preposition_is_proposed_and_stays_a_word(text: str) -> None:
    plan = plan_of(text)
    assert plan.place is not None and not plan.place.introduced
    assert required(plan) == ["ccas", plan.place.words[0]]


@pytest.mark.parametrize("text", [
    "aide à domicile", "apprendre à lire", "Lire et écrire", "une place en crèche", "à la crèche", "la crèche",
    "travail à distance", "sur place", "LIRE", "permis chatillon",
])  # fmt: skip
def test_an_ordinary_word_or_a_hamlet_is_not_taken_for_a_place(text: str) -> None:
    assert plan_of(text).place is None


def test_a_hamlet_with_a_capital_letter_is_a_place() -> None:
    assert place_of(plan_of("permis Chatillon")) == "Chatillon"


def test_homonyms_are_all_proposed_the_largest_first() -> None:
    plan = plan_of("permis à Saint-Denis")
    assert plan.place is not None
    assert [commune.code for commune in plan.place.communes] == ["97411", "93066", "01344"]


@pytest.mark.parametrize("text", ["Arles", "à Arles", "près d’Arles"])
def test_a_place_alone_stays_a_word(text: str) -> None:
    plan = plan_of(text)
    assert place_of(plan) == "Arles"
    assert required(plan) == ["arles"]


def test_a_place_announced_is_preferred_to_one_only_named() -> None:
    assert place_of(plan_of("CCAS de Gardanne près de Trets")) == "Trets"


def test_the_name_of_a_commune_is_not_corrected() -> None:
    assert plan_of("gardanne").corrections == ()


def test_a_misspelt_commune_known_to_the_index_is_understood() -> None:
    plan = plan_of("crèche près de Vitroles")
    assert place_of(plan) == "Vitrolles"
    assert required(plan) == ["creche"]
