"""Usual words of the country have one reading each; a suggestion is never the contrary nor another meaning."""

import json
from pathlib import Path

import pytest

import importers.cells.usual_words as module
from fiche.codes import CLOSED
from importers.cells.codes import CLOSED_LISTS
from importers.cells.usual_words import usual
from search.text.analysis import words

READINGS = json.loads(Path(module.__file__).with_suffix(".json").read_text(encoding="utf-8"))


def test_each_phrase_has_one_reading_and_is_written_as_it_is_compared() -> None:
    for name, codes in READINGS.items():
        assert set(codes) <= set(CLOSED[name]), name
        phrases = [phrase for each in codes.values() for phrase in each]
        assert len(phrases) == len(set(phrases)), [each for each in phrases if phrases.count(each) > 1]
        assert all(phrase == " ".join(words(phrase)) for phrase in phrases)


@pytest.mark.parametrize(
    "name, text, code",
    [
        ("audiences", "Tout public", "tous-publics"),
        ("audiences", "RSA", "beneficiaires-des-minimas-sociaux"),
        ("audiences", "Bénéficiaires du RSA", "beneficiaires-des-minimas-sociaux"),
        ("audiences", "les personnes âgées", "seniors"),
        ("audiences", "RQTH", "personnes-en-situation-de-handicap"),
        ("access_modes", "Sans RDV", "libre"),
        ("access_modes", "RDV obligatoire", "sur-rendez-vous"),
        ("access_modes", "Par un travailleur social", "sur-orientation"),
        ("costs", "Adhésion : 10 €", "payant"),
        ("receptions", "Visites à domicile", "itinerant"),
        ("languages", "LSF", "lsf"),
        ("accessibilities", "PMR", "fauteuil-roulant"),
    ],
)
def test_usual_words_are_read(name: str, text: str, code: str) -> None:
    found = usual(name, text)
    assert found is not None and found.codes == (code,)


@pytest.mark.parametrize(
    "name, text",
    [
        ("audiences", "Chats et chiens"), ("audiences", "Pas de mineurs"), ("access_modes", "Sauf sur rendez-vous"),
        ("costs", "Gratuit : non"), ("costs", "Gratuit : non, 5 € par séance"),
        ("access_modes", "Libre : non, sur rendez-vous"),
        ("costs", "Gratuit - pas gratuit le soir"), ("accessibilities", "Non accessible PMR"), ("needs", "RSA"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_read(name: str, text: str) -> None:
    assert usual(name, text) is None


@pytest.mark.parametrize(
    "name, text, label",
    [
        ("access_modes", "Sans rendez-vous", ""), ("audiences", "RSA", ""), ("audiences", "Hommes", ""),
        ("accessibilities", "Inaccessible en fauteuil roulant", ""), ("costs", "Non payant", ""),
        ("access_modes", "Sur rendes-vous", "Sur rendez-vous"),
        ("audiences", "Demandeur d’emplois", "Demandeurs d’emploi"),
        ("mobilisations", "Prescription direct", "Prescription directe"), ("access_modes", "Sur orientation", ""),
    ],
)  # fmt: skip
def test_a_suggestion_is_a_misspelling_or_nothing(name: str, text: str, label: str) -> None:
    assert CLOSED_LISTS[name].nearest(text) == label
