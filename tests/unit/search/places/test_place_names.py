"""Names of communes as people type them and as files write them."""

from collections.abc import Sequence

import pytest

from search.places.candidate import Place
from search.places.gazetteer import Commune, Gazetteer, default_gazetteer


@pytest.fixture(scope="module")
def france() -> Gazetteer:
    return default_gazetteer()


def label(commune: Commune | None) -> str | None:
    return commune.label if commune is not None else None


def labels(places: Sequence[Place]) -> list[str]:
    return [place.label for place in places]


# While typing


@pytest.mark.parametrize(
    "text, first",
    [
        ("marti", "Martigues (13)"),
        ("Marseille 3e", "Marseille 3e (13)"),
        ("marseille 3", "Marseille 3e (13)"),
        ("Marseille 3ème arr", "Marseille 3e (13)"),
        ("marseille 03", "Marseille 3e (13)"),
        ("13003", "Marseille 3e (13)"),
        ("Paris 1er", "Paris 1er (75)"),
        ("paris", "Paris (75)"),
        ("lyon 69", "Lyon (69)"),
        ("Ciotat", "La Ciotat (13)"),
        ("havre", "Le Havre (76)"),
        ("l'hay", "L’Haÿ-les-Roses (94)"),
        ("lhay", "L’Haÿ-les-Roses (94)"),
        ("L’HAŸ LES ROSES", "L’Haÿ-les-Roses (94)"),
        ("oeuilly", "Œuilly (51)"),
        ("st martin de cr", "Saint-Martin-de-Crau (13)"),
        ("Saint-Martin-de-C", "Saint-Martin-de-Crau (13)"),
        ("ste genevieve des b", "Sainte-Geneviève-des-Bois (91)"),
        ("stras", "Strasbourg (67)"),
        ("Y (80)", "Y (80)"),
        ("aix provence", "Aix-en-Provence (13)"),
        ("chalon saone", "Chalon-sur-Saône (71)"),
        ("chalon s/ saone", "Chalon-sur-Saône (71)"),
        ("saint-denis 93", "Saint-Denis (93)"),
        ("13500 mart", "Martigues (13)"),
        ("martigues 13", "Martigues (13)"),
        ("bastia 2b", "Bastia (2B)"),
        ("saintdenis", "Saint-Denis (974)"),
        ("annecy-le-vieux", "Annecy (74)"),
        ("vitroles", "Vitrolles (13)"),
        ("marsseille", "Marseille (13)"),
        ("13", "Bouches-du-Rhône (département)"),
        ("bouches du rh", "Bouches-du-Rhône (département)"),
    ],
)
def test_a_name_being_typed_finds_its_place(france: Gazetteer, text: str, first: str) -> None:
    assert france.suggest(text)[0].label == first


def test_a_word_inside_a_name_is_found(france: Gazetteer) -> None:
    assert "Les Baux-de-Provence (13)" in labels(france.suggest("baux", limit=20))
    assert france.suggest("denis")[0].label.startswith("Saint-Denis")


def test_beginnings_come_before_words_inside(france: Gazetteer) -> None:
    found = labels(france.suggest("mart", limit=60))
    assert found.index("Martigues (13)") < found.index("Saint-Martin-d’Hères (38)")
    assert "Martignas-sur-Jalle (33)" in found


def test_a_whole_name_comes_before_larger_communes_that_begin_with_it(france: Gazetteer) -> None:
    assert labels(france.suggest("Saint-Denis", limit=5))[3:] == ["Saint-Denis (30)", "Saint-Denis-en-Val (45)"]


def test_an_abbreviation_may_be_the_beginning_of_another_word(france: Gazetteer) -> None:
    found = labels(france.suggest("st", limit=40))
    assert "Strasbourg (67)" in found
    assert "Saint-Denis (93)" in found


@pytest.mark.parametrize("text", ["", "   ", "'", "(", "zzzzz", "99999", "12 rue", "\x00", "a" * 500, ",", "cedex"])
def test_what_is_no_place_completes_to_nothing_without_failing(france: Gazetteer, text: str) -> None:
    assert france.suggest(text) == []


def test_suggestions_keep_to_their_limit(france: Gazetteer) -> None:
    assert len(france.suggest("s")) == 8
    assert len(france.suggest("saint", limit=3)) == 3


