"""A place from what people say: a commune, an address, a point; or a question back."""

import pytest

from directory.services.search.places import AmbiguousPlace, Places, UnknownPlace
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import Commune, Gazetteer
from search.places.geocoding import Address, GeocodingUnavailable, LatLon
from search.query import Point

GAZETTEER = Gazetteer(
    [
        Commune("13056", "Martigues", "13", "93", "200054807", ("13500",), 48_000, 43.405, 5.048),
        Commune("93066", "Saint-Denis", "93", "11", "200054781", ("93200",), 113_000, 48.936, 2.357),
        Commune("97411", "Saint-Denis", "974", "04", "249740119", ("97400",), 153_000, -20.88, 55.45),
        Commune("55039", "Beaumont-en-Verdunois", "55", "44", "", (), 0, None, None),
    ]
)


class FixedGeocoder:
    """Answers the same addresses to every question."""

    def __init__(self, *answers: Address) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def search(
        self,
        text: str,
        limit: int = 5,
        *,
        citycode: str | None = None,
        postcode: str | None = None,
        near: LatLon | None = None,
        autocomplete: bool = False,
    ) -> list[Address]:
        self.asked.append(text)
        return self.answers[:limit]


class AwayGeocoder(FixedGeocoder):
    def search(self, text: str, limit: int = 5, **_: object) -> list[Address]:
        raise GeocodingUnavailable("away")


def address(score: float, precision: str = "adresse") -> Address:
    return Address(
        "1 Rue Verte 13500 Martigues", "1 Rue Verte", "13500", "Martigues", "13056", 43.41, 5.05, score, precision
    )


def test_one_commune_is_the_answer_without_asking_any_geocoder() -> None:
    geocoder = FixedGeocoder(address(0.9))
    for text in ("Martigues", "martigues (13)", "13500"):
        place = Places(GAZETTEER, geocoder).resolve(text)
        assert (place.label, place.centre, place.is_commune) == ("Martigues (13)", Point(43.405, 5.048), True)
    assert geocoder.asked == []


def test_homonyms_are_a_question_largest_first() -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        Places(GAZETTEER, FixedGeocoder()).resolve("Saint Denis")
    assert [commune.code for commune in caught.value.communes] == ["97411", "93066"]


def test_a_sure_address_is_taken_with_its_point_and_its_commune() -> None:
    place = Places(GAZETTEER, FixedGeocoder(address(0.8))).resolve("1 rue verte")
    assert (place.centre, place.is_commune) == (Point(43.41, 5.05), False)
    assert place.commune is not None and place.commune.code == "13056"


def test_an_unsure_address_is_not_taken() -> None:
    with pytest.raises(UnknownPlace):
        Places(GAZETTEER, FixedGeocoder(address(0.4))).resolve("1 rue verte")


def test_without_network_an_address_gives_its_commune() -> None:
    place = Places(GAZETTEER, GazetteerGeocoder(GAZETTEER)).resolve("12 rue Pasteur 13500 Martigues")
    assert (place.label, place.is_commune) == ("Martigues (13)", True)


def test_a_geocoder_that_is_away_is_no_failure() -> None:
    with pytest.raises(UnknownPlace) as caught:
        Places(GAZETTEER, AwayGeocoder()).resolve("Martigue")
    assert [commune.code for commune in caught.value.similar][:1] == ["13056"]


def test_a_point_is_covered_by_the_nearest_commune_or_the_one_said() -> None:
    places = Places(GAZETTEER, FixedGeocoder())
    near = places.of_point(43.5, 5.0)
    assert near.commune is not None and near.commune.code == "13056"
    assert near.centre == Point(43.5, 5.0)
    said = places.of_point(43.5, 5.0, "93066")
    assert said.commune is not None and said.commune.code == "93066"


def test_a_commune_where_nobody_lives_has_no_centre() -> None:
    place = Places(GAZETTEER, FixedGeocoder()).of_commune("55039")
    assert place is not None
    assert place.centre is None
    assert Places(GAZETTEER, FixedGeocoder()).around(place, 20.0).communes == frozenset({"55039"})


def test_completion_gives_communes_then_addresses() -> None:
    found = Places(GAZETTEER, FixedGeocoder(address(0.9))).complete("mart", 5)
    assert [each.label for each in found] == ["Martigues (13)", "1 Rue Verte 13500 Martigues"]
    assert [each.address is None for each in found] == [True, False]
