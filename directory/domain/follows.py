"""Fiches that a person follows: what changes in them is told by mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_FOLLOWS = 20
MONDAY = 0


class Rhythm(StrEnum):
    """When what changed is told."""

    MONDAYS = "lundi"
    DAILY = "chaque-jour"
    NEVER = "jamais"
    """The mails were stopped; what is followed is kept."""


def rhythms_on(day: date) -> frozenset[Rhythm]:
    """Return the rhythms that tell on a day."""
    return frozenset({Rhythm.DAILY, Rhythm.MONDAYS} if day.weekday() == MONDAY else {Rhythm.DAILY})


class News(StrEnum):
    """What is told of a fiche. Wording is not."""

    CLOSURE = "fermeture"
    CONTACT = "contact"
    PLACE = "lieu"
    HOURS = "horaires"
    ACCESS = "acces"
    MOBILISATION = "mobilisation"
    PRICE = "frais"


TOLD: Mapping[News, frozenset[str]] = {
    News.CLOSURE: frozenset({"closures"}),
    News.CONTACT: frozenset({"phone", "second_phone", "email", "website", "named_contact"}),
    News.PLACE: frozenset({"places", "service_areas"}),
    News.HOURS: frozenset({"hours", "hours_text"}),
    News.ACCESS: frozenset({"access_modes", "access_text", "receptions"}),
    News.MOBILISATION: frozenset({"mobilisations", "mobilisation_text"}),
    News.PRICE: frozenset({"costs", "cost_text"}),
}
"""The fields of a fiche behind each."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A fiche that a person follows.

    cursor   the last version of the fiche that they were told of, or saw when they began.
    """

    id: int
    account_id: int
    resource_id: int
    rhythm: Rhythm
    cursor: int
    at: datetime
