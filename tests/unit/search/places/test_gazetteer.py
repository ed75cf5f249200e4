from collections.abc import Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from search.places.gazetteer import Commune, Gazetteer, default_gazetteer
from search.text.analysis import words


@pytest.fixture(scope="module")
def france() -> Gazetteer:
    return default_gazetteer()


def labels(communes: Sequence[Commune]) -> list[str]:
    return [commune.label for commune in communes]


def every_commune(france: Gazetteer) -> list[Commune]:
    return [commune for commune in france.all() if commune.postcodes]


# What is packaged


def test_every_inhabited_commune_has_a_point_and_a_postcode(france: Gazetteer) -> None:
    communes = every_commune(france)
    assert len(communes) == 35_009  # five uninhabited territories have no postal code
    assert [c.name for c in communes if c.latitude is None or c.longitude is None] == ["Île de Clipperton"]


def test_the_gazetteer_is_read_once() -> None:
    assert default_gazetteer() is default_gazetteer()


def test_points_lie_in_their_territory(france: Gazetteer) -> None:
    boxes = {"974": (-22, -20, 55, 56), "971": (15, 17, -62, -60), "976": (-14, -12, 44, 46), "2A": (41, 43, 8, 10)}
    for commune in every_commune(france):
        low_lat, high_lat, low_lon, high_lon = boxes.get(commune.department, (-50, 52, -180, 180))
        if commune.latitude is not None and commune.longitude is not None:
            assert low_lat < commune.latitude < high_lat, commune
            assert low_lon < commune.longitude < high_lon, commune
            if commune.department < "97" and not commune.department.startswith("2"):
                assert 42 < commune.latitude < 51.2, commune
                assert -5.3 < commune.longitude < 8.3, commune


# By code


def test_a_commune_is_told_by_its_insee_code(france: Gazetteer) -> None:
    martigues = france.get("13056")
    assert martigues is not None
    assert martigues.label == "Martigues (13)"
    assert "13500" in martigues.postcodes
    assert france.get("13999") is None


def test_the_code_of_a_merged_commune_leads_to_the_one_of_today(france: Gazetteer) -> None:
    annecy = france.get("74011")  # Annecy-le-Vieux
    assert annecy is not None
    assert annecy.code == "74010"


@pytest.mark.parametrize(
    "code, areas",
    [
        ("13203", ("com:13203", "com:13055", "epci:200054807", "dep:13", "reg:93", "fr")),
        ("13056", ("com:13056", "epci:200054807", "dep:13", "reg:93", "fr")),
        ("97502", ("com:97502", "dep:975", "reg:975", "fr")),
        ("2A004", ("com:2A004", "epci:242010056", "dep:2A", "reg:94", "fr")),
        ("74011", ("com:74010", "epci:200066793", "dep:74", "reg:84", "fr")),
        ("00000", ()),
    ],
)
def test_a_commune_knows_the_areas_that_cover_it(france: Gazetteer, code: str, areas: tuple[str, ...]) -> None:
    assert france.chain(code) == areas


@pytest.mark.parametrize("city, number", [("75056", 20), ("69123", 9), ("13055", 16)])
def test_searching_a_city_takes_its_arrondissements_in(france: Gazetteer, city: str, number: int) -> None:
    members = france.members(city)
    assert members[0] == city
    assert len(members) == 1 + number
    assert all(city in (code, commune.parent) for code in members if (commune := france.get(code)))


def test_searching_an_arrondissement_takes_only_itself(france: Gazetteer) -> None:
    assert france.members("13203") == ("13203",)


@pytest.mark.parametrize(
    "area, name",
    [
        ("fr", "France entière"),
        ("reg:93", "Provence-Alpes-Côte d'Azur"),
        ("dep:13", "Bouches-du-Rhône"),
        ("dep:2B", "Haute-Corse"),
        ("epci:200054807", "Métropole d'Aix-Marseille-Provence"),
        ("com:13203", "Marseille 3e (13)"),
        ("com:99999", None),
        ("dep:00", None),
        ("nonsense", None),
    ],
)
def test_an_area_code_has_a_name_to_show(france: Gazetteer, area: str, name: str | None) -> None:
    assert france.territory(area) == name


def test_every_area_of_every_chain_has_a_name(france: Gazetteer) -> None:
    areas = {area for commune in every_commune(france) for area in france.chain(commune.code)}
    assert [area for area in areas if france.territory(area) is None] == []


