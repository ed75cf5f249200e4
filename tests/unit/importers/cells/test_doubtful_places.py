"""Places that files write badly, in the whole of France: read when sure, told with the choices otherwise."""

import pytest

from importers.cells.areas import AreaReader
from importers.cells.places import PlaceCells, PlaceReader
from search.places.gazetteer import Gazetteer, default_gazetteer


@pytest.fixture(scope="module")
def france() -> Gazetteer:
    return default_gazetteer()


def told(reader: PlaceReader, **cells: str) -> tuple[str, list[str], str]:
    """Return the INSEE code, the kinds of what was told, and all of its words."""
    place, flaws = reader.read(PlaceCells(**cells))
    assert place is not None
    return place.commune_code, [flaw.kind for flaw in flaws], " ".join(flaw.text for flaw in flaws)


# Names without a postal code


@pytest.mark.parametrize(
    "name, choices",
    [
        ("Villefranche", ["Villefranche-sur-Saône (69)", "Villefranche-de-Rouergue (12)"]),
        ("Saint-Denis", ["Saint-Denis (974)", "Saint-Denis (93)"]),
        ("Châteauneuf", ["Châteauneuf (42)"]),
        ("Aix", ["Aix-en-Provence (13)"]),
        ("Salon", ["Salon-de-Provence (13)", "Salon (24)"]),
    ],
)
def test_a_name_of_several_towns_is_no_place_and_told_with_the_choices(
    france: Gazetteer, name: str, choices: list[str]
) -> None:
    code, kinds, words = told(PlaceReader(france), commune_name=name)
    assert (code, kinds) == ("", ["commune-incertaine"])
    assert all(choice in words for choice in choices)


@pytest.mark.parametrize(
    "name, code",
    [
        ("Montpellier (34)", "34172"),
        ("Montpellier", "34172"),
        ("ST MARTIN DE CRAU", "13097"),
        ("13200 Arles", "13004"),
        ("Marseille 3e", "13203"),
        ("Marseille 3e (13)", "13203"),
        ("Annecy-le-Vieux", "74010"),
    ],
)
def test_a_name_that_is_sure_needs_no_postal_code(france: Gazetteer, name: str, code: str) -> None:
    assert told(PlaceReader(france), commune_name=name)[0] == code


@pytest.mark.parametrize("name, code", [("Villefranche", "69264"), ("Saint-Denis", "93066"), ("Aix", "13001")])
def test_the_territory_of_the_institution_decides_between_namesakes(france: Gazetteer, name: str, code: str) -> None:
    territory = france.territory_around(["13", "69", "93"], [])
    reader = PlaceReader(france, lambda: territory)
    found, kinds, words = told(reader, commune_name=name)
    assert found == code
    assert kinds == ["commune-comprise"]
    assert name in words


def test_a_town_misspelt_without_postal_code_is_told_not_taken(france: Gazetteer) -> None:
    code, kinds, words = told(PlaceReader(france), commune_name="Marsseille")
    assert (code, kinds) == ("", ["commune-incertaine"])
    assert "Marseille (13)" in words


# CEDEX


@pytest.mark.parametrize(
    "postcode, name, code",
    [
        ("13233", "Marseille Cedex 20", "13055"),
        ("44156", "Ancenis Cedex", "44003"),
        ("92042", "Paris la Défense Cedex", "92062"),
        ("38021", "Grenoble Cedex 1", "38185"),
        ("38021", "", "38185"),
        ("97491", "Sainte-Clotilde Cedex", "97411"),
        ("13616", "", "13001"),
    ],
)
def test_a_cedex_code_is_its_town(france: Gazetteer, postcode: str, name: str, code: str) -> None:
    place, _ = PlaceReader(france).read(PlaceCells(postcode=postcode, commune_name=name))
    assert place is not None
    assert (place.commune_code, place.precision) == (code, "commune")


def test_a_town_known_by_its_cedex_alone_is_told(france: Gazetteer) -> None:
    _, kinds, words = told(PlaceReader(france), postcode="92042", commune_name="Paris la Défense Cedex")
    assert kinds == ["commune-deduite"]
    assert "Puteaux (92)" in words


