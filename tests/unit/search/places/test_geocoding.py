import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderTimedOut

from search.places.address_service import AddressService, OnlineGeocoder
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import default_gazetteer
from search.places.geocoding import Address, FallbackGeocoder, Geocoder, GeocodingUnavailable


def feature(kind: str = "housenumber", **said: object) -> dict[str, object]:
    """Return an answer in the service's format, invented."""
    properties = {
        "label": "8 Rue du Four 13500 Martigues", "score": 0.93, "type": kind, "name": "8 Rue du Four",
        "postcode": "13500", "citycode": "13056", "city": "Martigues", "x": 0.0, "y": 0.0, "importance": 0.5,
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [5.0543, 43.4058]}
    return {"type": "Feature", "geometry": point, "properties": {**properties, **said}}


Reply = dict[str, object] | Exception


class Adapter(BaseSyncAdapter):
    """Stands for the network: keeps the addresses asked for, gives the replies it was given."""

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self.replies = replies
        self.urls: list[str] = []
        self.timeouts: list[float] = []

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> object:
        self.urls.append(url)
        self.timeouts.append(timeout)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        return json.dumps(self.get_json(url, timeout=timeout, headers=headers))

    def asked(self, number: int = -1) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.urls[number]).query).items()}


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, delay_s: float) -> None:
        self.slept.append(delay_s)
        self.now_s += delay_s


def answer(*features: dict[str, object]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}


def too_many(retry_after: str | None = "5") -> AdapterHTTPError:
    headers = {"retry-after": retry_after} if retry_after else {}
    return AdapterHTTPError("429", status_code=429, headers=headers, text="")


def failure(status: int) -> AdapterHTTPError:
    return AdapterHTTPError(str(status), status_code=status, headers={}, text="")


Made = tuple[OnlineGeocoder, Adapter, Clock]


@pytest.fixture
def online() -> Callable[..., Made]:
    def make(
        *replies: Reply, cache: dict[str, str] | None = None, longest_wait_s: float = 0.0, url: str | None = None
    ) -> Made:
        adapter, clock = Adapter(list(replies)), Clock()
        arguments = {"url": url} if url else {}
        service = AddressService(**arguments, timeout_s=2.0, adapter_factory=lambda **_: adapter)
        kept = {} if cache is None else cache
        geocoder = OnlineGeocoder(service, kept, longest_wait_s=longest_wait_s, clock=clock, sleep=clock.sleep)
        return geocoder, adapter, clock

    return make


