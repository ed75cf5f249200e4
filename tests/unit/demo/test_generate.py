"""The demonstration base as a whole: repeatable, believable, harmless."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from hashlib import sha256
from random import Random

import pytest
from email_validator import validate_email

from directory.demo import INSTITUTIONS, DemoFiche, generate
from directory.demo.catalogue import load_catalogue
from directory.demo.plan import Planner
from directory.demo.structures import PHONE_RANGES, Offices
from directory.demo.towns import Towns
from fiche import codes
from fiche.content import Content
from search.places.gazetteer import Gazetteer
from search.places.geometry import chord2, distance_km, unit_vector

TEXT_FIELDS = (
    "title", "description", "audience_text", "access_text", "mobilisation_text", "cost_text", "documents_to_bring",
    "hours_text", "named_contact",
)  # fmt: skip
PHONE = re.compile(r"\d\d(?: \d\d){4}")
FAULTS = {
    "straight apostrophe": re.compile(r"'"),
    "two spaces": re.compile(r"  "),
    "breakable space before a sign": re.compile(r" [:;!?»]|« "),
    "no space before a sign": re.compile(r"\w[;!?]"),
    "no space before a colon": re.compile(r"[^\W\d]:"),
    "word not elided": re.compile(r"\b(?:[dD]e|[lL][ea]|[qQ]ue|[nN]e|[sS]e|[jJ]e) (?=[AEIOUÉÈÎaeiouéèêî])(?!onz|oui)"),
    "article not contracted": re.compile(r"\b(?:à|de) (?:[lL]es? [A-ZÉÎ]|les [^\W\d]+s\b)"),
    "word said twice": re.compile(r"\b(?!nous|vous)([^\W\d]+) \1\b", re.IGNORECASE),
    "space before a comma": re.compile(r"\s[,.]"),
    "unfilled slot": re.compile(r"[{}]"),
}


def texts_of(content: Content) -> Iterator[str]:
    """Give every text of a fiche that people read."""
    yield content.structure.name
    for name in TEXT_FIELDS:
        yield getattr(content, name)
    for place in content.places:
        yield place.address
        yield place.complement
    for closure in content.closures:
        yield closure.message


def digest(fiches: Iterator[DemoFiche] | tuple[DemoFiche, ...]) -> str:
    return sha256("\n".join(map(repr, fiches)).encode()).hexdigest()


def test_the_same_seed_gives_the_same_base(fiches: tuple[DemoFiche, ...], today: date, gazetteer: Gazetteer) -> None:
    assert digest(generate(13, today=today, gazetteer=gazetteer)) == digest(fiches)


def test_another_seed_gives_another_base(today: date, gazetteer: Gazetteer) -> None:
    first = digest(generate(1, today=today, gazetteer=gazetteer, count=120))
    assert first != digest(generate(2, today=today, gazetteer=gazetteer, count=120))


@pytest.mark.parametrize("count", [40, 300, 2400])
def test_a_base_has_the_size_asked_for(count: int, today: date, gazetteer: Gazetteer) -> None:
    contents = [fiche.content for fiche in generate(today=today, gazetteer=gazetteer, count=count)]
    assert len(contents) == len(set(contents)) == count


def test_the_day_moves_only_closures_and_validity(
    fiches: tuple[DemoFiche, ...], today: date, gazetteer: Gazetteer
) -> None:
    later = tuple(generate(today=today + timedelta(days=7), gazetteer=gazetteer))
    moved = set()
    for before, after in zip(fiches, later, strict=True):
        for item in fields(Content):
            if getattr(before.content, item.name) != getattr(after.content, item.name):
                moved.add(item.name)
    assert moved == {"closures", "valid_from", "valid_to"}


def test_the_default_base_is_large_enough(fiches: tuple[DemoFiche, ...]) -> None:
    assert len(fiches) == 2200
    assert len({fiche.content.structure.name for fiche in fiches}) > 600


def test_no_two_fiches_are_the_same(fiches: tuple[DemoFiche, ...]) -> None:
    assert len({fiche.content for fiche in fiches}) == len(fiches)
    pairs = Counter((fiche.content.structure.name, fiche.content.title) for fiche in fiches)
    assert [pair for pair, number in pairs.items() if number > 1] == []


def test_every_need_has_published_fiches(fiches: tuple[DemoFiche, ...]) -> None:
    published = Counter(need for f in fiches if f.content.status == "publiee" for need in f.content.needs)
    needs = {service.need for service in load_catalogue().services}
    assert len(needs) == 44
    assert {need: published[need] for need in needs if published[need] < 8} == {}


def test_a_structure_is_at_one_address_and_answers_one_phone(fiches: tuple[DemoFiche, ...]) -> None:
    phones: dict[str, set[str]] = {}
    for fiche in fiches:
        if fiche.content.phone:
            phones.setdefault(fiche.content.structure.name, set()).add(fiche.content.phone)
    assert {name: found for name, found in phones.items() if len(found) > 1} == {}
    assert len({phone for found in phones.values() for phone in found}) == len(phones)


def test_phones_are_only_those_kept_for_fiction(fiches: tuple[DemoFiche, ...]) -> None:
    allowed = tuple(PHONE_RANGES.values())
    for fiche in fiches:
        numbers = [n for n in (fiche.content.phone, fiche.content.second_phone) if n]
        for text in texts_of(fiche.content):
            numbers.extend(PHONE.findall(text))
            assert not re.search(r"\d{7,}", text)
        for number in numbers:
            assert PHONE.fullmatch(number)
            assert number.startswith(allowed), number


def test_mails_and_sites_lead_nowhere(fiches: tuple[DemoFiche, ...]) -> None:
    for fiche in fiches:
        content = fiche.content
        if content.email:
            assert validate_email(content.email, check_deliverability=False).domain.endswith(".example")
        for address in (content.website, content.link):
            assert not address or re.fullmatch(r"https://www\.[a-z0-9-]+\.example/[a-z.-]*", address)


def test_no_real_company_number_is_given(fiches: tuple[DemoFiche, ...]) -> None:
    assert {fiche.content.structure.siret for fiche in fiches} == {""}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_people_read_is_correct_french(fault: str, fiches: tuple[DemoFiche, ...]) -> None:
    found = {text for fiche in fiches for text in texts_of(fiche.content) if FAULTS[fault].search(text)}
    assert sorted(found)[:5] == []


def test_codes_are_those_of_the_closed_lists(fiches: tuple[DemoFiche, ...]) -> None:
    lists = {
        "audiences": codes.AUDIENCES,
        "access_modes": codes.ACCESS_MODES,
        "receptions": codes.RECEPTIONS,
        "mobilisations": codes.MOBILISATIONS,
        "costs": codes.COSTS,
        "languages": codes.LANGUAGES,
        "accessibilities": codes.ACCESSIBILITIES,
    }
    institutions = {institution.code for institution in INSTITUTIONS} | {""}
    for fiche in fiches:
        for name, known in lists.items():
            found = getattr(fiche.content, name)
            assert set(found) <= set(known)
            assert list(found) == sorted(set(found))
        assert fiche.content.status in codes.STATUSES
        assert fiche.content.institution in institutions
        assert all(place.precision in codes.PRECISIONS for place in fiche.content.places)


def test_areas_are_known_to_the_gazetteer(fiches: tuple[DemoFiche, ...], gazetteer: Gazetteer) -> None:
    for area in {area for fiche in fiches for area in fiche.content.service_areas}:
        assert gazetteer.territory(area), area


def test_places_are_where_their_commune_is(fiches: tuple[DemoFiche, ...], gazetteer: Gazetteer) -> None:
    for place in (place for fiche in fiches for place in fiche.content.places):
        commune = gazetteer.get(place.commune_code)
        assert commune is not None
        assert place.commune_name == commune.name
        assert place.postcode in ("", *commune.postcodes)
        if place.latitude is not None and place.longitude is not None:
            assert commune.latitude is not None
            assert commune.longitude is not None
            town_hall = unit_vector(commune.latitude, commune.longitude)
            assert distance_km(chord2(town_hall, unit_vector(place.latitude, place.longitude))) < 2.5


def test_dates_follow_each_other(fiches: tuple[DemoFiche, ...]) -> None:
    for fiche in fiches:
        assert 0 < fiche.modified_days_ago <= fiche.created_days_ago
        assert fiche.verified_days_ago is None or 0 < fiche.verified_days_ago <= fiche.created_days_ago


def test_a_town_the_gazetteer_lacks_is_said(today: date) -> None:
    with pytest.raises(LookupError, match="13001"):
        next(generate(today=today, gazetteer=Gazetteer([])))


def test_more_than_the_catalogue_can_make_is_refused(gazetteer: Gazetteer) -> None:
    catalogue = load_catalogue()
    towns = Towns(("13041", "13004"), gazetteer)
    with pytest.raises(ValueError, match="cannot make"):
        Planner(catalogue.services[:2], towns, Offices(13, catalogue), Random(13)).plan(500)
