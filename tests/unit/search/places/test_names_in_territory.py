"""A place said in a sentence is read where the base lives."""

import pytest

from search.places.gazetteer import Gazetteer, default_gazetteer
from search.places.names_in_territory import NamesInTerritory
from search.text.analysis import words


@pytest.fixture(scope="module")
def france() -> Gazetteer:
    return default_gazetteer()


@pytest.mark.parametrize(
    "sentence, start, taken, first",
    [
        ("logement à salon", 2, 1, "Salon-de-Provence (13)"),
        ("près de st mitre demain", 2, 2, "Saint-Mitre-les-Remparts (13)"),
        ("à aix", 1, 1, "Aix-en-Provence (13)"),
        ("à Aix en Provence", 1, 3, "Aix-en-Provence (13)"),
        ("vers les pennes", 1, 2, "Les Pennes-Mirabeau (13)"),
        ("près de Vitrolles", 2, 1, "Vitrolles (13)"),
        ("autour de lyon", 2, 1, "Lyon (69)"),
        ("à port saint louis", 1, 3, "Port-Saint-Louis-du-Rhône (13)"),
    ],
)
def test_a_short_name_announced_is_that_of_the_territory(
    france: Gazetteer, sentence: str, start: int, taken: int, first: str
) -> None:
    names = NamesInTerritory(france, france.territory_around(["13"], []))
    found, communes = names.meant_at(words(sentence), start)
    assert (found, communes[0].label) == (taken, first)


def test_a_name_that_nothing_announces_has_to_be_whole(france: Gazetteer) -> None:
    names = NamesInTerritory(france, france.territory_around(["13"], []))
    assert names.names_starting_at(["st", "mitre"], 0) == (0, [])
    _, communes = names.names_starting_at(["vitrolles"], 0)
    assert [commune.label for commune in communes] == ["Vitrolles (13)", "Vitrolles (05)"]


def test_the_territory_decides_between_namesakes_in_a_sentence(france: Gazetteer) -> None:
    for department, first in (("93", "Saint-Denis (93)"), ("974", "Saint-Denis (974)")):
        names = NamesInTerritory(france, france.territory_around([department], []))
        _, communes = names.names_starting_at(["saint", "denis"], 0)
        assert communes[0].label == first


@pytest.mark.parametrize("sentence", ["à domicile", "à la maison", "à pied", "à charge", "à saint"])
def test_an_ordinary_word_after_a_preposition_is_no_short_name(france: Gazetteer, sentence: str) -> None:
    names = NamesInTerritory(france, france.territory_around(["13"], []))
    taken, communes = names.meant_at(words(sentence), 1)
    assert taken == 0 or all(commune.department != "13" for commune in communes)


@pytest.mark.parametrize(
    "said, taken",
    [
        ("salon", "Salon-de-Provence (13)"),
        ("st mitre", "Saint-Mitre-les-Remparts (13)"),
        ("Martigues", "Martigues (13)"),
        ("sallon", None),
        ("martigue", None),
        ("salon mardi", None),
        ("avenue", None),
        ("domicile", None),
    ],
)
def test_a_name_or_its_beginning_is_read_and_no_misspelling(france: Gazetteer, said: str, taken: str | None) -> None:
    found = france.resolve_name(said, france.territory_around(["13"], []))
    assert (found.taken.label if found.taken is not None else None) == taken
