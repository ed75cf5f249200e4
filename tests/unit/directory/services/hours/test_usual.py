"""The hours to hand over: the usual week once, what differs apart, with its dates."""

from datetime import date

import pytest

from directory.services.hours.selectors import selector_in_words
from directory.services.hours.usual import UsualHours, usual_hours, with_ranks
from directory.services.hours.words import week_table
from fiche.parts import Closure

TODAY = date(2026, 11, 26)


def told(hours: str, *closures: Closure, commune: str = "13004", today: date = TODAY) -> UsualHours:
    found = usual_hours(hours, closures, commune, today)
    return UsualHours(
        *(tuple(line.replace("\u00a0", " ") for line in lines) for lines in (found.week, found.besides, found.ahead))
    )


def test_like_days_are_joined_and_closed_ones_left_out() -> None:
    found = told("Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off")
    assert found.week == ("du lundi au vendredi : 9 h – 12 h, 14 h – 17 h", "samedi : 9 h – 12 h")
    assert found.besides == ("jours fériés : fermé",)
    assert told("Mo,Tu,Th 09:00-12:00").week == ("lundi, mardi et jeudi : 9 h – 12 h",)
    assert told("24/7").week == ("tous les jours : 24 h sur 24",)
    assert told("Fr 20:00-02:00").week == ("vendredi : 20 h – 2 h",)


def test_a_closure_has_its_dates_and_its_message_and_leaves_the_week_as_it_is() -> None:
    found = told("Mo-Fr 09:00-17:00", Closure(date(2026, 11, 26), date(2026, 12, 4), "congés"))
    assert found.week == ("du lundi au vendredi : 9 h – 17 h",)
    assert found.ahead == ("Fermé du 26 novembre au 4 décembre 2026 : congés",)
    assert told("", Closure(TODAY, TODAY)).ahead == ("Fermé le 26 novembre 2026",)
    assert told("Mo 09:00-12:00", Closure(date(2026, 1, 1), date(2026, 1, 9))).ahead == ()


def test_ranks_in_the_month_are_said_everywhere() -> None:
    found = told("Tu[1,3] 14:00-17:00")
    assert (found.week, found.besides) == ((), ("1er et 3e mardis du mois : 14 h – 17 h",))
    hours = "Tu[1,3] 14:00-17:00"
    days = with_ranks(week_table(hours, (), "13004", date(2026, 11, 23)), hours)
    assert (days[1].ranges, days[1].note) == ((), "1er et 3e mardis du mois")
    assert days[2].note == ""
    assert with_ranks(week_table(hours, (), "13004", date(2026, 11, 30)), hours)[1].ranges


@pytest.mark.parametrize(
    "selector, words",
    [
        ("Tu[1,3]", "1er et 3e mardis du mois"),
        ("Mo[-1]", "dernier lundi du mois"),
        ("Apr-Sep Mo-Fr", "d’avril à septembre, du lundi au vendredi"),
        ("Jul", "en juillet"),
        ("Jul,Aug", "en juillet et en août"),
        ("Aug 01-15", "du 1er au 15 août"),
        ("Dec 24-Jan 02", "du 24 décembre au 2 janvier"),
        ("2026 Dec 24-2027 Jan 02", "du 24 décembre 2026 au 2 janvier 2027"),
        ("Dec 25", "le 25 décembre"),
        ("PH", "jours fériés"),
        ("Su,PH", "dimanche et jours fériés"),
        ("week 1-53/2 Mo", "semaines impaires, lundi"),
        ("week 2-52/2", "semaines paires"),
        ("easter +1 day", ""),
        ("2026-2030/2", ""),
    ],
)
def test_days_and_dates_have_their_words(selector: str, words: str) -> None:
    assert selector_in_words(selector).replace("\u00a0", " ") == words


def test_what_is_only_possible_is_told_with_its_words() -> None:
    found = told('Mo-We 09:00-12:00; Th-Su "demander à la mairie"')
    assert found.week == ("du lundi au mercredi : 9 h – 12 h", "du jeudi au dimanche : demander à la mairie")
    found = told('Mo-Fr 08:00-18:00 || "urgences : appeler"')
    assert found.besides == ("aux autres moments : urgences : appeler",)
    assert told("05:00+").week == ("tous les jours : à partir de 5 h, fin non précisée",)
    assert told("easter Mo 10:00-12:00").besides == ("D’autres horaires à certaines dates, à demander",)
    assert told("Tu[1] 14:00+").besides == ("1er mardi du mois : à partir de 14 h, fin non précisée",)


def test_a_public_holiday_of_the_days_to_come_is_told_with_its_date() -> None:
    december = date(2026, 12, 14)
    assert told("Mo-Fr 09:00-17:00", today=december).ahead == (
        "vendredi 25 décembre (jour férié, Noël) : 9 h – 17 h, à vérifier",
    )
    assert told("Mo-Fr 09:00-17:00; PH off", today=december).ahead == (
        "vendredi 25 décembre (jour férié, Noël) : fermé",
    )
    assert told("Mo-Th 09:00-17:00; PH off", today=december).ahead == ()
    assert told("Mo-Sa 09:00-17:00; PH off", commune="67482", today=december).ahead == (
        "vendredi 25 décembre (jour férié, Noël) : fermé",
        "samedi 26 décembre (jour férié, Saint-Étienne) : fermé",
    )
