"""The cases that a demonstration must be able to show."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from directory.demo import DemoFiche
from directory.domain.resource import missing_fields
from directory.services.hours.intervals import openings
from fiche.content import Content
from search.criteria import MINUTES_A_DAY
from search.places.gazetteer import Gazetteer
from search.places.geometry import chord2, distance_km, unit_vector

DAYS = 14
VITROLLES = "13117"


@pytest.fixture(scope="module")
def contents(fiches: tuple[DemoFiche, ...]) -> list[Content]:
    return [fiche.content for fiche in fiches]


@pytest.fixture(scope="module")
def published(contents: list[Content]) -> list[Content]:
    return [content for content in contents if content.status == "publiee"]


CASES: dict[str, Callable[[Content], bool]] = {
    "no audience": lambda c: not c.audiences and not c.audience_text,
    "everyone": lambda c: c.audiences == ("tous-publics",),
    "no access mode": lambda c: not c.access_modes,
    "no mobilisation": lambda c: not c.mobilisations,
    "prescription after advice": lambda c: "prescription-apres-avis" in c.mobilisations and bool(c.mobilisation_text),
    "another mobilisation": lambda c: c.mobilisations == ("autre",),
    "no contact": lambda c: not (c.phone or c.email or c.website),
    "second phone": lambda c: bool(c.second_phone),
    "named contact": lambda c: bool(c.named_contact),
    "supporting link": lambda c: bool(c.link),
    "documents to bring": lambda c: bool(c.documents_to_bring),
    "no description": lambda c: not c.description,
    "family only": lambda c: not c.needs and bool(c.families),
    "unclassified": lambda c: not c.needs and not c.families,
    "several needs": lambda c: len(c.needs) > 1,
    "free": lambda c: c.costs == ("gratuit",),
    "with a price by income": lambda c: "selon ressources" in c.cost_text,
    "unknown cost": lambda c: not c.costs,
    "no owner": lambda c: not c.institution,
    "no place at all, on site": lambda c: c.receptions == ("sur-place",) and not c.places,
    "commune only": lambda c: any(p.commune_code and not p.address and not p.has_point for p in c.places),
    "address without point": lambda c: any(p.address and not p.has_point for p in c.places),
    "several places": lambda c: len({p.commune_code for p in c.places}) > 2,
    "whole city as commune": lambda c: any(p.commune_code == "13055" for p in c.places),
    "remote only": lambda c: c.receptions == ("a-distance",),
    "remote without place": lambda c: c.receptions == ("a-distance",) and not c.places,
    "remote with unknown area": lambda c: c.receptions == ("a-distance",) and not c.service_areas,
    "bus with stops": lambda c: c.receptions == ("itinerant",) and len(c.places) > 1,
    "bus by areas alone": lambda c: c.receptions == ("itinerant",) and not c.places and bool(c.service_areas),
    "unknown reception": lambda c: not c.receptions,
    "on site and remote": lambda c: c.receptions == ("a-distance", "sur-place"),
    "area: country": lambda c: c.service_areas == ("fr",),
    "area: région": lambda c: c.service_areas == ("reg:93",),
    "area: département": lambda c: c.service_areas == ("dep:13",),
    "area: intercommunality": lambda c: c.service_areas == ("epci:200054807",),
    "area: one commune": lambda c: c.service_areas == ("com:13041",),
    "area: several communes": lambda c: len(c.service_areas) > 2,
    "area unknown": lambda c: not c.service_areas,
    "hours: around the clock": lambda c: c.hours == "24/7",
    "hours: all day": lambda c: c.hours == "Mo-Fr 09:00-17:00; PH off",
    "hours: lunch break": lambda c: "12:00,13:30" in c.hours,
    "hours: Saturday morning": lambda c: "Sa 09:00-12:00" in c.hours,
    "hours: first Monday": lambda c: "Mo[1]" in c.hours,
    "hours: night": lambda c: "18:00-09:00" in c.hours,
    "hours: evening": lambda c: "Tu 18:00-20:30" in c.hours,
    "hours: week-end only": lambda c: c.hours.startswith("Sa"),
    "hours: by season": lambda c: "Apr 01-Oct 31" in c.hours or "Jun 15-Sep 15" in c.hours,
    "hours: winter": lambda c: "Mar 31" in c.hours,
    "hours: by appointment": lambda c: '"sur rendez-vous"' in c.hours,
    "hours: public holidays": lambda c: "PH off" in c.hours,
    "hours: unknown, told in words": lambda c: not c.hours and bool(c.hours_text),
    "hours: unknown": lambda c: not c.hours and not c.hours_text,
    "languages": lambda c: len(c.languages) > 2,
    "sign language": lambda c: "lsf" in c.languages,
    "accessibility": lambda c: len(c.accessibilities) > 1,
    "mission locale": lambda c: "mission-locale" in c.structure.networks,
    "CPAM": lambda c: "cpam" in c.structure.networks,
    "MDPH": lambda c: "mdph" in c.structure.networks,
    "Cap emploi": lambda c: "cap-emploi-reseau-cheops" in c.structure.networks,
    "Marseille quarter": lambda c: any(p.commune_code.startswith("132") for p in c.places),
    **{f"département {code}": lambda c, code=code: _is_in(c, code) for code in ("13", "83", "84", "30", "04")},
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_shown_by_several_fiches(name: str, published: list[Content]) -> None:
    assert len([content for content in published if CASES[name](content)]) >= 2


def test_drafts_and_archives_are_few(contents: list[Content]) -> None:
    for status in ("brouillon", "archivee"):
        assert 5 <= sum(content.status == status for content in contents) <= 40


def test_about_one_fiche_in_twelve_is_incomplete(contents: list[Content]) -> None:
    lacking = [missing_fields(content) for content in contents]
    assert 0.06 <= sum(map(bool, lacking)) / len(contents) <= 0.1
    assert {key for keys in lacking for key in keys} == {
        "description", "besoins", "public", "acces", "mobilisation", "adresse", "contact", "horaires",
    }  # fmt: skip
    assert any(len(keys) > 2 for keys in lacking)


def test_freshness_runs_from_days_to_years_and_never(fiches: tuple[DemoFiche, ...]) -> None:
    ages = [fiche.verified_days_ago for fiche in fiches]
    known = [age for age in ages if age is not None]
    assert 0.08 < ages.count(None) / len(ages) < 0.2
    assert min(known) <= 5
    assert max(known) > 900
    for first, last in ((3, 30), (31, 180), (181, 365), (366, 730), (731, 1100)):
        assert len([age for age in known if first <= age <= last]) > 20


def test_closures_are_past_present_and_coming(published: list[Content], today: date) -> None:
    closures = [closure for content in published for closure in content.closures]
    assert any(closure.last_day < today for closure in closures)
    assert any(closure.first_day <= today <= closure.last_day for closure in closures)
    assert any(closure.first_day > today for closure in closures)
    assert all(closure.message for closure in closures)


def test_some_services_are_not_yet_or_no_longer_valid(published: list[Content], today: date) -> None:
    assert len([c for c in published if c.valid_from is not None and c.valid_from > today]) > 3
    assert len([c for c in published if c.valid_to is not None and c.valid_to < today]) > 3
    assert len([c for c in published if c.valid_to is not None and c.valid_to > today]) > 3


def test_hours_give_openings_when_they_are_said(published: list[Content], today: date) -> None:
    start = today.toordinal() * MINUTES_A_DAY
    whole = ((start, start + DAYS * MINUTES_A_DAY),)
    for hours in {content.hours for content in published if content.hours not in ("", "24/7")}:
        assert openings(hours, (), "13", today, DAYS).open != whole


def test_a_shelter_is_open_tonight_in_arles(published: list[Content], today: date) -> None:
    two_in_the_morning = ((today + timedelta(days=1)).toordinal() * MINUTES_A_DAY) + 120
    open_at_night = [
        content
        for content in _in(published, "13004")
        if "logement-abri" in content.needs
        and content.hours
        and any(a <= two_in_the_morning < b for a, b in openings(content.hours, (), "13", today, 3).open)
    ]
    assert len(open_at_night) >= 2


def test_each_sizeable_town_of_the_bouches_du_rhone_has_its_ccas(
    published: list[Content], gazetteer: Gazetteer
) -> None:
    centres = [content for content in published if "ccas-cias" in content.structure.networks]
    covered = {
        place.commune_code for content in centres for place in content.places if place.address and place.has_point
    }
    for commune in _towns_of_home(gazetteer, 5_000):
        assert commune in covered, commune


def test_each_sizeable_town_of_the_bouches_du_rhone_has_a_decent_set(
    contents: list[Content], gazetteer: Gazetteer
) -> None:
    networks = ("ccas-cias", "mission-locale", "maisons-des-solidarites", "banques-alimentaires")
    for commune in _towns_of_home(gazetteer, 5_000):
        here = _in(contents, commune)
        assert len(here) >= 4, commune
        found = {network for content in here for network in content.structure.networks}
        # One of the four may be among the fiches that lost their place.
        assert len(found & set(networks)) >= 3, commune


def test_the_ccas_of_gardanne_gives_its_address_and_hours(published: list[Content]) -> None:
    [content] = [
        c for c in published if c.structure.name == "CCAS de Gardanne" and "argent-aides" in c.needs
    ][:1]  # fmt: skip
    assert missing_fields(content) == ()
    assert content.hours
    assert content.places[0].address
    assert content.places[0].postcode == "13120"


def test_childcare_at_odd_hours_is_found_around_vitrolles(
    published: list[Content], gazetteer: Gazetteer, today: date
) -> None:
    vitrolles = gazetteer.get(VITROLLES)
    assert vitrolles is not None
    assert vitrolles.latitude is not None
    assert vitrolles.longitude is not None
    centre = unit_vector(vitrolles.latitude, vitrolles.longitude)
    near = [
        content
        for content in published
        if "famille-garde" in content.needs
        and "horaires décalés" in f"{content.title} {content.description} {content.audience_text}"
        and content.hours.startswith(("Mo-Fr 05:30", "Mo-Fr 06:00", "Mo-Sa 05:30"))
        and "Sa" in content.hours
        and any(
            distance_km(chord2(centre, unit_vector(place.latitude, place.longitude))) < 12
            for place in content.places
            if place.latitude is not None and place.longitude is not None
        )
    ]
    assert len(near) >= 2


def test_the_driving_licence_is_paid_on_prescription(published: list[Content]) -> None:
    aids = [
        content
        for content in published
        if "mobilite-permis" in content.needs
        and content.mobilisations == ("prescription-apres-avis",)
        and "sur-dossier" in content.access_modes
        and "dep:13" in content.service_areas
    ]
    assert len(aids) >= 3


def test_cap_emploi_receives_in_the_large_towns(published: list[Content]) -> None:
    offices = [c for c in published if "cap-emploi-reseau-cheops" in c.structure.networks]
    assert {"13001", "13004", "13103"} <= {place.commune_code for content in offices for place in content.places}


def test_small_communes_have_few_services(contents: list[Content], gazetteer: Gazetteer) -> None:
    def mean(codes: Iterable[str]) -> float:
        numbers = [len(_in(contents, code)) for code in codes]
        return sum(numbers) / len(numbers)

    large = set(_towns_of_home(gazetteer, 20_000))
    small = {p.commune_code for c in contents for p in c.places} - set(_towns_of_home(gazetteer, 5_000))
    assert mean(small) * 3 < mean(large)


def _is_in(content: Content, department: str) -> bool:
    return any(place.commune_code.startswith(department) for place in content.places)


def _in(contents: Iterable[Content], commune: str) -> list[Content]:
    return [content for content in contents if any(place.commune_code == commune for place in content.places)]


def _towns_of_home(gazetteer: Gazetteer, population: int) -> list[str]:
    codes = [f"13{number:03}" for number in range(1, 120)] + [f"132{number:02}" for number in range(1, 17)]
    communes = [gazetteer.get(code) for code in codes if code != "13055"]
    return [commune.code for commune in communes if commune is not None and commune.population >= population]
