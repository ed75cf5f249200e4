"""A place is where the file says, as long as the commune and the coordinates agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells.places import PlaceCells, PlaceReader, departement_of, split_address
from search.places.gazetteer import default_gazetteer
from tests.unit.importers.examples import GAZETTEER

READER = PlaceReader(GAZETTEER)


def read(**cells: str) -> tuple[tuple[str, str, float | None, float | None, str], list[str]]:
    place, flaws = READER.read(PlaceCells(**cells))
    assert place is not None
    return (place.commune_name, place.commune_code, place.latitude, place.longitude, place.precision), [
        flaw.kind for flaw in flaws
    ]


def test_coordinates_near_the_commune_are_kept() -> None:
    assert read(address="1 rue A", postcode="13200", commune_name="ARLES", latitude="43,68", longitude="4,63") == (
        ("Arles", "13004", 43.68, 4.63, "adresse"),
        [],
    )


def test_without_coordinates_the_commune_places_the_fiche() -> None:
    place = ("Arles", "13004", 43.67643, 4.62778, "commune")
    assert read(postcode="13200", commune_name="Arles Cedex 2") == (place, [])
    assert read(commune_code="13004", latitude="", longitude="NULL") == (place, [])


def test_coordinates_the_wrong_way_round_are_put_right() -> None:
    assert read(commune_code="05061", address="1 rue A", latitude="6.08", longitude="44.56") == (
        ("Gap", "05061", 44.56, 6.08, "adresse"),
        ["coordonnees-inversees"],
    )


def test_coordinates_far_from_the_commune_are_not_believed() -> None:
    place = ("Gap", "05061", 44.5594, 6.0798, "commune")
    assert read(postcode="05000", commune_name="GAP", latitude="49.654999", longitude="2.589356") == (
        place,
        ["coordonnees-lointaines"],
    )


@pytest.mark.parametrize(
    "latitude, longitude, kind",
    [
        ("0", "0", "coordonnees-impossibles"),
        ("4364", "463", "coordonnees-impossibles"),
        ("nord", "4.6", "coordonnees-illisibles"),
        ("43.6", "", "coordonnees-illisibles"),
        ("1e400", "4.6", "coordonnees-illisibles"),
    ],
)
def test_impossible_coordinates_leave_the_commune(latitude: str, longitude: str, kind: str) -> None:
    place, kinds = read(postcode="13200", commune_name="Arles", latitude=latitude, longitude=longitude)
    assert place[2:] == (43.67643, 4.62778, "commune")
    assert kinds == [kind]


def test_an_arrondissement_is_more_precise_than_its_city() -> None:
    assert read(postcode="13011", commune_name="MARSEILLE 11", commune_code="13055")[0][1] == "13211"


def test_a_shortened_name_is_completed_within_its_postal_code() -> None:
    assert read(postcode="14500", commune_name="VIRE")[0][:2] == ("Vire Normandie", "14762")


def test_a_code_and_a_name_that_disagree_are_settled_by_the_point() -> None:
    place, kinds = read(
        commune_code="05061", postcode="13200", commune_name="Arles", latitude="43.68", longitude="4.63"
    )
    assert (place[1], kinds) == ("13004", ["commune-contradictoire"])
    place, kinds = read(
        commune_code="05061", postcode="13200", commune_name="Arles", latitude="44.55", longitude="6.08"
    )
    assert (place[1], kinds) == ("05061", ["commune-contradictoire"])


def test_a_commune_unknown_is_kept_as_written() -> None:
    place, kinds = read(postcode="99999", commune_name="Nulle part")
    assert place == ("Nulle part", "", None, None, "")
    assert kinds == ["code-postal-invalide", "commune-inconnue"]


def test_a_commune_unknown_is_found_by_its_point() -> None:
    place, kinds = read(postcode="13200", commune_name="Salin-de-Giraud", latitude="43.6", longitude="4.6")
    assert (place[:2], kinds) == (("Arles", "13004"), [])
    place, kinds = read(postcode="13129", commune_name="Salin-de-Giraud", latitude="43.6", longitude="4.6")
    assert (place[:2], kinds) == (("Arles", "13004"), ["commune-deduite"])


def test_the_postal_code_and_town_after_a_street_are_taken_away() -> None:
    place, _ = READER.read(PlaceCells(address="3 rue A 13200 ARLES", postcode="13200", commune_name="Arles"))
    assert place is not None and place.address == "3 rue A"


def test_nothing_said_is_no_place() -> None:
    assert READER.read(PlaceCells(address=" ", postcode="NULL")) == (None, ())


def test_the_departement_comes_from_the_commune_or_the_postal_code() -> None:
    place, _ = READER.read(PlaceCells(postcode="97400", commune_name="St Denis"))
    assert departement_of(place) == "974"
    assert departement_of(None) == ""


@pytest.mark.parametrize(
    "text, street, beside",
    [
        ("Cité Simone-Veil, 62 rue de Genève, BP 4", "62 rue de Genève", "Cité Simone-Veil, BP 4"),
        ("77, rue Prosper-Legouté", "77, rue Prosper-Legouté", ""),
        ("13 avenue de la Victoire, CS 415", "13 avenue de la Victoire", "CS 415"),
        ("Le Bourg", "Le Bourg", ""),
        ("Mairie, Place du Marché", "Place du Marché", "Mairie"),
    ],
)
def test_an_address_is_told_from_what_goes_with_it(text: str, street: str, beside: str) -> None:
    assert split_address(text) == (street, beside)


CELL = st.text(max_size=20) | st.sampled_from(["13200", "Arles", "43,6", "4.6", "-200", "nan", "inf", "13004", "'1"])


@given(st.builds(PlaceCells, CELL, CELL, CELL, CELL, CELL, CELL, CELL))
def test_no_cells_are_ever_an_exception_and_a_point_is_always_on_earth(cells: PlaceCells) -> None:
    place, _ = READER.read(cells)
    if place is not None and place.latitude is not None and place.longitude is not None:
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180


@pytest.mark.parametrize(
    "name, code, complement, kept",
    [
        ("LANISCAT", "", "", "Laniscat"),
        ("Laniscat", "22107", "Mairie", "Mairie, Laniscat"),
        ("Laniscat", "", "Mairie de Laniscat", "Mairie de Laniscat"),
        ("Bon Repos sur Blavet", "", "Mairie", "Mairie"),
    ],
)
def test_a_commune_merged_since_is_placed_and_its_former_name_kept(
    name: str, code: str, complement: str, kept: str
) -> None:
    cells = PlaceCells(
        address="2 rue Haute", complement=complement, postcode="22570", commune_name=name, commune_code=code
    )
    place, flaws = PlaceReader(default_gazetteer()).read(cells)
    assert place is not None and flaws == ()
    assert (place.commune_code, place.commune_name, place.complement) == ("22107", "Bon Repos sur Blavet", kept)


@pytest.mark.parametrize("code, today", [("44160", "44003"), ("01003", "01165"), ("20087", "2B087")])
def test_a_code_of_a_commune_merged_without_a_trace_leads_to_that_of_today(code: str, today: str) -> None:
    place, flaws = PlaceReader(default_gazetteer()).read(PlaceCells(address="2 rue Haute", commune_code=code))
    assert place is not None and (place.commune_code, flaws) == (today, ())


def test_an_old_code_that_is_a_postal_code_is_a_postal_code_in_a_search() -> None:
    found = default_gazetteer().resolve("44160")
    assert "Ancenis" not in str(found) and "Pontchâteau" in str(found)