@pytest.mark.parametrize(
    "code, zone",
    [
        ("13056", "Europe/Paris"),
        ("2A004", "Europe/Paris"),
        ("97411", "Indian/Reunion"),
        ("97105", "America/Guadeloupe"),
        ("97209", "America/Martinique"),
        ("97302", "America/Cayenne"),
        ("97608", "Indian/Mayotte"),
        ("97502", "America/Miquelon"),
        ("98818", "Pacific/Noumea"),
        ("98735", "Pacific/Tahiti"),
        ("98731", "Pacific/Marquesas"),
        ("98719", "Pacific/Gambier"),
        ("", "Europe/Paris"),
    ],
)
def test_each_territory_keeps_its_own_time(france: Gazetteer, code: str, zone: str) -> None:
    assert france.timezone(code) == zone
    assert ZoneInfo(zone).key == zone


# By point


@pytest.mark.parametrize(
    "latitude, longitude, label",
    [
        (43.405, 5.05, "Martigues (13)"),
        (43.312, 5.378, "Marseille 3e (13)"),
        (48.861, 2.336, "Paris 1er (75)"),
        (-20.88, 55.45, "Saint-Denis (974)"),
        (46.78, -56.17, "Saint-Pierre (975)"),
    ],
)
def test_a_point_has_a_nearest_commune(france: Gazetteer, latitude: float, longitude: float, label: str) -> None:
    assert france.nearest(latitude, longitude).label == label


def test_a_point_is_in_an_arrondissement_never_in_its_whole_city(france: Gazetteer) -> None:
    for city in ("75056", "69123", "13055"):
        commune = france.get(city)
        assert commune is not None
        assert commune.latitude is not None
        assert commune.longitude is not None
        assert france.nearest(commune.latitude, commune.longitude).parent == city


def test_an_empty_gazetteer_has_no_nearest_commune() -> None:
    with pytest.raises(LookupError, match="no commune"):
        Gazetteer([]).nearest(43.0, 5.0)


# In a sentence


@pytest.mark.parametrize(
    "sentence, start, taken, first",
    [
        ("creche pres de vitrolles", 3, 1, "Vitrolles (13)"),
        ("St Martin de Crau demain", 0, 4, "Saint-Martin-de-Crau (13)"),
        ("au Havre", 0, 2, "Le Havre (76)"),
        ("aux Baux-de-Provence", 0, 4, "Les Baux-de-Provence (13)"),
        ("près du Mans", 1, 2, "Le Mans (72)"),
        ("à Marseille 3e", 1, 2, "Marseille 3e (13)"),
        ("Paris 1er arrondissement", 0, 3, "Paris 1er (75)"),
        ("Aix en Provence", 0, 3, "Aix-en-Provence (13)"),
        ("L'Haÿ-les-Roses", 0, 4, "L’Haÿ-les-Roses (94)"),
        ("Œuilly", 0, 1, "Œuilly (51)"),
    ],
)
def test_the_longest_name_is_found_in_a_sentence(
    france: Gazetteer, sentence: str, start: int, taken: int, first: str
) -> None:
    found, communes = france.names_starting_at(words(sentence), start)
    assert found == taken
    assert communes[0].label == first


@pytest.mark.parametrize("sentence", ["garde d’enfants", "permis de conduire", ""])
def test_an_ordinary_word_is_not_a_place(france: Gazetteer, sentence: str) -> None:
    assert france.names_starting_at(words(sentence), 0) == (0, [])


def test_homonyms_in_a_sentence_come_largest_first(france: Gazetteer) -> None:
    _, communes = france.names_starting_at(["saint", "pierre"], 0)
    assert len(communes) > 5
    assert all(a.population >= b.population for a, b in pairwise(communes))


def test_every_name_is_found_by_all_its_words_and_no_more(france: Gazetteer) -> None:
    for name in ("Saint-Rémy-de-Provence", "Notre-Dame-de-Londres", "Le Havre", "Port-Saint-Louis-du-Rhône"):
        said = words(name)
        found, communes = france.names_starting_at([*said, "demain", "matin"], 0)
        assert (found, communes[0].name) == (len(said), name)
    assert france.names_starting_at(["nd", "de", "londres"], 0)[0] == 3
    assert france.names_starting_at(["marseille", "3eme", "arrondissement", "demain"], 0)[0] == 3
