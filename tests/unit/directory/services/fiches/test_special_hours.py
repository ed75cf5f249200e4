"""Hours that no weekly grid says: read whole, or left in the words they were typed in."""

import pytest

from directory.services.fiches.special_hours import SpecialHours, read_special_hours


@pytest.mark.parametrize(
    "said, osm",
    [
        ("1er mardi du mois 17h30-19h", "Tu[1] 17:30-19:00"),
        ("le premier mardi de chaque mois de 17h30 à 19h", "Tu[1] 17:30-19:00"),
        ("1er et 3e mardis du mois 14h-17h", "Tu[1,3] 14:00-17:00"),
        ("tous les premiers lundis du mois de 9h à 12h", "Mo[1] 09:00-12:00"),
        ("Dernier jeudi du mois 9h-12h", "Th[-1] 09:00-12:00"),
        ("semaines paires : lundi 9h-12h", "week 02-52/2 Mo 09:00-12:00"),
        ("mercredi 14h-16h, une semaine impaire", "week 01-53/2 We 14:00-16:00"),
        ("d’avril à octobre, lundi 9h-12h", "Apr-Oct Mo 09:00-12:00"),
        ("mercredi de 14h à 16h, d’octobre à mars", "Oct-Mar We 14:00-16:00"),
        ("en juillet et août, du lundi au vendredi 9h-16h", "Jul,Aug Mo-Fr 09:00-16:00"),
        ("fermé en août", "Aug off"),
        ("Fermeture de juillet à août", "Jul-Aug off"),
        ("lundi 9h-12h", "Mo 09:00-12:00"),
        ("Tu[1] 17:30-19:00", "Tu[1] 17:30-19:00"),
    ],
)
def test_a_special_case_in_french_becomes_a_rule(said: str, osm: str) -> None:
    assert read_special_hours(said) == SpecialHours(osm)


@pytest.mark.parametrize(
    "said",
    [
        "quand la lune est pleine", "1er mardi du mois 17h30-19h si le temps le permet", "1er mardi sur rendez-vous",
        "5e mardi 9h-12h", "sauf août", "mai à juin", "1er lundi au vendredi 9h-12h", "fermé en août sauf le 15",
        "1er mardi", "semaines paires",
    ],
)  # fmt: skip
def test_what_is_not_understood_whole_stays_in_words(said: str) -> None:
    found = read_special_hours(said)
    assert found.osm == ""
    assert found.left.lower() == said.lower()
