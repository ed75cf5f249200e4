"""Names of communes as people type them and as files write them."""

import pytest

from search.places.gazetteer import Commune, Gazetteer, default_gazetteer


@pytest.fixture(scope="module")
def france() -> Gazetteer:
    return default_gazetteer()


def label(commune: Commune | None) -> str | None:
    return commune.label if commune is not None else None


def labels(communes: list[Commune]) -> list[str]:
    return [commune.label for commune in communes]


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
        ("l'hay", "L'Haÿ-les-Roses (94)"),
        ("lhay", "L'Haÿ-les-Roses (94)"),
        ("L’HAŸ LES ROSES", "L'Haÿ-les-Roses (94)"),
        ("oeuilly", "Œuilly (51)"),
        ("st martin de cr", "Saint-Martin-de-Crau (13)"),
        ("Saint-Martin-de-C", "Saint-Martin-de-Crau (13)"),
        ("ste genevieve des b", "Sainte-Geneviève-des-Bois (91)"),
        ("stras", "Strasbourg (67)"),
        ("y", "Y (80)"),
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
    ],
)
def test_a_name_being_typed_finds_its_commune(france: Gazetteer, text: str, first: str) -> None:
    assert france.complete(text)[0].label == first


def test_a_word_inside_a_name_is_found(france: Gazetteer) -> None:
    assert "Les Baux-de-Provence (13)" in labels(france.complete("baux"))
    assert france.complete("denis")[0].label == "Saint-Denis (974)"


def test_beginnings_come_before_words_inside(france: Gazetteer) -> None:
    found = labels(france.complete("mart", limit=100))
    assert found.index("Martigues (13)") < found.index("Saint-Martin-d'Hères (38)")
    assert found.index("La Martre (83)") < found.index("Saint-Martin-d'Hères (38)"), "an article may be left out"


def test_a_whole_name_comes_before_larger_communes_that_begin_with_it(france: Gazetteer) -> None:
    assert labels(france.complete("sai", limit=2)) == ["Sai (61)", "Saint-Étienne (42)"]
    assert labels(france.complete("Saint-Denis", limit=5))[3:] == ["Saint-Denis (30)", "Saint-Denis-en-Val (45)"]


def test_an_abbreviation_may_be_the_beginning_of_another_word(france: Gazetteer) -> None:
    found = labels(france.complete("st"))
    assert "Strasbourg (67)" in found
    assert "Saint-Denis (93)" in found


@pytest.mark.parametrize("text", ["", "   ", "'", "(", "zzzzz", "99999", "12 rue", "\x00", "a" * 500])
def test_what_is_no_place_completes_to_nothing_without_failing(france: Gazetteer, text: str) -> None:
    assert france.complete(text) == []


def test_completion_keeps_to_its_limit(france: Gazetteer) -> None:
    assert len(france.complete("s")) == 8
    assert len(france.complete("saint", limit=3)) == 3


@pytest.mark.parametrize("text, first", [("vitroles", "Vitrolles (13)"), ("marsseille", "Marseille (13)")])
def test_a_misspelt_name_has_likely_neighbours(france: Gazetteer, text: str, first: str) -> None:
    assert france.complete(text) == []
    assert france.similar(text)[0].label == first


# Once typed


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Martigues", ["Martigues (13)"]),
        ("Martigues (13)", ["Martigues (13)"]),
        ("martigues 13", ["Martigues (13)"]),
        ("Martigues 13500", ["Martigues (13)"]),
        ("13500 Martigues", ["Martigues (13)"]),
        ("13500", ["Martigues (13)"]),
        ("13056", ["Martigues (13)"]),
        ("2a004", ["Ajaccio (2A)"]),
        ("13003", ["Marseille 3e (13)"]),
        ("Marseille", ["Marseille (13)"]),
        ("Marseille (13)", ["Marseille (13)"]),
        ("marseille 3", ["Marseille 3e (13)"]),
        ("Marseille 3e (13)", ["Marseille 3e (13)"]),
        ("75008 Paris", ["Paris 8e (75)"]),
        ("75116", ["Paris 16e (75)"]),
        ("75000", ["Paris (75)"]),
        ("13000 Marseille", ["Marseille (13)"]),
        ("Œuilly", ["Œuilly (51)", "Œuilly (02)"]),
        ("oeuilly 02", ["Œuilly (02)"]),
        ("Y", ["Y (80)"]),
        ("Ciotat", ["La Ciotat (13)"]),
        ("Vitrolles", ["Vitrolles (13)", "Vitrolles (05)"]),
        ("Saint-Denis (974)", ["Saint-Denis (974)"]),
        ("La Garde", ["La Garde (83)", "La Garde (04)", "La Garde (38)"]),
        ("Bors", ["Bors (Canton de Tude-et-Lavalette) (16)", "Bors (Canton de Charente-Sud) (16)"]),
        ("Cran-Gevrier", ["Annecy (74)"]),
        ("Les Baux", []),
        ("Martigues (75)", []),
        ("nowhere", []),
        ("", []),
    ],
)
def test_a_text_names_one_commune_or_asks(france: Gazetteer, text: str, expected: list[str]) -> None:
    assert labels(france.resolve(text)) == expected


def test_homonyms_are_all_proposed_largest_first(france: Gazetteer) -> None:
    found = labels(france.resolve("saint pierre"))
    assert found[:3] == ["Saint-Pierre (974)", "Saint-Pierre (975)", "Saint-Pierre (972)"]
    assert len(found) > 6


def test_every_label_names_its_own_commune(france: Gazetteer) -> None:
    communes = {commune for digit in "0123456789" for commune in france.complete(digit, limit=50_000)}
    assert [commune.label for commune in communes if france.resolve(commune.label) != [commune]] == []


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
        ("L HAY LES ROSES", "94240", "L'Haÿ-les-Roses (94)"),
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
