"""Days and hours understood: values for the parameter ``ouvert``."""

from datetime import date

import pytest

from tests.unit.search.text.plans import SATURDAY, plan_of, required

WEDNESDAY = date(2026, 12, 30)


@pytest.mark.parametrize("text, value, label", [
    ("samedi", "2026-11-21", "samedi 21\u00a0novembre"),
    ("dimanche matin", "2026-11-22T10:00", "dimanche 22\u00a0novembre matin"),
    ("lundi après-midi", "2026-11-23T15:00", "lundi 23\u00a0novembre après-midi"),
    ("samedi prochain", "2026-11-28", "samedi 28\u00a0novembre"),
    ("le mardi 14h30", "2026-11-24T14:30", "mardi 24\u00a0novembre à 14\u00a0h\u00a030"),
    ("mardi à 9 heures", "2026-11-24T09:00", "mardi 24\u00a0novembre à 9\u00a0h"),
    ("mardi matin à 9h", "2026-11-24T09:00", "mardi 24\u00a0novembre à 9\u00a0h"),
    ("aujourd’hui", "2026-11-21", "aujourd’hui"),
    ("demain soir", "2026-11-22T19:00", "demain soir"),
    ("après-demain", "2026-11-23", "après-demain"),
    ("ce soir", "2026-11-21T19:00", "ce soir"),
    ("cette nuit", "2026-11-21T23:00", "cette nuit"),
    ("cet après-midi", "2026-11-21T15:00", "cet après-midi"),
    ("maintenant", "maintenant", "maintenant"),
    ("tout de suite", "maintenant", "maintenant"),
    ("ce week-end", "2026-11-21", "samedi 21\u00a0novembre"),
])  # fmt: skip
def test_a_moment_is_understood(text: str, value: str, label: str) -> None:
    plan = plan_of(f"permis {text}")
    assert plan.when is not None
    assert (plan.when.value, plan.when.label) == (value, label)
    assert required(plan) == ["permis"]


def test_the_first_of_a_month_and_the_next_year_are_said_right() -> None:
    plan = plan_of("permis vendredi", today=WEDNESDAY)
    assert plan.when is not None
    assert (plan.when.value, plan.when.label) == ("2027-01-01", "vendredi 1er\u00a0janvier")


def test_a_day_is_at_most_a_week_ahead() -> None:
    for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"):
        when = plan_of(day).when
        assert when is not None
        assert 0 <= (date.fromisoformat(when.value) - SATURDAY).days < 7


@pytest.mark.parametrize("text", ["permis", "mars", "midi", "le soir", "2h", "hébergement de nuit", "semaine"])
def test_what_names_no_moment_is_left_alone(text: str) -> None:
    assert plan_of(text).when is None


@pytest.mark.parametrize("text", ["samedi", "ouvert le samedi", "ouvert maintenant"])
def test_a_moment_alone_asks_for_no_word(text: str) -> None:
    plan = plan_of(text)
    assert plan.when is not None
    assert plan.groups == ()


def test_a_moment_may_be_part_of_a_need() -> None:
    plan = plan_of("où dormir ce soir")
    assert plan.needs == ("logement-abri",)
    assert required(plan) == ["dormir"]
