"""Opening hours: what the index holds and what people read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from directory.services.hours.intervals import Openings, hours_known, openings
from directory.services.hours.words import status_at, week_table
from fiche.parts import Closure
from search.criteria import MINUTES_A_DAY, local_minute

NBSP = "\u00a0"
OFFICE = "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
MONDAY = date(2026, 11, 23)


def minute(day: date, hour: int, minutes: int = 0) -> int:
    return day.toordinal() * MINUTES_A_DAY + hour * 60 + minutes


def open_intervals(
    hours: str, closures: tuple[Closure, ...], department: str, day: date, days: int
) -> tuple[tuple[int, int], ...]:
    return openings(hours, closures, department, day, days).open


def paris(day: int, hour: int, minutes: int = 0, month: int = 11) -> datetime:
    """An instant, from a clock in Paris in winter."""
    return datetime(2026, month, day, hour, minutes, tzinfo=UTC) - timedelta(hours=1)


def test_intervals_are_minutes_on_the_clock_of_the_place() -> None:
    found = open_intervals(OFFICE, (), "13", MONDAY, 1)
    assert found == ((minute(MONDAY, 9), minute(MONDAY, 12)), (minute(MONDAY, 14), minute(MONDAY, 17)))
    assert found[0][0] == local_minute(datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_touching_ranges_are_one_interval() -> None:
    found = open_intervals('Mo 09:00-12:00 "sur rendez-vous", Mo 12:00-14:00', (), "13", MONDAY, 1)
    assert found == ((minute(MONDAY, 9), minute(MONDAY, 14)),)


def test_a_night_goes_past_midnight_and_is_cut_at_the_horizon() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert open_intervals("Mo 22:00-02:00", (), "13", MONDAY, 2) == ((minute(MONDAY, 22), minute(tuesday, 2)),)
    assert open_intervals("Mo 22:00-02:00", (), "13", tuesday, 1) == ((minute(tuesday, 0), minute(tuesday, 2)),)


def test_hours_that_say_nothing_may_be_open_at_any_moment() -> None:
    for hours in ("", "Lu-Ve 9h-12h", "unknown", '"sur rendez-vous"', "SH Mo-Fr 09:00-12:00"):
        assert openings(hours, (), "13", MONDAY, 2) == Openings((), ((minute(MONDAY, 0), minute(MONDAY, 48)),))
    assert not hours_known("Lu-Ve 9h-12h")


def test_days_of_closure_are_taken_away_even_when_hours_are_unknown() -> None:
    tuesday = MONDAY + timedelta(days=1)
    closure = Closure(tuesday, tuesday)
    assert openings("", (closure,), "13", MONDAY, 3).possible == (
        (minute(MONDAY, 0), minute(tuesday, 0)),
        (minute(tuesday, 24), minute(tuesday, 48)),
    )
    assert open_intervals(OFFICE, (closure,), "13", tuesday, 1) == ()


def test_a_public_holiday_of_the_country_is_closed_where_the_fiche_says_so() -> None:
    armistice = date(2026, 11, 11)
    assert open_intervals(OFFICE, (), "13", armistice, 1) == ()
    assert openings("Mo-Fr 09:00-12:00; PH 10:00-11:00", (), "13", armistice, 1) == Openings(
        ((minute(armistice, 10), minute(armistice, 11)),), ()
    )


def test_a_public_holiday_of_which_nothing_is_said_is_possible() -> None:
    armistice = date(2026, 11, 11)
    found = openings("Mo-Fr 09:00-12:00", (), "13", armistice, 2)
    assert found.possible == ((minute(armistice, 9), minute(armistice, 12)),)
    assert found.open == ((minute(armistice, 33), minute(armistice, 36)),)
    assert openings("24/7", (), "13", armistice, 1).open == ((minute(armistice, 0), minute(armistice, 24)),)
    assert openings("Mo-Fr 09:00-12:00; Nov 11 10:00-11:00", (), "13", armistice, 1).possible == ()


def test_a_public_holiday_of_the_departement_is_doubtful_there_only() -> None:
    good_friday = date(2026, 4, 3)
    assert open_intervals("Mo-Fr 09:00-12:00", (), "67", good_friday, 1) == ()
    assert open_intervals("Mo-Fr 09:00-12:00", (), "13", good_friday, 1) != ()


@pytest.mark.parametrize(
    "department, day",
    [("57", date(2025, 12, 26)), ("67", date(2026, 4, 3)), ("971", date(2026, 5, 27)), ("973", date(2026, 6, 10))],
)
def test_a_public_holiday_of_the_departement_is_closed_there_only(department: str, day: date) -> None:
    assert open_intervals(OFFICE, (), department, day, 1) == ()
    assert open_intervals(OFFICE, (), "13", day, 1) != ()


def test_hours_given_for_public_holidays_hold_for_those_of_the_departement() -> None:
    day = date(2025, 12, 26)
    hours = "Mo-Fr 09:00-18:00; Su,PH 10:00-12:00"
    assert open_intervals(hours, (), "68", day, 1) == ((minute(day, 10), minute(day, 12)),)


def test_no_opening_in_the_horizon_gives_no_interval() -> None:
    assert open_intervals("Jun-Aug Mo-Fr 09:00-12:00", (), "13", MONDAY, 16) == ()


@pytest.mark.parametrize(
    "instant, key, sentence",
    [
        (paris(23, 10), "ouvert", "Ouvert jusqu’à 12_h"),
        (paris(23, 16, 40), "ferme-bientot", "Ferme dans 20_min"),
        (paris(23, 12, 0), "ferme", "Ouvre à 14_h"),
        (paris(23, 18), "ferme", "Ouvre demain à 9_h"),
        (paris(20, 18), "ferme", "Ouvre lundi à 9_h"),
        (paris(10, 18), "ferme", "Ouvre jeudi à 9_h"),
    ],
)
def test_the_sentence_says_when_it_changes(instant: datetime, key: str, sentence: str) -> None:
    found = status_at(OFFICE, (), "13055", instant)
    assert (found.key, found.sentence) == (key, sentence.replace("_", NBSP))


def test_the_sentence_follows_the_clock_of_the_place() -> None:
    five_in_paris = paris(23, 5)
    assert status_at(OFFICE, (), "13055", five_in_paris).sentence == f"Ouvre à 9{NBSP}h"
    assert status_at(OFFICE, (), "97411", five_in_paris + timedelta(hours=2)).sentence == f"Ouvert jusqu’à 12{NBSP}h"


def test_what_is_reached_from_afar_is_said_joignable() -> None:
    assert status_at(OFFICE, (), "13055", paris(23, 10), remote=True).sentence == f"Joignable jusqu’à 12{NBSP}h"


def test_a_closure_says_until_when_and_why() -> None:
    closure = Closure(date(2026, 11, 20), date(2027, 1, 3), "Travaux")
    found = status_at(OFFICE, (closure,), "13055", paris(23, 10))
    assert (found.sentence, found.note) == (f"Fermé jusqu’au 3{NBSP}janvier 2027 inclus", "Travaux")


def test_always_open_never_open_and_unknown_have_their_words() -> None:
    assert status_at("24/7", (), "13055", paris(23, 10)).sentence == f"Ouvert 24{NBSP}h sur{NBSP}24"
    assert status_at("2020 Mo 09:00-10:00", (), "13055", paris(23, 10)).sentence == "Fermé"
    assert status_at("", (), "13055", paris(23, 10)).sentence == "Horaires non communiqués"


def test_hours_kept_as_text_are_shown_as_the_hours() -> None:
    found = status_at("", (), "13055", paris(23, 10), text="Mardi 14h-17h (1er et 3e mardi)")
    assert (found.key, found.sentence) == ("inconnu", "Mardi 14h-17h (1er et 3e mardi)")
    long = status_at("", (), "13055", paris(23, 10), text="Permanence " * 20)
    assert len(long.sentence) <= 82 and long.sentence.endswith(f"{NBSP}…")


def test_what_is_only_possible_is_never_said_open() -> None:
    hours = 'Mo-We 09:00-12:00; Th-Su "demander à la mairie"'
    found = status_at(hours, (), "13055", paris(26, 10))
    assert (found.key, found.sentence, found.note) == ("inconnu", "Horaires à vérifier", "demander à la mairie")
    week = week_table(hours, (), "13055", MONDAY)
    assert (week[3].ranges, week[3].unsure, week[3].note) == ((), ("demander à la mairie",), "")
    assert (week[0].ranges, week[0].unsure) == ((f"9{NBSP}h{NBSP}–{NBSP}12{NBSP}h",), ())


def test_a_fallback_is_told_with_its_words() -> None:
    hours = 'Mo-Fr 08:00-18:00 || "urgences : appeler"'
    week = week_table(hours, (), "13055", MONDAY)
    assert (week[0].ranges, week[0].unsure) == ((f"8{NBSP}h{NBSP}–{NBSP}18{NBSP}h",), ("urgences : appeler",))
    assert (week[5].ranges, week[5].unsure) == ((), ("urgences : appeler",))
    assert status_at(hours, (), "13055", paris(23, 20)).key == "inconnu"
    assert status_at(hours, (), "13055", paris(23, 10)).sentence == f"Ouvert au moins jusqu’à 18{NBSP}h"


def test_an_open_end_says_where_it_begins() -> None:
    assert week_table("05:00+", (), "13055", MONDAY)[0].unsure == (f"à partir de 5{NBSP}h, fin non précisée",)
    assert status_at("05:00+", (), "13055", paris(23, 3)).sentence == f"Peut ouvrir à 5{NBSP}h"
    assert status_at("Mo 09:00-12:00+", (), "13055", paris(23, 11, 50)).sentence == f"Ouvert au moins jusqu’à 12{NBSP}h"


def test_a_public_holiday_that_nothing_is_said_of_is_to_be_checked() -> None:
    found = status_at("Mo-Fr 09:00-12:00", (), "13055", paris(11, 10))
    assert (found.key, found.sentence, found.note) == ("inconnu", "Horaires à vérifier", "jour férié, Armistice")
    day = week_table("Mo-Fr 09:00-12:00", (), "13055", date(2026, 11, 9))[2]
    assert (day.ranges, day.unsure) == ((), (f"9{NBSP}h{NBSP}–{NBSP}12{NBSP}h, à vérifier",))
    assert day.note == "jour férié, Armistice"


def test_an_evening_that_ends_past_midnight_needs_no_day() -> None:
    assert status_at("Mo-Su 20:00-02:00", (), "13055", paris(23, 21)).sentence == f"Ouvert jusqu’à 2{NBSP}h"
    assert status_at("Mo-Su 20:00-24:00", (), "13055", paris(23, 21)).sentence == "Ouvert jusqu’à minuit"


def test_far_openings_say_the_date() -> None:
    closed_until_december = "Dec Mo-Fr 09:00-12:00"
    found = status_at(closed_until_december, (), "13055", paris(20, 10))
    assert found.sentence == f"Ouvre le 1er{NBSP}décembre à 9{NBSP}h"


def test_the_words_of_the_hours_are_kept() -> None:
    found = status_at('Mo 09:00-12:00 "sur rendez-vous"', (), "13055", paris(23, 10))
    assert (found.sentence, found.note) == (f"Ouvert jusqu’à 12{NBSP}h", "sur rendez-vous")


def test_the_week_runs_from_monday_with_today_marked() -> None:
    week = week_table(OFFICE, (), "13055", date(2026, 11, 25))
    assert [day.name for day in week] == [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ]  # fmt: skip
    assert [day.name for day in week if day.is_today] == ["mercredi"]
    assert week[0].day == date(2026, 11, 30)
    assert week[2].ranges == (f"9{NBSP}h{NBSP}–{NBSP}12{NBSP}h", f"14{NBSP}h{NBSP}–{NBSP}17{NBSP}h")
    assert week[6].ranges == ()


def test_the_week_names_holidays_and_closures() -> None:
    week = week_table(OFFICE, (Closure(date(2026, 11, 12), date(2026, 11, 12)),), "13055", date(2026, 11, 9))
    assert (week[2].ranges, week[2].note) == ((), "jour férié, Armistice")
    # Its message and its dates are told once, above the week.
    assert (week[3].ranges, week[3].note, week[3].is_exceptional) == ((), "", True)


def test_a_night_is_told_on_the_day_it_begins() -> None:
    week = week_table("Mo 22:00-06:00", (), "13055", MONDAY)
    assert week[0].ranges == (f"22{NBSP}h{NBSP}–{NBSP}6{NBSP}h",)
    assert week[1].ranges == ()


def test_two_days_that_touch_are_told_on_each() -> None:
    week = week_table("Mo 00:00-24:00; Tu 00:00-18:00", (), "13055", MONDAY)
    assert week[0].ranges == (f"24{NBSP}h sur{NBSP}24",)
    assert week[1].ranges == (f"minuit{NBSP}–{NBSP}18{NBSP}h",)


def test_unknown_hours_have_no_week() -> None:
    assert week_table("", (), "13055", MONDAY) == ()
