"""A name, a postal code and a code that do not go together: told whatever is kept."""

import pytest

from importers.cells.places import PlaceCells, PlaceReader
from search.places.gazetteer import Gazetteer, default_gazetteer


@pytest.fixture(scope="module")
def reader() -> PlaceReader:
    gazetteer: Gazetteer = default_gazetteer()
    return PlaceReader(gazetteer)


def told(reader: PlaceReader, **cells: str) -> tuple[str, list[str], str]:
    place, flaws = reader.read(PlaceCells(**cells))
    assert place is not None
    return place.commune_code, [flaw.kind for flaw in flaws], " ".join(flaw.text for flaw in flaws)


@pytest.mark.parametrize(
    "name, postcode, code, kept, other",
    [
        ("Reims", "51000", "", "51454", "Châlons-en-Champagne (51)"),
        ("Reims", "51000", "51454", "51454", "Châlons-en-Champagne (51)"),
        ("Marseille", "13200", "", "13055", "Arles (13)"),
        ("Marseille", "69001", "13055", "13055", "Lyon 1er (69)"),
        ("Paris 19e Arrondissement", "66000", "75119", "75119", "Perpignan (66)"),
        ("", "13200", "13055", "13055", "Arles (13)"),
    ],
)
def test_a_postal_code_of_another_commune_is_told(
    reader: PlaceReader, name: str, postcode: str, code: str, kept: str, other: str
) -> None:
    found, kinds, text = told(reader, commune_name=name, postcode=postcode, commune_code=code)
    assert (found, kinds) == (kept, ["commune-contradictoire"])
    assert other in text


def test_a_point_far_from_the_name_and_near_the_postal_code_decides(reader: PlaceReader) -> None:
    cells = {"commune_name": "Reims", "postcode": "51000"}
    assert told(reader, **cells, latitude="48.957", longitude="4.365")[:2] == ("51108", ["commune-contradictoire"])
    assert told(reader, **cells, latitude="49.26", longitude="4.03")[:2] == ("51454", ["commune-contradictoire"])


def test_a_postal_code_and_a_code_of_two_departements_are_no_place(reader: PlaceReader) -> None:
    found, kinds, text = told(reader, postcode="13200", commune_code="75056")
    assert (found, kinds) == ("", ["commune-incertaine"])
    assert "Arles (13)" in text and "Paris (75)" in text
    near_arles = {"latitude": "43.67", "longitude": "4.62"}
    assert told(reader, postcode="13200", commune_code="75056", **near_arles)[:2] == ("13004", ["commune-deduite"])


@pytest.mark.parametrize(
    "name, postcode, code",
    [
        ("Marseille Cedex 20", "13233", ""),
        ("Marseille 11", "13003", ""),
        ("Marseille 11e", "13011", "13055"),
        ("Lyon", "69003", "69123"),
        ("Annecy-le-Vieux", "74940", ""),
        ("Grenoble Cedex 1", "38021", "38185"),
        ("", "13200", "13004"),
        ("Pointe-à-Pitre", "97110", ""),
    ],
)
def test_what_goes_together_is_not_told(reader: PlaceReader, name: str, postcode: str, code: str) -> None:
    found, kinds, _ = told(reader, commune_name=name, postcode=postcode, commune_code=code)
    assert found and kinds == []
