"""Places, areas and hours of the files of faults, line by line: what the template makes of them."""

import pytest

from tests.contract.importers.faults import draft, told
from tests.contract.importers.known import needs_samples

pytestmark = [needs_samples, pytest.mark.samples]


@pytest.mark.parametrize(
    "name, line, code, kinds",
    [
        ("communes_sans_code_postal.csv", "CS-1", "", ["commune-incertaine"]),
        ("communes_sans_code_postal.csv", "CS-6", "34172", []),
        ("cedex.csv", "CX-1", "13055", []),
        ("cedex.csv", "CX-2", "44003", ["commune-deduite"]),
        ("cedex.csv", "CX-5", "92062", ["commune-deduite"]),
        ("lieux_contradictoires.csv", "LC-1", "", ["commune-incertaine"]),
        ("lieux_contradictoires.csv", "LC-2", "93048", ["commune-deduite"]),
        ("lieux_contradictoires.csv", "LC-3", "33063", ["coordonnees-inversees", "commune-deduite"]),
        ("lieux_contradictoires.csv", "LC-4", "13004", []),
    ],
)
def test_a_commune_is_the_right_one_or_told(name: str, line: str, code: str, kinds: list[str]) -> None:
    assert draft(name, line).content.places[0].commune_code == code
    assert [kind for kind, _ in told(name, line)] == kinds


@pytest.mark.parametrize("line, area", [("ZO-1", "dep:974"), ("ZO-3", "com:38544"), ("ZO-6", "epci:200054807")])
def test_an_area_is_read_in_the_sense_of_its_place(line: str, area: str) -> None:
    assert draft("zones.csv", line).content.service_areas == (area,)


def test_a_pair_the_wrong_way_round_is_put_right_and_an_address_gives_its_town() -> None:
    (swapped,) = draft("lieux_contradictoires.csv", "LC-3").content.places
    assert (swapped.latitude, swapped.longitude) == (44.84, -0.57)
    (whole,) = draft("lieux_contradictoires.csv", "LC-4").content.places
    assert (whole.address, whole.postcode) == ("12 rue des Lilas", "13200")


@pytest.mark.parametrize(
    "name, line, hours, text",
    [
        ("heures_parentheses.csv", "HP-1", "", "une semaine sur deux"),
        ("heures_parentheses.csv", "HP-2", "", "1 semaine sur 2"),
        ("heures_parentheses.csv", "HP-5", "Mo-We,Fr 00:00-23:00", ""),
        ("heures_parentheses.csv", "HP-8", "Mo-Fr 09:00-17:00; PH off", ""),
        ("heures_prose_courante.csv", "HT-1", "24/7", ""),
        ("heures_prose_courante.csv", "HT-3", "Fr 20:00-02:00", ""),
        ("heures_prose_courante.csv", "HT-4", "Mo-Fr 09:00-17:00", "sur rendez-vous"),
        ("heures_prose_courante.csv", "HT-5", "Mo-Fr 09:00-17:00; PH off", ""),
        ("heures_tirets.csv", "HD-1", "Fr 09:00-12:00", ""),
        ("heures_tirets.csv", "HD-2", "Mo-We,Fr-Sa 09:00-12:00,14:00-18:00", ""),
        ("heures_tirets.csv", "HD-3", "Tu,Th 10:00-18:00", ""),
        ("heures_tirets.csv", "HD-4", "We 14:00-17:00", ""),
        ("heures_texte_remis.csv", "HR-1", "Mo-Fr 09:00-17:00", ""),
        ("heures_texte_remis.csv", "HR-2", "Tu[1,3] 14:00-17:00", ""),
    ],
)
def test_hours_are_read_whole_or_kept_as_words(name: str, line: str, hours: str, text: str) -> None:
    content = draft(name, line).content
    assert content.hours == hours
    assert text in content.hours_text and bool(content.hours_text) == bool(text)
