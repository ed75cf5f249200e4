"""Hours in prose become OpenStreetMap syntax when nothing is left to guess, and stay text otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from importers.cells.hours import read_day, read_hours, read_week
from importers.cells.week import osm_of


@pytest.mark.parametrize(
    "text, osm",
    [
        ("lundi-vendredi 09:00-12:00 et 13:30-17:00", "Mo-Fr 09:00-12:00,13:30-17:00"),
        ("lundi 13:30 - 17:00 ; mardi 09:00 - 12:00 / 13:30 - 17:00", "Mo 13:30-17:00; Tu 09:00-12:00,13:30-17:00"),
        ("vendredi 9h-12h ; lundi-jeudi 9h-12h et 14h-17h", "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00"),
        ("Du lundi au vendredi de 8h30 à 12h et de 13h30 à 17h.", "Mo-Fr 08:30-12:00,13:30-17:00"),
        ("lundi, mardi et jeudi : 9 h - 12 h 30", "Mo-Tu,Th 09:00-12:30"),
        ("lundi matin: 9h12h / lundi après-midi: 14h18h", "Mo 09:00-12:00,14:00-18:00"),
        ("tous les jours 9h à 17h", "Mo-Su 09:00-17:00"),
        ("lun. 9h-midi, mer. 14h–18h", "Mo 09:00-12:00; We 14:00-18:00"),
        ("lundi 10:00-13:00 / 13:00-18:00", "Mo 10:00-18:00"),
        ("samedi 9h-12 ; dimanche fermé", "Sa 09:00-12:00"),
        ("lundi 09:00-12:00 / 09:00-12:00", "Mo 09:00-12:00"),
        ("lundi 00:00 - 00:00 ; mardi 08:45 - 12:00", "Tu 08:45-12:00"),
        (
            "<ul><li>- lundi matin: 8h30-12h30</li><li>- </li><li>- mardi matin: 9h-12h</li></ul>",
            "Mo 08:30-12:30; Tu 09:00-12:00",
        ),
        ("Mo-Fr 9h-12h30,13h30-17h", "Mo-Fr 09:00-12:30,13:30-17:00"),
    ],
)
def test_french_prose_is_understood(text: str, osm: str) -> None:
    hours = read_hours(text)
    assert (hours.osm, hours.text, hours.understood) == (osm, "", True)


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-12:00,13:30-17:30; Tu 09:00-12:00,14:30-17:30",
        "We-Fr 13:30-18:00; Sa 10:00-13:00,13:00-18:00",
        "24/7",
        'Mo[1,3] 14:00-16:00 "sur rendez-vous"; PH off',
        "Apr-Sep Mo-Fr 09:00-17:00",
    ],
)
def test_valid_openstreetmap_syntax_is_kept_as_it_is(text: str) -> None:
    assert read_hours(text).osm == text


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Mo,Tu 08:30", "Lundi, mardi 08:30"),
        ("Mo 14:00-14:00", "Lundi 14:00-14:00"),
        ("SH Mo-Fr 09:00-12:00", "SH Mo-Fr 09:00-12:00"),
        ("lundi-vendredi 9h-17h ; mercredi 14h-18h", "Lundi-vendredi 9h-17h ; mercredi 14h-18h"),
        ("lundi 12h-9h", "Lundi 12h-9h"),
        ("mardi 14:00-17:00 (1er et 3e mardi du mois)", "Mardi 14:00-17:00 (1er et 3e mardi du mois)"),
        ("lundi-dimanche 00:00-00:00 (2ème mercredi de 9h à 12h)", "2ème mercredi de 9h à 12h"),
        ("Nous contacter", "Nous contacter"),
        ("lundi sur rendez-vous", "Lundi sur rendez-vous"),
    ],
)
def test_what_is_not_understood_whole_is_kept_as_text(text: str, shown: str) -> None:
    hours = read_hours(text)
    assert (hours.osm, hours.text, hours.understood) == ("", shown, False)


def test_remarks_are_kept_with_their_days() -> None:
    hours = read_hours(
        "lundi-mercredi 08:30-16:15 (Uniquement sur rendez-vous de 12h30 à 16h15.) ; jeudi 08:30-12:30 ;"
        " vendredi 08:30-16:15 (Uniquement sur rendez-vous de 12h30 à 16h15.)"
    )
    assert hours.osm == "Mo-We,Fr 08:30-16:15; Th 08:30-12:30"
    assert hours.text == "Du lundi au mercredi, vendredi\u00a0: Uniquement sur rendez-vous de 12h30 à 16h15."


def test_a_remark_for_every_day_stands_alone() -> None:
    assert read_hours("lundi-vendredi 9h-17h (Sonner (deux fois))").text == "Sonner (deux fois)"


@pytest.mark.parametrize("text", ["", "-", "NC", "<ul><li>- </li><li>- </li></ul>"])
def test_nothing_said_is_nothing_kept(text: str) -> None:
    assert read_hours(text) == read_hours("")


def test_seven_columns_make_a_week() -> None:
    hours = read_week(
        ["Fermé", "14h-18h", "10h-12h30 / 14h-18h", "-", "8h30/12h 13h30/18h", "10h-13h (sur rendez-vous)", ""]
    )
    assert hours.osm == "Tu 14:00-18:00; We 10:00-12:30,14:00-18:00; Fr 08:30-12:00,13:30-18:00; Sa 10:00-13:00"
    assert hours.text == "Samedi\u00a0: sur rendez-vous"


def test_one_day_not_understood_makes_the_week_a_text() -> None:
    hours = read_week(["9h-12h", "Sur RDV", "", "", "", "", ""])
    assert (hours.osm, hours.understood) == ("", False)
    assert hours.text == "Lundi\u00a0: 9h-12h\nMardi\u00a0: Sur RDV"


def test_a_row_per_day_gives_its_intervals() -> None:
    assert read_day("Lundi", ["08:30:00", "12h", "1330", "17:00"]) == (((0, (510, 720)), (0, (810, 1020))), True)
    assert read_day("7", ["9h", "12h"]) == (((6, (540, 720)),), True)
    assert read_day("", ["", "", "", ""]) == ((), True)
    assert read_day("Lundi", ["9h", ""])[1] is False
    assert read_day("férié", ["9h", "12h"])[1] is False


INTERVALS = st.tuples(st.integers(0, 1438), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])


@given(st.sets(st.tuples(st.integers(0, 6), INTERVALS), min_size=1, max_size=12))
def test_what_is_written_is_always_valid_syntax(week: set[tuple[int, tuple[int, int]]]) -> None:
    OpeningHours(osm_of(week))


WORDS = st.sampled_from(
    ["-", ";", ",", ":", "(", ")", "\n", "lundi", "mardi", "samedi", "au", "et", "9h", "12h30", "18 h"]
) | st.sampled_from(["fermé", "matin", "1er", "du mois", "00:00-00:00", "midi", "Mo-Fr", "09:00-12:00", "sauf"])


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=80))
def test_no_cell_is_lost_and_none_is_an_exception(text: str) -> None:
    hours = read_hours(text)
    if hours.osm:
        OpeningHours(hours.osm)
        assert hours.understood
    if not hours.understood:
        assert hours.text and not hours.osm
