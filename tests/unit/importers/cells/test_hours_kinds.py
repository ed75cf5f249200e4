"""Kinds of faults met in hours written by people, each with others of its kind: a door said open is open."""

import csv
from pathlib import Path

import pytest

from importers.cells.hours import read_hours, read_week
from importers.cells.hours_remarks import takes_away

READ_BY_EYE = Path(__file__).with_name("hours_read_by_eye.csv")


def test_none_of_the_values_read_by_eye_is_read_wrongly() -> None:
    with READ_BY_EYE.open(encoding="utf-8", newline="") as lines:
        judged = [(row["horaires"], row["opening_hours"]) for row in csv.DictReader(lines, delimiter=";")]
    assert len(judged) == 300
    read = {value: read_hours(value) for value, _ in judged}
    assert [value for value, right in judged if read[value].osm != right] == []
    assert all(hours.text for hours in read.values() if not hours.osm)


@pytest.mark.parametrize(
    "text, osm",
    [
        ("24h/24", "24/7"),
        ("24h/24 7j/7", "24/7"),
        ("7j/7 24h/24", "24/7"),
        ("7j/7, 24h/24", "24/7"),
        ("24 h sur 24, 7 jours sur 7", "24/7"),
        ("24h/24 et 7j/7", "24/7"),
        ("24/24 7/7", "24/7"),
        ("Ouvert jour et nuit", "24/7"),
        ("tous les jours 24h/24", "24/7"),
        ("lundi-vendredi 24h/24", "Mo-Fr 00:00-24:00"),
        ("24h/24 du lundi au vendredi", "Mo-Fr 00:00-24:00"),
        ("tous les jours 24h/24 sauf dimanche", "Mo-Sa 00:00-24:00"),
    ],
)
def test_round_the_clock(text: str, osm: str) -> None:
    assert (read_hours(text).osm, read_hours(text).text) == (osm, "")


@pytest.mark.parametrize(
    "text, osm",
    [
        ("vendredi 20h-2h", "Fr 20:00-02:00"),
        ("samedi 22h - 6h", "Sa 22:00-06:00"),
        ("tous les soirs", ""),
        ("tous les jours 18h30-8h", "Mo-Su 18:30-08:00"),
        ("dimanche de 23h à 5h30", "Su 23:00-05:30"),
        ("vendredi 20h-2h ; samedi 10h-12h", "Fr 20:00-02:00, Sa 10:00-12:00"),
        ("vendredi 20h-minuit", "Fr 20:00-24:00"),
        ("vendredi 20h-0h", "Fr 20:00-24:00"),
        ("samedi minuit-6h", "Sa 00:00-06:00"),
        ("lundi 13:30-10:00", ""),
        ("lundi 18:30-12:30", ""),
        ("vendredi 20h-2h ; samedi 1h-5h", ""),
        ("lundi après-midi 2h-5h", ""),
        ("lundi soir de 6h à 8h", ""),
    ],
)
def test_nights_end_the_day_after(text: str, osm: str) -> None:
    assert read_hours(text).osm == osm


@pytest.mark.parametrize(
    "text, osm, kept",
    [
        ("lundi-vendredi 9h-17h sur rendez-vous", "Mo-Fr 09:00-17:00", "sur rendez-vous"),
        ("lundi-vendredi 9h-17h, uniquement sur rendez-vous", "Mo-Fr 09:00-17:00", "uniquement sur rendez-vous"),
        ("lundi 9h-12h sans rendez-vous", "Mo 09:00-12:00", "sans rendez-vous"),
        ("mardi 14h-17h sur RDV", "Tu 14:00-17:00", "sur RDV"),
        ("sur rendez-vous du lundi au vendredi 9h-12h", "Mo-Fr 09:00-12:00", "sur rendez-vous"),
        ("mardi 14h-17h en accès libre", "Tu 14:00-17:00", "en accès libre"),
        ("lundi-vendredi 9h-17h (sonner à l’interphone)", "Mo-Fr 09:00-17:00", "sonner à l’interphone"),
        ("lundi-vendredi 9h-17h (2e étage)", "Mo-Fr 09:00-17:00", "2e étage"),
        ("lundi-vendredi 9h-17h (l’après-midi sur rendez-vous)", "Mo-Fr 09:00-17:00", "l’après-midi sur rendez-vous"),
    ],
)
def test_words_that_take_nothing_away_are_kept_beside_the_hours(text: str, osm: str, kept: str) -> None:
    assert (read_hours(text).osm, read_hours(text).text) == (osm, kept)


