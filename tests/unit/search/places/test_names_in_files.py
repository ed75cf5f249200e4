"""Communes of addresses in files: a name, with or without the postcode beside it."""

import pytest

from search.places.gazetteer import Commune, Gazetteer, default_gazetteer


@pytest.fixture(scope="module")
def france() -> Gazetteer:
    return default_gazetteer()


def label(commune: Commune | None) -> str | None:
    return commune.label if commune is not None else None


# In files


@pytest.mark.parametrize(
    "name, postcode, expected",
    [
        ("Martigues", "13500", "Martigues (13)"),
        ("MARSEILLE 11", "13011", "Marseille 11e (13)"),
        ("MARSEILLE 11", "", "Marseille 11e (13)"),
        ("Marseille", "13003", "Marseille 3e (13)"),
        ("Marseille 3e Arrondissement", "13003", "Marseille 3e (13)"),
        ("Paris", "75116", "Paris 16e (75)"),
        ("Paris", "75000", "Paris (75)"),
        ("Lyon", "69003", "Lyon 3e (69)"),
        ("ST MARTIN DE CRAU", "13310", "Saint-Martin-de-Crau (13)"),
        ("CHALON S/ SAONE", "71100", "Chalon-sur-Saône (71)"),
        ("L HAY LES ROSES", "94240", "L’Haÿ-les-Roses (94)"),
        ("CIOTAT", "13600", "La Ciotat (13)"),
        ("Bourg-en-Bresse", "1000", "Bourg-en-Bresse (01)"),
        ("Bourg-en-Bresse", "1000.0", "Bourg-en-Bresse (01)"),
        ("Martigues", "13 500", "Martigues (13)"),
        ("Martigues", "F-13500", "Martigues (13)"),
        ("Saint-Pierre", "97410", "Saint-Pierre (974)"),
        ("Saint-Pierre", "97250", "Saint-Pierre (972)"),
        ("Saint-Pierre", "97500", "Saint-Pierre (975)"),
        ("Saint-Barthélemy", "97133", "Saint-Barthélemy (977)"),
        ("Saint-Denis", "93200", "Saint-Denis (93)"),
        ("MARTIGUES CEDEX", "13698", "Martigues (13)"),
        ("13500 MARTIGUES CEDEX", "", "Martigues (13)"),
        ("MARSEILLE CEDEX 03", "13303", "Marseille 3e (13)"),
        ("MARSEILLE CEDEX 20", "13233", "Marseille (13)"),
        ("AIX EN PROVENCE CEDEX 2", "13616", "Aix-en-Provence (13)"),
        ("AJACCIO CEDEX", "20179", "Ajaccio (2A)"),
        ("MARTIGUES LAVERA", "13117", "Martigues (13)"),
        ("Lavéra", "13117", "Martigues (13)"),
        ("VITROLLE", "13127", "Vitrolles (13)"),
        ("Évry", "91000", "Évry-Courcouronnes (91)"),
        ("Annecy le Vieux", "74940", "Annecy (74)"),
        ("", "13500", "Martigues (13)"),
        ("", "13003", "Marseille 3e (13)"),
        ("Martigues", "", "Martigues (13)"),
    ],
)
def test_an_address_of_a_file_finds_its_commune(france: Gazetteer, name: str, postcode: str, expected: str) -> None:
    assert label(france.by_name_and_postcode(name, postcode)) == expected


@pytest.mark.parametrize(
    "name, postcode",
    [
        ("Saint-Denis", ""),
        ("Aix", ""),
        ("Villefranche", ""),
        ("Saint-Pierre", ""),
        ("", "01090"),
        ("", ""),
        ("Nowhere", "01090"),
        ("Bormes-les-Mimosas", "88230"),
        ("Martigues", "75001"),
        ("CEDEX", ""),
    ],
)
def test_an_unsure_address_finds_no_commune(france: Gazetteer, name: str, postcode: str) -> None:
    assert france.by_name_and_postcode(name, postcode) is None


def test_two_arrondissements_that_contradict_each_other_give_the_city(france: Gazetteer) -> None:
    assert label(france.by_name_and_postcode("MARSEILLE 11", "13003")) == "Marseille (13)"
