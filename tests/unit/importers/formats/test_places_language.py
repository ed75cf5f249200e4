"""Places as files write them: one cell, metres, pairs in a cell, columns the other way round; weeks of named days."""

import json

import pytest

from importers.cells.projections import from_lambert_93, from_web_mercator
from importers.coordinates import coordinates_of
from importers.files.reading import read_rows
from importers.formats.mapping import FileMapping
from tests.unit.importers.examples import converted, kinds, mapping, one_draft, one_row
from tests.unit.importers.projected import to_lambert_93, to_web_mercator

ARLES = (43.6764, 4.6278)
COMMUNE = {"code_postal": "cp", "commune": "ville"}
HERE = {"cp": "13200", "ville": "Arles"}


def point_of(cells: dict[str, str], chosen: FileMapping) -> tuple[float | None, float | None]:
    (place,) = one_draft(HERE | cells, chosen).content.places
    return place.latitude, place.longitude


@pytest.mark.parametrize(
    "cell, street, complement",
    [
        ("12 rue des Lilas 13200 Arles", "12 rue des Lilas", ""),
        ("12 rue des Lilas, 13200 ARLES CEDEX 2", "12 rue des Lilas", ""),
        ("Bâtiment B, 12 rue des Lilas - 13200 Arles, France", "12 rue des Lilas", "Bâtiment B"),
        ("12 rue des Lilas\nBP 12345\n13200 Arles", "12 rue des Lilas", "BP 12345"),
        ("12 rue des Lilas, Arles (13200)", "12 rue des Lilas", ""),
        ("12 rue des Lilas 13 200 Arles", "12 rue des Lilas", ""),
    ],
)
def test_an_address_in_one_cell_is_parted(cell: str, street: str, complement: str) -> None:
    (place,) = one_draft({"adr": cell}, mapping(lieu={"une_cellule": "adr"})).content.places
    assert (place.address, place.complement, place.postcode, place.commune_code) == (
        street,
        complement,
        "13200",
        "13004",
    )


def test_an_address_without_a_town_stays_whole_and_is_told() -> None:
    chosen = mapping(lieu={"une_cellule": "adr"})
    assert kinds(converted(one_row({"adr": "derrière la gare"}), chosen)) == ["adresse-sans-commune"]
    assert one_draft({"adr": "derrière la gare"}, chosen).content.places[0].address == "derrière la gare"


@pytest.mark.parametrize("there, back", [(to_lambert_93, from_lambert_93), (to_web_mercator, from_web_mercator)])
@pytest.mark.parametrize("point", [ARLES, (48.8566, 2.3522), (42.6977, 9.4509), (48.3904, -4.4861)])
def test_projections_go_there_and_back(there: object, back: object, point: tuple[float, float]) -> None:
    east, north = there(*point)  # type: ignore[operator]
    assert back(east, north) == pytest.approx(point, abs=1e-7)  # type: ignore[operator]


def test_lambert_93_is_that_of_the_address_base() -> None:
    assert from_lambert_93(1049409.0, 6838286.4) == pytest.approx((48.55045, 7.737072), abs=2e-5)


@pytest.mark.parametrize("name, to", [("lambert-93", to_lambert_93), ("web-mercator", to_web_mercator)])
@pytest.mark.parametrize("is_swapped", [False, True])
def test_metres_are_read_in_either_order_told_once(name: str, to: object, is_swapped: bool) -> None:
    east, north = to(*ARLES)  # type: ignore[operator]
    x, y = (north, east) if is_swapped else (east, north)
    chosen = mapping(lieu=COMMUNE | {"projection": name, "longitude": "X", "latitude": "Y"})
    same = {"titre": "A", "structure": "S", "X": f"{x:.1f}", "Y": f"{y:.1f}"} | HERE
    rows = [same | {"id": str(n), "description": f"T{n}"} for n in range(4)]
    found = converted(json.dumps(rows), chosen)
    assert kinds(found) == []
    assert [found_place(item) for item in found] == [pytest.approx(ARLES, abs=1e-5)] * 4
    notices = coordinates_of(read_rows(json.dumps(rows).encode(), "a.json"), chosen).notices
    assert [each.kind for each in notices] == ["coordonnees-inversees"] * is_swapped


def found_place(item: object) -> tuple[float, float]:
    place = item.draft.content.places[0]  # type: ignore[attr-defined]
    return place.latitude, place.longitude


@pytest.mark.parametrize(
    "cell",
    [
        "43.6764,4.6278",
        "43,6764 ; 4,6278",
        "[43.6764, 4.6278]",
        "POINT(4.6278 43.6764)",
        "SRID=4326;POINT (4.6278 43.6764)",
        '{"lat": 43.6764, "lon": 4.6278}',
        '{"type": "Point", "coordinates": [4.6278, 43.6764]}',
    ],
)
def test_a_pair_in_one_cell_is_read(cell: str) -> None:
    assert point_of({"geo": cell}, mapping(lieu=COMMUNE | {"point": "geo"})) == ARLES


def test_a_pair_that_is_not_understood_is_told() -> None:
    chosen = mapping(lieu=COMMUNE | {"point": "geo"})
    assert kinds(converted(one_row(HERE | {"geo": "près du port"}), chosen)) == ["coordonnees-illisibles"]


@pytest.mark.parametrize(
    "days, cells, osm",
    [
        ({"lundi": "a"}, {"a": "9h-12h"}, "Mo 09:00-12:00"),
        ({"mardi": "a", "samedi": "b"}, {"a": "9h-12h", "b": "10h-11h"}, "Tu 09:00-12:00; Sa 10:00-11:00"),
        ({"lundi": ["a", "b"]}, {"a": "9h-12h", "b": "14h-17h"}, "Mo 09:00-12:00,14:00-17:00"),
        ({"lundi": ["a", "b"]}, {"a": "Fermé", "b": "14h-17h"}, "Mo 14:00-17:00"),
    ],
)
def test_a_week_has_the_days_that_the_file_has(days: object, cells: dict[str, str], osm: str) -> None:
    chosen = mapping(horaires={"mode": "semaine", "colonnes": days})
    assert one_draft(cells, chosen).content.hours == osm
