"""Addresses placed without the network: by the communes that the product knows."""

import pytest

from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import default_gazetteer


@pytest.fixture(scope="module")
def offline() -> GazetteerGeocoder:
    return GazetteerGeocoder(default_gazetteer())


@pytest.mark.parametrize(
    "text, label",
    [
        ("12 rue de la République 13500 Martigues", "Martigues (13)"),
        ("12 rue de la République, Martigues", "Martigues (13)"),
        ("12 rue de Paris, 13003 MARSEILLE", "Marseille 3e (13)"),
        ("3 place Bellecour Lyon 2e", "Lyon 2e (69)"),
        ("1 rue de la Paix 13698 MARTIGUES CEDEX", "Martigues (13)"),
        ("mairie à Arles", "Arles (13)"),
    ],
)
def test_without_network_an_address_is_placed_at_its_commune(offline: GazetteerGeocoder, text: str, label: str) -> None:
    found = offline.search(text)
    assert [address.label for address in found] == [label]
    assert {(address.precision, address.street) for address in found} == {("commune", "")}


@pytest.mark.parametrize("text", ["12 rue de Paris", "avenue du Mans", "chez moi", "", "12 rue Pasteur 99999 Nowhere"])
def test_a_street_named_after_a_town_is_not_in_it(offline: GazetteerGeocoder, text: str) -> None:
    assert offline.search(text) == []


def test_the_commune_already_known_decides(offline: GazetteerGeocoder) -> None:
    assert [a.commune_code for a in offline.search("12 rue de Paris", citycode="13056")] == ["13056"]
    assert [a.commune_code for a in offline.search("Marseille", postcode="13003")] == ["13203"]
    assert offline.search("12 rue de Paris", citycode="00000") == []


def test_homonyms_come_nearest_first(offline: GazetteerGeocoder) -> None:
    assert offline.search("gare, Vitrolles")[0].commune_code == "13117"
    assert offline.search("Vitrolles", near=(44.4, 5.95))[0].commune_code == "05184"
    assert len(offline.search("Saint-Pierre", 2)) == 2