def test_an_address_is_found_with_its_point_and_precision(online: Callable[..., Made]) -> None:
    geocoder, _, _ = online(answer(feature()))
    assert geocoder.search("8 rue du four martigues") == [
        Address(
            label="8 Rue du Four 13500 Martigues", street="8 Rue du Four", postcode="13500", commune_name="Martigues",
            commune_code="13056", latitude=43.4058, longitude=5.0543, score=0.93, precision="adresse",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind, precision, street",
    [
        ("housenumber", "adresse", "8 Rue du Four"),
        ("street", "rue", "8 Rue du Four"),
        ("locality", "rue", "8 Rue du Four"),
        ("municipality", "commune", ""),
        ("something-new", "", ""),
    ],
)
def test_the_kind_of_answer_says_how_precise_the_point_is(
    online: Callable[..., Made], kind: str, precision: str, street: str
) -> None:
    geocoder, _, _ = online(answer(feature(kind)))
    found = geocoder.search("rue du four")[0]
    assert (found.precision, found.street) == (precision, street)


def test_the_geoplateforme_is_asked_by_default_with_a_timeout(online: Callable[..., Made]) -> None:
    geocoder, adapter, _ = online(answer())
    assert geocoder.search("rue du four") == []
    assert adapter.urls[0].startswith("https://data.geopf.fr/geocodage/search?")
    assert adapter.timeouts == [2.0]


@pytest.mark.parametrize("url", ["http://127.0.0.1:7878", "http://127.0.0.1:7878/", "http://127.0.0.1:7878/search"])
def test_another_service_may_be_asked(online: Callable[..., Made], url: str) -> None:
    geocoder, adapter, _ = online(answer(), url=url)
    geocoder.search("rue du four")
    assert adapter.urls[0].startswith("http://127.0.0.1:7878/search?")


def test_every_filter_reaches_the_service(online: Callable[..., Made]) -> None:
    geocoder, adapter, _ = online(answer())
    geocoder.search(
        "  8 rue  du four ", 3, citycode="13056", postcode="13500", near=(43.40581, 5.05), kind="street",
        autocomplete=True,
    )  # fmt: skip
    assert adapter.asked() == {
        "q": "8 rue du four", "limit": "3", "autocomplete": "1", "citycode": "13056", "postcode": "13500",
        "type": "street", "lat": "43.406", "lon": "5.050",
    }  # fmt: skip


def test_what_is_not_filtered_is_not_sent(online: Callable[..., Made]) -> None:
    geocoder, adapter, _ = online(answer())
    geocoder.search("rue du four")
    assert adapter.asked() == {"q": "rue du four", "limit": "5", "autocomplete": "0"}


@pytest.mark.parametrize("text", ["", "  ", "ab", ", - ."])
def test_a_text_too_short_is_not_sent(online: Callable[..., Made], text: str) -> None:
    geocoder, adapter, _ = online()
    assert geocoder.search(text) == []
    assert adapter.urls == []


def test_a_long_text_is_cut_to_what_the_service_reads(online: Callable[..., Made]) -> None:
    geocoder, adapter, _ = online(answer())
    geocoder.search("rue " * 200)
    assert len(adapter.asked()["q"]) <= 200


def test_an_answer_is_asked_once_and_remembered(online: Callable[..., Made]) -> None:
    cache: dict[str, str] = {}
    first, _, _ = online(answer(feature()), cache=cache)
    second, adapter, _ = online(cache=cache)
    assert first.search("8 rue du four") == second.search("8  rue du four ")
    assert adapter.urls == []


def test_nothing_found_is_remembered_too_but_a_failure_is_not(online: Callable[..., Made]) -> None:
    cache: dict[str, str] = {}
    geocoder, adapter, _ = online(failure(500), answer(), cache=cache)
    with pytest.raises(GeocodingUnavailable):
        geocoder.search("rue du four")
    assert cache == {}
    assert geocoder.search("rue du four") == geocoder.search("rue du four") == []
    assert len(adapter.urls) == 2


def test_the_keys_of_the_cache_do_not_tell_the_address(online: Callable[..., Made]) -> None:
    cache: dict[str, str] = {}
    geocoder, _, _ = online(answer(), cache=cache)
    geocoder.search("rue du four")
    assert [len(key) for key in cache] == [64]
    assert "four" not in next(iter(cache))


def test_a_page_does_not_wait_when_told_to_slow_down(online: Callable[..., Made]) -> None:
    geocoder, adapter, clock = online(too_many(), answer())
    with pytest.raises(GeocodingUnavailable) as told:
        geocoder.search("rue du four")
    assert told.value.retry_after_s == pytest.approx(5.0)
    with pytest.raises(GeocodingUnavailable):
        geocoder.search("rue du puits")
    assert len(adapter.urls) == 1, "nothing is sent during the delay asked for"
    clock.now_s += 5
    assert geocoder.search("rue du puits") == []
    assert clock.slept == []


def test_a_batch_waits_as_long_as_told_then_asks_again(online: Callable[..., Made]) -> None:
    geocoder, adapter, clock = online(too_many("5"), too_many(None), answer(feature()), longest_wait_s=30)
    assert len(geocoder.search("rue du four")) == 1
    assert clock.slept == pytest.approx([5.0, 1.0])
    assert len(adapter.urls) == 3


def test_a_batch_gives_up_in_the_end(online: Callable[..., Made]) -> None:
    geocoder, adapter, _ = online(*[too_many()] * 9, longest_wait_s=30)
    with pytest.raises(GeocodingUnavailable):
        geocoder.search("rue du four")
    assert len(adapter.urls) == 3


@pytest.mark.parametrize("reply", [failure(500), failure(503), GeocoderTimedOut("late"), ConnectionError("no route")])
def test_a_service_out_of_reach_is_said_so(online: Callable[..., Made], reply: Exception) -> None:
    geocoder, _, _ = online(reply)
    with pytest.raises(GeocodingUnavailable):
        geocoder.search("rue du four")


def test_a_text_the_service_refuses_is_a_text_it_does_not_know(online: Callable[..., Made]) -> None:
    geocoder, _, _ = online(failure(400))
    assert geocoder.search("rue du four") == []


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"features": None},
        {"features": [{}, {"properties": {}, "geometry": None}]},
        {"features": [{"properties": {"label": "x", "citycode": "1"}, "geometry": {"coordinates": ["a", 1]}}]},
    ],
)
def test_a_strange_answer_is_no_answer(online: Callable[..., Made], reply: dict[str, object]) -> None:
    geocoder, _, _ = online(reply)
    assert geocoder.search("rue du four") == []


def test_the_gazetteer_answers_when_the_service_does_not(
    online: Callable[..., Made],
) -> None:
    told: list[GeocodingUnavailable] = []
    first, _, _ = online(answer(feature()), failure(503))
    geocoder: Geocoder = FallbackGeocoder(first, GazetteerGeocoder(default_gazetteer()), told.append)
    assert geocoder.search("8 rue du four 13500 Martigues")[0].precision == "adresse"
    assert (told, geocoder.knows_streets) == ([], True)
    assert geocoder.search("9 rue du four 13500 Martigues")[0].precision == "commune"
    assert not geocoder.knows_streets
    assert [str(error) for error in told] == ["GeocoderTimedOut"]