@pytest.mark.parametrize(
    "text, osm",
    [
        ("lundi-vendredi 9h-17h sauf jours fériés", "Mo-Fr 09:00-17:00; PH off"),
        ("lundi-vendredi 9h-17h (fermé les jours fériés)", "Mo-Fr 09:00-17:00; PH off"),
        ("lundi-vendredi 9h-17h hors jours fériés", "Mo-Fr 09:00-17:00; PH off"),
        ("lundi-vendredi 9h-17h ; fermé les jours fériés", "Mo-Fr 09:00-17:00; PH off"),
        ("lundi-vendredi 9h-17h ; jours fériés : fermé", "Mo-Fr 09:00-17:00; PH off"),
        ("du lundi au samedi sauf jours fériés de 9h à 12h", "Mo-Sa 09:00-12:00; PH off"),
        ("tous les jours 9h-17h, fermé le dimanche et les jours fériés", "Mo-Sa 09:00-17:00; PH off"),
        ("lundi-vendredi 9h-17h y compris jours fériés", "Mo-Fr,PH 09:00-17:00"),
        ("dimanche et jours fériés 10h-12h", "Su,PH 10:00-12:00"),
        ("lundi 9h-12h ; mardi 14h-17h ; jours fériés inclus", ""),
        ("lundi-vendredi 9h-17h, horaires différents les jours fériés", ""),
        ("24h/24 sauf jours fériés", "24/7; PH off"),
    ],
)
def test_public_holidays(text: str, osm: str) -> None:
    assert read_hours(text).osm == osm


@pytest.mark.parametrize(
    "text, osm",
    [
        ("lundi-vendredi 0h-23h (fermé le jeudi)", "Mo-We,Fr 00:00-23:00"),
        ("lundi-samedi 9h-12h et 14h-18h (Fermé le jeudi)", "Mo-We,Fr-Sa 09:00-12:00,14:00-18:00"),
        ("lundi-vendredi 9h-17h sauf le mercredi", "Mo-Tu,Th-Fr 09:00-17:00"),
        ("du lundi au vendredi sauf le mercredi : 9h-12h", "Mo-Tu,Th-Fr 09:00-12:00"),
        ("lundi-vendredi (sauf mercredi) 9h-17h", "Mo-Tu,Th-Fr 09:00-17:00"),
        ("lundi-vendredi 9h-17h, fermé mardi et jeudi", "Mo,We,Fr 09:00-17:00"),
        ("tous les jours 9h-17h à l’exception du dimanche", "Mo-Sa 09:00-17:00"),
        (
            "lundi-vendredi 9h-12h et 14h-17h (fermé le mercredi après-midi)",
            "Mo-Tu,Th-Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
        ),
        ("lundi-vendredi 9h-12h et 14h-17h, fermé le lundi matin", "Mo 14:00-17:00; Tu-Fr 09:00-12:00,14:00-17:00"),
        ("lundi-vendredi 9h-17h (fermé le mercredi après-midi)", ""),
        ("lundi-vendredi 9h-17h sur rendez-vous sauf le jeudi", ""),
        ("jeudi 9h-12h ; fermé le jeudi", ""),
        ("lundi-vendredi 9h-17h sauf le mercredi 9h-12h", ""),
    ],
)
def test_what_is_closed_is_taken_away(text: str, osm: str) -> None:
    assert read_hours(text).osm == osm


@pytest.mark.parametrize(
    "words",
    [
        "une semaine sur deux", "1 semaine sur 2", "1 sem./2", "semaines paires", "sem. impaires", "tous les 15 jours",
        "tous les quinze jours", "un mardi sur deux", "le 1er mardi du mois", "1er et 3e mardis", "dernier vendredi",
        "une fois par mois", "2 fois par mois", "mensuel", "permanence bimensuelle", "hors vacances scolaires",
        "sauf vacances", "pendant les congés scolaires", "période scolaire", "en été", "horaires d’hiver",
        "de mai à septembre", "fermé en août", "sauf août", "fermeture annuelle", "suspendu", "permanence suspendue",
        "annulé jusqu’à nouvel ordre", "provisoirement fermé", "en travaux", "à partir du 3 janvier", "jusqu’au 15",
        "le matin uniquement", "uniquement le mardi", "seulement l’après-midi", "fermeture à 16h le vendredi",
        "selon disponibilité", "horaires variables", "sous réserve", "en alternance", "certains jours", "pas le jeudi",
        "ne reçoit plus", "accueil téléphonique uniquement", "permanence téléphonique", "par téléphone le mardi",
        "sf juillet", "excepté le mois d’août", "mercredi : enfants", "de 10h à 12h", "à domicile", "reporté",
        "complet",        "vacances de Noël fermé", "rouvre le 3 mars", "S1 et S3 : semaines", "les veilles de fêtes",
    ],
)  # fmt: skip
def test_words_that_restrict_and_are_not_understood_leave_a_text(words: str) -> None:
    text = f"lundi-vendredi 9h-17h ({words})"
    hours = read_hours(text)
    assert (hours.osm in ("", "Mo-We,Fr 09:00-17:00"), hours.understood) == (True, bool(hours.osm))
    if not hours.osm:
        assert words in hours.text
    assert read_hours(f"lundi-vendredi 9h-17h, {words}").osm in ("", "Mo-We,Fr 09:00-17:00")


