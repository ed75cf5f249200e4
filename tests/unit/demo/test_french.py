"""Town names inside a sentence, and the typography of what is printed."""

import pytest

from directory.demo.catalogue import load_catalogue
from directory.demo.french import NBSP, city_of, in_town, of_proper_name, of_town, typeset
from search.places.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "name, at, of",
    [
        ("Arles", "à Arles", "d’Arles"),
        ("Gardanne", "à Gardanne", "de Gardanne"),
        ("Aix-en-Provence", "à Aix-en-Provence", "d’Aix-en-Provence"),
        ("Éguilles", "à Éguilles", "d’Éguilles"),
        ("Hyères", "à Hyères", "d’Hyères"),
        ("Hautes-Duyes", "à Hautes-Duyes", "de Hautes-Duyes"),
        ("Uzès", "à Uzès", "d’Uzès"),
        ("La Ciotat", "à La Ciotat", "de La Ciotat"),
        ("Le Puy-Sainte-Réparade", "au Puy-Sainte-Réparade", "du Puy-Sainte-Réparade"),
        ("Les Pennes-Mirabeau", "aux Pennes-Mirabeau", "des Pennes-Mirabeau"),
        ("L'Isle-sur-la-Sorgue", "à L'Isle-sur-la-Sorgue", "de L'Isle-sur-la-Sorgue"),
        ("Saintes-Maries-de-la-Mer", "aux Saintes-Maries-de-la-Mer", "des Saintes-Maries-de-la-Mer"),
        ("Lescure", "à Lescure", "de Lescure"),
        ("Marseille 1er Arrondissement", "à Marseille", "de Marseille"),
        ("Marseille 16e Arrondissement", "à Marseille", "de Marseille"),
    ],
)
def test_a_town_contracts_its_article_or_elides_the_preposition(name: str, at: str, of: str) -> None:
    assert in_town(name) == at
    assert of_town(name) == of


def test_no_town_of_the_demonstration_gives_a_faulty_preposition(gazetteer: Gazetteer) -> None:
    for code in load_catalogue().towns:
        commune = gazetteer.get(code)
        assert commune is not None
        for said in (in_town(commune.name), of_town(commune.name)):
            assert not said.startswith(("à Le ", "à Les ", "de Le ", "de Les ", "de A", "de E", "de É", "de I", "de O"))
            assert "Arrondissement" not in said


@pytest.mark.parametrize(
    "name, of",
    [
        ("Les Tamaris", "des Tamaris"),
        ("Le Romarin", "du Romarin"),
        ("La Garance", "de la Garance"),
        ("L'Olivette", "de l’Olivette"),
    ],
)
def test_the_article_of_a_proper_name_is_not_part_of_it(name: str, of: str) -> None:
    assert of_proper_name(name) == of


@pytest.mark.parametrize(
    "plain, printed",
    [
        ("l'aide", "l’aide"),
        ("Venir : oui ; non ! si ?", f"Venir{NBSP}: oui{NBSP}; non{NBSP}! si{NBSP}?"),
        ("le lot « premier logement »", f"le lot «{NBSP}premier logement{NBSP}»"),
        ("30 à 90 € selon ressources", f"30 à 90{NBSP}€ selon ressources"),
        ("Jusqu'à 12 000 €", f"Jusqu’à 12{NBSP}000{NBSP}€"),
        ("avant 12 h 45.", f"avant 12{NBSP}h{NBSP}45."),
        ("10 à 20 % du prix", f"10 à 20{NBSP}% du prix"),
        ("de 18 à 25 m², pour", f"de 18 à 25{NBSP}m², pour"),
        ("24 heures", "24 heures"),
        ("le 116 117", "le 116 117"),
    ],
)
def test_text_gets_the_spaces_and_apostrophes_of_print(plain: str, printed: str) -> None:
    assert typeset(plain) == printed
    assert typeset(printed) == printed


def test_an_arrondissement_is_its_city() -> None:
    assert city_of("Marseille 3e Arrondissement") == "Marseille"
    assert city_of("Aubagne") == "Aubagne"
