"""A place from what people say: a commune, an address, a point; or a question back."""

import pytest

from directory.services.search.places import AmbiguousPlace, Places, UnknownPlace
from directory.services.search.question import Doubt, Misread
from directory.services.search.territory import FixedTerritory
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import Commune, Gazetteer
from search.places.geocoding import Address, Geocoder, GeocodingUnavailable, LatLon
from search.places.territory import NOWHERE, Territory
from search.query import Point

GAZETTEER = Gazetteer(
    [
        Commune("13056", "Martigues", "13", "93", "200054807", ("13500",), 48_000, 43.405, 5.048),
        Commune("93066", "Saint-Denis", "93", "11", "200054781", ("93200",), 113_000, 48.936, 2.357),
        Commune("97411", "Saint-Denis", "974", "04", "249740119", ("97400",), 153_000, -20.88, 55.45),
        Commune("13117", "Vitrolles", "13", "93", "200054807", ("13127",), 34_000, 43.455, 5.249),
        Commune("05184", "Vitrolles", "05", "93", "", ("05110",), 200, 44.43, 5.95),
        Commune("55039", "Beaumont-en-Verdunois", "55", "44", "", (), 0, None, None),
    ],
    {"dep:13": "Bouches-du-Rhône", "reg:93": "Provence-Alpes-Côte d'Azur", "dep:974": "La Réunion"},
)


class FixedGeocoder:
    """Answers the same addresses to every question."""

    knows_streets = True

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


def commune(code: str) -> Commune:
    found = GAZETTEER.get(code)
    assert found is not None
    return found


def address(score: float, precision: str = "adresse") -> Address:
    return Address(
        "1 Rue Verte 13500 Martigues", "1 Rue Verte", "13500", "Martigues", "13056", 43.41, 5.05, score, precision
    )


def places(geocoder: Geocoder | None = None, territory: Territory = NOWHERE) -> Places:
    return Places(GAZETTEER, geocoder or FixedGeocoder(), FixedTerritory(territory))


def test_one_commune_is_the_answer_without_asking_any_geocoder() -> None:
    geocoder = FixedGeocoder(address(0.9))
    for text in ("Martigues", "martigues (13)", "13500"):
        place = places(geocoder).resolve(text)
        assert (place.label, place.centre, place.is_commune) == ("Martigues (13)", Point(43.405, 5.048), True)
    assert geocoder.asked == []


def test_homonyms_are_a_question_largest_first() -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        places().resolve("Saint Denis")
    assert [place.code for place in caught.value.places] == ["97411", "93066"]


def test_a_sure_address_is_taken_with_its_point_and_its_commune() -> None:
    place = places(FixedGeocoder(address(0.8))).resolve("1 rue verte")
    assert (place.centre, place.is_commune) == (Point(43.41, 5.05), False)
    assert place.commune is not None and place.commune.code == "13056"


def test_an_unsure_address_is_not_taken() -> None:
    with pytest.raises(UnknownPlace):
        places(FixedGeocoder(address(0.4))).resolve("1 rue verte")


def test_without_network_an_address_gives_its_commune() -> None:
    place = places(GazetteerGeocoder(GAZETTEER)).resolve("12 rue Pasteur 13500 Martigues")
    assert (place.label, place.is_commune) == ("Martigues (13)", True)


def test_a_geocoder_that_is_away_is_no_failure() -> None:
    with pytest.raises(UnknownPlace):
        places(AwayGeocoder()).resolve("1 rue qui n’existe pas")


def test_a_point_is_covered_by_the_nearest_commune_or_the_one_said() -> None:
    near = places().of_point(43.41, 5.05)
    assert near.commune is not None and near.commune.code == "13056"
    assert near.centre == Point(43.41, 5.05)
    said = places().of_point(43.5, 5.0, "93066")
    assert said.commune is not None and said.commune.code == "93066"


def test_a_commune_where_nobody_lives_has_no_centre() -> None:
    place = places().of_code("55039")
    assert place is not None
    assert place.centre is None
    assert places().around(place, 20.0).communes == frozenset({"55039"})


def test_a_name_taken_for_its_size_is_said_with_the_other() -> None:
    place = places().resolve("vitrolles")
    assert place.label == "Vitrolles (13)"
    assert place.doubt == Doubt("vitrolles", Misread.NOTHING, (commune("05184"),))


def test_the_territory_decides_between_namesakes() -> None:
    reunion = GAZETTEER.territory_around(["974"], [])
    place = places(territory=reunion).resolve("st denis")
    assert place.label == "Saint-Denis (974)"
    assert place.doubt is not None and place.doubt.others == (commune("93066"),)


def test_a_misspelt_name_is_taken_and_said() -> None:
    place = places().resolve("martiges")
    assert (place.label, place.doubt) == ("Martigues (13)", Doubt("martiges", Misread.SPELLING, ()))


def test_an_address_that_is_not_found_is_its_commune_and_said() -> None:
    place = places().resolve("12 rue Pasteur, Martigues")
    assert (place.label, place.centre) == ("Martigues (13)", Point(43.405, 5.048))
    assert place.doubt == Doubt("12 rue Pasteur, Martigues", Misread.ADDRESS, ())


def test_an_address_found_elsewhere_than_the_commune_said_is_not_taken() -> None:
    place = places(FixedGeocoder(address(0.9))).resolve("1 rue verte, Vitrolles (05)")
    assert place.label == "Vitrolles (05)"
    assert place.doubt is not None and place.doubt.misread is Misread.ADDRESS


def test_an_address_without_commune_is_not_taken_far_from_the_territory() -> None:
    reunion = GAZETTEER.territory_around(["974"], [])
    with pytest.raises(UnknownPlace) as caught:
        places(FixedGeocoder(address(0.9)), reunion).resolve("1 rue verte")
    assert [place.code for place in caught.value.similar] == ["13056"]


def test_a_departement_is_asked_for_as_a_whole() -> None:
    asked = places().resolve("13")
    assert (asked.label, asked.commune, asked.parameter) == (
        "Bouches-du-Rhône (département)", None, ("territoire", "dep:13")
    )  # fmt: skip
    around = places().around(asked, 20.0)
    assert around.radius_km is None
    assert around.communes == {"13056", "13117"}
    assert {"com:13117", "epci:200054807", "dep:13", "reg:93", "fr"} <= set(around.chain)
    assert around.centre == Point(43.405, 5.048), "the most populous commune"
    assert "05184" not in around.neighbours and "13056" in around.neighbours


def test_completion_gives_communes_then_addresses() -> None:
    found = places(FixedGeocoder(address(0.9))).complete("mart", 5)
    assert [each.label for each in found] == ["Martigues (13)", "1 Rue Verte 13500 Martigues"]
    assert [each.address is None for each in found] == [True, False]