@pytest.mark.parametrize(
    "text, osm",
    [
        ("jeudi - ; vendredi 9h-12h", "Fr 09:00-12:00"),
        ("jeudi -\nvendredi 9h-12h", "Fr 09:00-12:00"),
        ("jeudi : - ; vendredi : 9h-12h", "Fr 09:00-12:00"),
        ("jeudi – , vendredi 9h-12h", "Fr 09:00-12:00"),
        ("jeudi : - vendredi : 9h-12h", "Fr 09:00-12:00"),
        ("lundi 9h-12h ; mardi -- ; mercredi 9h-12h", "Mo,We 09:00-12:00"),
        ("lundi 9h-12h ; mardi -", "Mo 09:00-12:00"),
        ("- lundi 9h-12h\n- mardi 14h-17h", "Mo 09:00-12:00; Tu 14:00-17:00"),
        ("lundi 9h-12h - mardi 14h-17h", "Mo 09:00-12:00; Tu 14:00-17:00"),
        ("jeudi - vendredi 9h-12h", "Th-Fr 09:00-12:00"),
        ("jeudi 9h - ; vendredi 9h-12h", ""),
        ("vendredi - lundi 9h-12h", ""),
        ("Mardi Jeudi : 10h-18h", "Tu,Th 10:00-18:00"),
        ("lundi mercredi vendredi 9h-12h", "Mo,We,Fr 09:00-12:00"),
        ("Tous les mercredis, 14-17h", "We 14:00-17:00"),
        ("chaque mardi 14h-17h", "Tu 14:00-17:00"),
        ("lundi 8h-12h-14h-18h", "Mo 08:00-12:00,14:00-18:00"),
        ("lundi 8h-12h-14h", ""),
        ("mercredi 14-17", ""),
    ],
)
def test_a_dash_that_joins_nothing_joins_nothing(text: str, osm: str) -> None:
    assert read_hours(text).osm == osm


@pytest.mark.parametrize(
    "text, osm",
    [
        ("9h-12h du lundi au vendredi", "Mo-Fr 09:00-12:00"),
        ("9h-12h et 14h-17h, du lundi au vendredi", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("de 9h à 12h du lundi au vendredi et de 14h à 18h le samedi", "Mo-Fr 09:00-12:00; Sa 14:00-18:00"),
        ("9h-12h du lundi au vendredi ; samedi 10h-12h", "Mo-Fr 09:00-12:00; Sa 10:00-12:00"),
        ("9h-12h du lundi au vendredi, samedi 10h-12h", ""),
        ("lundi 9h-12h, 14h-17h du mardi au jeudi", ""),
        ("Lundi\n9h-12h\n14h-17h\nMardi\n9h-12h", "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00"),
        ("le lundi entre 9h et 12h", "Mo 09:00-12:00"),
        ("Lu-Ve 9h-12h", "Mo-Fr 09:00-12:00"),
        ("week-end 10h-18h", "Sa-Su 10:00-18:00"),
    ],
)
def test_times_may_come_before_their_days(text: str, osm: str) -> None:
    assert read_hours(text).osm == osm


def test_words_of_openstreetmap_hours_that_restrict_leave_them_unsure() -> None:
    restricted = read_hours('Mo-Fr 09:00-17:00 "une semaine sur deux"; Sa off "fermé en août"')
    assert restricted.osm == 'Mo-Fr 09:00-17:00 unknown "une semaine sur deux"; Sa off "fermé en août"'
    assert read_hours('Mo 09:00-17:00 "sur rendez-vous"').osm == 'Mo 09:00-17:00 "sur rendez-vous"'


def test_a_cell_of_a_week_is_held_to_the_same_rules() -> None:
    restricted = read_week(["9h-12h (1er lundi du mois)", "9h-12h", "", "", "", "", ""])
    assert (restricted.osm, restricted.understood) == ("", False)
    night = read_week(["", "", "", "", "20h-2h", "10h-12h", "Fermé"])
    assert night.osm == "Fr 20:00-02:00, Sa 10:00-12:00"
    assert read_week(["24h/24", "9h-12h", "", "", "", "", ""]).osm == "Mo 00:00-24:00; Tu 09:00-12:00"


@pytest.mark.parametrize(
    "words",
    ["Sur rendez-vous", "Accueil téléphonique du lundi au vendredi de 9h à 17h.", "journée continue", "Sonner", "rdc"],
)
def test_ordinary_words_take_nothing_away(words: str) -> None:
    assert not takes_away(words)