def test_an_unknown_cedex_code_says_its_departement(france: Gazetteer) -> None:
    code, kinds, words = told(PlaceReader(france), postcode="44999", commune_name="Zone du Port Cedex 9")
    assert (code, kinds) == ("", ["commune-inconnue"])
    assert "Loire-Atlantique" in words


# Cells that contradict each other


def test_a_name_against_a_postal_code_and_a_code_is_no_place(france: Gazetteer) -> None:
    code, kinds, words = told(PlaceReader(france), postcode="17520", commune_name="Ambazac", commune_code="17076")
    assert (code, kinds) == ("", ["commune-incertaine"])
    assert "Ambazac (87)" in words and "Celles (17)" in words


def test_a_name_against_a_postal_code_alone_is_no_place(france: Gazetteer) -> None:
    code, kinds, words = told(PlaceReader(france), postcode="17520", commune_name="Ambazac")
    assert (code, kinds) == ("", ["commune-incertaine"])
    assert "Ambazac (87)" in words


@pytest.mark.parametrize("latitude, longitude, code", [("45.96", "1.40", "87002"), ("45.61", "-0.37", "17076")])
def test_the_point_decides_between_what_the_cells_say(
    france: Gazetteer, latitude: str, longitude: str, code: str
) -> None:
    cells = {"postcode": "17520", "commune_name": "Ambazac", "commune_code": "17076"}
    assert told(PlaceReader(france), **cells, latitude=latitude, longitude=longitude)[:2] == (
        code, ["commune-deduite"]
    )  # fmt: skip


def test_a_hamlet_with_a_code_keeps_the_code(france: Gazetteer) -> None:
    assert told(PlaceReader(france), postcode="13500", commune_name="Lavéra Plage", commune_code="13056")[0] == "13056"


@pytest.mark.parametrize(
    "name, latitude, longitude, code",
    [
        ("Montreuil", "48.8667", "2.4230", "93048"),
        ("Montreuil", "50.464", "1.763", "62588"),
        ("Saint-Denis", "-20.89", "55.45", "97411"),
        ("Vitrolles", "44.43", "5.95", "05184"),
    ],
)
def test_a_namesake_near_the_point_wins(france: Gazetteer, name: str, latitude: str, longitude: str, code: str) -> None:
    found, kinds, _ = told(PlaceReader(france), commune_name=name, latitude=latitude, longitude=longitude)
    assert (found, kinds) == (code, ["commune-deduite"])


# Points


@pytest.mark.parametrize(
    "latitude, longitude, code",
    [("-0.57", "44.84", "33063"), ("55.45", "-20.89", "97411"), ("-61.53", "16.24", "97120")],
)
def test_a_pair_the_wrong_way_round_is_put_right_without_a_commune(
    france: Gazetteer, latitude: str, longitude: str, code: str
) -> None:
    found, kinds, _ = told(PlaceReader(france), address="8 avenue du Port", latitude=latitude, longitude=longitude)
    assert (found, kinds) == (code, ["coordonnees-inversees", "commune-deduite"])


@pytest.mark.parametrize(
    "latitude, longitude", [("-1.2", "36.8"), ("51.5", "-0.12"), ("40.4", "-3.7"), ("45.07", "7.69"), ("46.0", "-4.9")]
)
def test_a_point_abroad_or_at_sea_is_never_kept(france: Gazetteer, latitude: str, longitude: str) -> None:
    place, flaws = PlaceReader(france).read(
        PlaceCells(address="8 avenue du Port", latitude=latitude, longitude=longitude)
    )
    assert place is not None
    assert (place.latitude, place.longitude, place.commune_code) == (None, None, "")
    assert "coordonnees-impossibles" in [flaw.kind for flaw in flaws]


# Addresses


