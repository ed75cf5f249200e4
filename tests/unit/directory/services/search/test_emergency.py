"""Emergency numbers: in the order of what was typed, and in red only where somebody is in danger."""

import pytest

from directory.services.search.emergency import EmergencyNumbers, emergency_numbers
from directory.services.taxonomy.editing import read_seed
from tests.unit.search.text.plans import plan_of

NUMBERS = read_seed().emergency_numbers


def numbers(text: str, *needs: str) -> EmergencyNumbers:
    return emergency_numbers(NUMBERS, needs, plan_of(text) if text else None)


def test_health_is_no_danger_and_what_was_typed_comes_first() -> None:
    found = numbers("alcool", "sante-medecin")
    assert found.danger == ()
    assert found.useful[0].label == "Alcool Info Service"


@pytest.mark.parametrize("text", ["garde alternée", "médiation familiale", "divorce"])
def test_a_separation_is_no_violence(text: str) -> None:
    assert numbers(text, "famille-conflit") == EmergencyNumbers()


@pytest.mark.parametrize("text", ["violences conjugales", "mon mari me frappe", "elle a peur, son conjoint la tape"])
def test_violence_is_a_danger_and_never_shows_the_number_for_those_who_hurt(text: str) -> None:
    found = numbers(text, "famille-conflit")
    assert "3919" in [number.number for number in found.danger]
    assert "Ne frappez pas" not in [number.label for number in (*found.danger, *found.useful)]


def test_those_who_hurt_find_their_number_when_they_are_named() -> None:
    assert "Ne frappez pas" in [each.label for each in numbers("auteur de violences", "famille-conflit").danger]


def test_whoever_looks_for_a_shelter_is_in_danger() -> None:
    assert [number.number for number in numbers("", "logement-abri").danger] == ["115"]


def test_low_spirits_are_no_danger_and_the_wish_to_die_is() -> None:
    assert numbers("dépression", "sante-psy").danger == ()
    assert numbers("idées suicidaires", "sante-psy").danger[0].number == "3114"