# Once typed


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Martigues", "Martigues (13)"),
        ("Martigues (13)", "Martigues (13)"),
        ("martigues 13", "Martigues (13)"),
        ("Martigues 13500", "Martigues (13)"),
        ("13500 Martigues", "Martigues (13)"),
        ("13500", "Martigues (13)"),
        ("13056", "Martigues (13)"),
        ("2a004", "Ajaccio (2A)"),
        ("13003", "Marseille 3e (13)"),
        ("Marseille", "Marseille (13)"),
        ("Marseille (13)", "Marseille (13)"),
        ("marseille 3", "Marseille 3e (13)"),
        ("Marseille 3e (13)", "Marseille 3e (13)"),
        ("75008 Paris", "Paris 8e (75)"),
        ("75116", "Paris 16e (75)"),
        ("75000", "Paris (75)"),
        ("13000 Marseille", "Marseille (13)"),
        ("oeuilly 02", "Œuilly (02)"),
        ("Ciotat", "La Ciotat (13)"),
        ("Vitrolles", "Vitrolles (13)"),
        ("Saint-Denis (974)", "Saint-Denis (974)"),
        ("Cran-Gevrier", "Annecy (74)"),
        ("38021", "Grenoble (38)"),
        ("38021 Grenoble Cedex 1", "Grenoble (38)"),
        ("13233", "Marseille (13)"),
        ("44156 Ancenis Cedex", "Ancenis-Saint-Géréon (44)"),
        ("92042 Paris la Défense Cedex", "Puteaux (92)"),
        ("13 CEDEX 20", "Bouches-du-Rhône (département)"),
        ("Marseille cedex 03", "Marseille 3e (13)"),
        ("Martigues, Bouches-du-Rhône", "Martigues (13)"),
        ("Martigues, France", "Martigues (13)"),
        ("à Martigues", "Martigues (13)"),
        ("au Havre", "Le Havre (76)"),
        ("ville d’Arles", "Arles (13)"),
        ("974", "La Réunion (département)"),
        ("2a", "Corse-du-Sud (département)"),
        ("dep:13", "Bouches-du-Rhône (département)"),
        ("département 13", "Bouches-du-Rhône (département)"),
        ("bouches du rhone", "Bouches-du-Rhône (département)"),
        ("paca", "Provence-Alpes-Côte d’Azur (région)"),
        ("région Occitanie", "Occitanie (région)"),
        ("Métropole d'Aix-Marseille-Provence", "Métropole d’Aix-Marseille-Provence (13)"),
        ("communauté d’agglomération Terre de Provence", "CA Terre de Provence (13)"),
        ("200054807", "Métropole d’Aix-Marseille-Provence (13)"),
    ],
)
def test_a_text_names_one_place(france: Gazetteer, text: str, expected: str) -> None:
    found = france.resolve(text)
    assert found.taken is not None
    assert found.taken.label == expected
    assert found.is_spelt and found.is_whole


@pytest.mark.parametrize(
    "text, first",
    [
        ("saint denis", ["Saint-Denis (974)", "Saint-Denis (93)"]),
        ("Bors", ["Bors (Canton de Tude-et-Lavalette) (16)", "Bors (Canton de Charente-Sud) (16)"]),
        ("Villefranche", ["Villefranche-sur-Saône (69)"]),
        ("20", ["Haute-Corse (département)", "Corse-du-Sud (département)"]),
        ("Martigues (75)", ["Martigues (13)"]),
    ],
)
def test_what_is_not_sure_is_asked_likeliest_first(france: Gazetteer, text: str, first: list[str]) -> None:
    found = france.resolve(text)
    assert found.taken is None
    assert labels(found.others)[: len(first)] == first


@pytest.mark.parametrize(
    "text, taken, other",
    [
        ("Vitrolles", "Vitrolles (13)", "Vitrolles (05)"),
        ("La Garde", "La Garde (83)", "La Garde (04)"),
        ("saint pierre", "Saint-Pierre (974)", "Saint-Pierre (975)"),
        ("Œuilly", "Œuilly (51)", "Œuilly (02)"),
    ],
)
def test_what_is_much_likelier_is_taken_and_the_next_offered(
    france: Gazetteer, text: str, taken: str, other: str
) -> None:
    found = france.resolve(text)
    if found.taken is None:
        assert labels(found.others)[:2] == [taken, other]
    else:
        assert [found.taken.label, found.others[0].label] == [taken, other]


@pytest.mark.parametrize("text", ["qwxzqwxz", "", "rue de Paris", "99999", "cedex", "13999"])
def test_what_names_nothing_is_nothing(france: Gazetteer, text: str) -> None:
    assert france.resolve(text).is_unknown


@pytest.mark.parametrize(
    "text, town",
    [
        ("12 rue de la République, Marseille", "Marseille (13)"),
        ("12 rue de la République 13001 Marseille", "Marseille 1er (13)"),
        ("Arles, 5 rue du Port", "Arles (13)"),
        ("6 impasse des Lilas Vitrolles", "Vitrolles (13)"),
        ("CCAS Gardanne", "Gardanne (13)"),
        ("rue de Lille, Bailleul", "Bailleul (59)"),
    ],
)
def test_an_address_gives_its_commune_and_says_that_the_street_was_not_found(
    france: Gazetteer, text: str, town: str
) -> None:
    found = france.resolve(text)
    assert found.taken is not None
    assert (found.taken.label, found.is_whole) == (town, False)


@pytest.mark.slow
def test_every_label_names_its_own_commune(france: Gazetteer) -> None:
    assert [one.label for one in france.all() if france.resolve(one.label).taken != one] == []


def test_every_area_is_read_back_as_the_product_writes_it(france: Gazetteer) -> None:
    codes = {code for one in france.all() for code in france.chain(one.code) if code.startswith(("dep", "reg", "epci"))}
    areas = [area for code in codes if (area := france.area(code)) is not None]
    assert len(areas) > 1_300
    lost = [area.label for area in areas if _first(france, area.label) != area.code]
    assert lost == []


def _first(france: Gazetteer, text: str) -> str:
    found = france.resolve(text)
    return found.taken.code if found.taken is not None else ""