@pytest.mark.parametrize(
    "address, street, code",
    [
        ("12 rue des Lilas 13200 Arles", "12 rue des Lilas", "13004"),
        ("12 rue des Lilas, 13200 ARLES CEDEX", "12 rue des Lilas", "13004"),
        ("BP 12 - 97400 Saint-Denis", "BP 12", "97411"),
        ("3 place de la Mairie, Gardanne", "3 place de la Mairie, Gardanne", "13041"),
    ],
)
def test_an_address_alone_gives_its_town(france: Gazetteer, address: str, street: str, code: str) -> None:
    place, _ = PlaceReader(france).read(PlaceCells(address=address))
    assert place is not None
    assert (place.address, place.commune_code) == (street, code)


@pytest.mark.parametrize("address", ["12 rue de Paris", "avenue de la République", "12 rue du Port, Saint-Denis"])
def test_a_street_alone_gives_no_town(france: Gazetteer, address: str) -> None:
    assert told(PlaceReader(france), address=address)[0] == ""


# Service areas

REUNION = ("com:97411", "epci:249740119", "dep:974", "reg:04", "fr")
VIENNE = ("com:38544", "dep:38", "reg:84", "fr")


@pytest.mark.parametrize(
    "text, covering, code",
    [
        ("Réunion", REUNION, "dep:974"),
        ("La Réunion", (), "dep:974"),
        ("île de la Réunion", (), "dep:974"),
        ("Vienne", VIENNE, "com:38544"),
        ("Vienne", (), "dep:86"),
        ("Vienne", ("com:86194", "dep:86", "reg:75", "fr"), "dep:86"),
        ("Métropole d'Aix-Marseille-Provence", (), "epci:200054807"),
        ("METROPOLE AIX MARSEILLE PROVENCE", (), "epci:200054807"),
        ("Aix-Marseille-Provence Métropole", (), "epci:200054807"),
        ("CC Vallée des Baux-Alpilles", (), "epci:241300375"),
        ("Communauté de communes Vallée des Baux Alpilles", (), "epci:241300375"),
        ("Provence Alpes Cote d’Azur", (), "reg:93"),
        ("PACA", (), "reg:93"),
        ("région Occitanie", (), "reg:76"),
        ("département de la Loire", (), "dep:42"),
        ("Montpellier (34)", (), "com:34172"),
        ("Saint-Denis", ("com:93066", "dep:93"), "com:93066"),
    ],
)
def test_a_zone_is_read_in_the_sense_that_covers_the_place(
    france: Gazetteer, text: str, covering: tuple[str, ...], code: str
) -> None:
    assert AreaReader(france).read(text, covering) == (code, ())


def test_a_zone_of_several_senses_is_told_with_them(france: Gazetteer) -> None:
    for text, choice in (("Saint-Denis", "Saint-Denis (93)"), ("CC des Quatre Rivières", "CC des Quatre Rivières")):
        code, (flaw,) = AreaReader(france).read(text)
        assert (code, flaw.kind) == ("", "zone-inconnue")
        assert choice in flaw.text


def test_every_area_of_the_product_is_read_by_its_name(france: Gazetteer) -> None:
    reader = AreaReader(france)
    codes = {code for one in france.all() for code in france.chain(one.code) if code.startswith(("dep", "reg", "epci"))}
    lost = []
    for code in sorted(codes):
        name, area = france.territory(code), france.area(code)
        assert name is not None
        cover = {code, *(f"dep:{one.department}" for one in france.communes_of(code))}
        found = reader.read(name, cover - {"dep:"} if code.startswith("epci") else {code})[0]
        if found != code and area is not None and area.name != getattr(france.area(found), "name", ""):
            lost.append((code, name, found))
    assert lost == []


def test_a_zone_that_leaves_out_the_place_is_told(france: Gazetteer) -> None:
    reader = AreaReader(france)
    assert reader.outside(["dep:13", "dep:84"], ("com:84007", "dep:84")) == ()
    assert reader.outside(["dep:13"], ()) == ()
    (flaw,) = reader.outside(["dep:86"], VIENNE)
    assert flaw.kind == "zone-ailleurs"
    assert "Vienne" in flaw.text
