"""The hand-written files: every code known, every need well served."""

import csv
import json
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from opening_hours import OpeningHours

from directory.demo.catalogue import Catalogue, Said, load_catalogue
from directory.demo.institutions import CODES, INSTITUTIONS, owner
from fiche import codes
from search.places.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parents[3]
TAXONOMY = ROOT / "directory" / "domain" / "data" / "taxonomy.csv"
SHARED_CODES = ROOT.parent / "shared" / "reference" / "data-inclusion-v1-enums.json"
SLOTS = {"a_ville", "de_ville", "du_departement"}
SCOPES = {"", "com", "coms", "epci", "dep", "reg", "fr"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def needs() -> set[str]:
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        return {row["code_besoin"] for row in csv.DictReader(file, delimiter=";")}


def test_each_need_has_at_least_six_kinds_of_service(catalogue: Catalogue, needs: set[str]) -> None:
    served = Counter(need for service in catalogue.services for need in (service.need, *service.also))
    assert set(served) == needs
    assert {need: number for need, number in served.items() if number < 6} == {}


def test_each_kind_of_service_is_told_in_several_ways(catalogue: Catalogue) -> None:
    for service in catalogue.services:
        assert len(service.titles) >= 2, service.code
        assert len(service.intro) >= 2, service.code
        assert len(service.more) >= 3, service.code


def test_service_codes_and_titles_are_never_used_twice(catalogue: Catalogue) -> None:
    assert _repeated(service.code for service in catalogue.services) == []
    assert _repeated(title for service in catalogue.services for title in service.titles) == []


@pytest.mark.parametrize(
    "name, known",
    [
        ("audiences", codes.AUDIENCES),
        ("access", codes.ACCESS_MODES),
        ("mobilisation", codes.MOBILISATIONS),
        ("cost", codes.COSTS),
    ],
)
def test_services_use_the_closed_lists(catalogue: Catalogue, name: str, known: dict[str, str]) -> None:
    for service in catalogue.services:
        said: tuple[Said, ...] = getattr(service, name)
        assert said, service.code
        for each in said:
            assert set(each.codes) <= set(known), service.code


def test_everyone_excludes_the_other_audiences(catalogue: Catalogue) -> None:
    for service in catalogue.services:
        for said in service.audiences:
            assert codes.EVERYONE not in said.codes or len(said.codes) == 1, service.code


def test_services_name_structures_towns_hours_and_areas_that_exist(catalogue: Catalogue) -> None:
    for service in catalogue.services:
        assert set(service.by) <= set(catalogue.kinds), service.code
        assert set(service.always) | set(service.towns) <= set(catalogue.towns), service.code
        assert set(service.hours) <= set(catalogue.hours), service.code
        assert set(service.areas) <= SCOPES, service.code
        assert set(service.receptions) <= set(codes.RECEPTIONS), service.code
        assert set(service.languages) <= set(codes.LANGUAGES), service.code


def test_structures_name_owners_hours_and_areas_that_exist(catalogue: Catalogue) -> None:
    for kind in catalogue.kinds.values():
        assert set(kind.hours) <= set(catalogue.hours), kind.code
        assert set(kind.areas) <= SCOPES, kind.code
        assert set(kind.languages) <= set(codes.LANGUAGES), kind.code
        for rule in kind.owners:
            assert owner(rule, department="13", city="13004", epci="241300417") in CODES
            assert owner(rule, department="04", city="04112", epci="") in CODES


def test_every_kind_of_structure_is_used(catalogue: Catalogue) -> None:
    used = {kind for service in catalogue.services for kind in service.by}
    assert set(catalogue.kinds) - used == set()


def test_a_need_met_by_the_city_centre_is_owned_by_the_city(catalogue: Catalogue) -> None:
    assert owner("ccas", department="13", city="13055", epci="200054807") == "ccas-marseille"
    assert owner("ccas", department="13", city="13041", epci="200054807") == "ccas-13"
    assert owner("ccas", department="84", city="84007", epci="") == "cd84"
    assert owner("caf-{dep}", department="83", city="83137", epci="") == "cd83"


def test_institutions_answer_to_a_signatory() -> None:
    signatories = {each.code for each in INSTITUTIONS if each.kind == "signataire"}
    assert signatories == {"pole-emploi", "cd13"}
    assert all(each.partner_of in signatories for each in INSTITUTIONS if each.kind == "partenaire")


def test_every_line_of_hours_is_understood(catalogue: Catalogue) -> None:
    for profile, alternatives in catalogue.hours.items():
        for hours, comment in alternatives:
            assert hours or comment, profile
            if hours:
                OpeningHours(hours, country="FR")
                assert "SH" not in hours


def test_texts_end_as_sentences_and_titles_do_not(catalogue: Catalogue) -> None:
    for service in catalogue.services:
        for sentence in (*service.intro, *service.more, *service.last):
            assert re.match(r"[A-ZÀÉÊÎŒ«0-9]", sentence), sentence
            assert sentence.endswith((".", "!", "?")), sentence
            assert "  " not in sentence
        for text in (*service.titles, *service.documents, *(each.text for each in service.access)):
            assert not text.endswith((".", ":", " ")), text


def test_texts_ask_a_town_only_for_what_it_knows(catalogue: Catalogue) -> None:
    for service in catalogue.services:
        texts = (*service.titles, *service.intro, *service.more, *service.last, *service.documents)
        for text in (*texts, *(each.text for each in (*service.audiences, *service.access, *service.mobilisation))):
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= SLOTS, text


def test_towns_and_quarters_are_real_places(catalogue: Catalogue, gazetteer: Gazetteer) -> None:
    with (ROOT / "directory/demo/data/towns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for row in rows:
        commune = gazetteer.get(row["commune"])
        assert commune is not None
        assert commune.name == row["name"]
    assert set(catalogue.quarters) == {f"132{number:02}" for number in range(1, 17)}


def test_networks_are_those_of_the_national_schema(catalogue: Catalogue) -> None:
    if not SHARED_CODES.exists():
        pytest.skip("the list of networks is not beside the checkout")
    known = {each["value"] for each in json.loads(SHARED_CODES.read_text(encoding="utf-8"))["reseaux-porteurs"]}
    used = {network for kind in catalogue.kinds.values() for network in kind.networks}
    assert used - known == set()
    assert {"ccas-cias", "mission-locale", "caf", "cpam", "mdph", "cap-emploi-reseau-cheops"} <= used


def _repeated(values: Iterator[str]) -> list[str]:
    return [value for value, number in Counter(values).items() if number > 1]
