"""What is counted of the use of the base: a day, a need, a territory; never a word, an account or a session."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NO_OFFICE = 0
MONTHS_IN_DAYS = 13
"""For so many months the day of what was counted is kept; then its quarter alone."""
MONTHS_KEPT = 36


class Metric(StrEnum):
    """What was done once.

    SEARCHES           a first page of results, asked as a whole.
    UNANSWERED         one of them whose main list and list of the same need are empty.
    NOTHING            one of them without any answer in any list.
    SHEETS             a sheet shown to be handed over; LINKS_OPENED: one that its code opened.
    LIAISONS           a *fiche de liaison* made for a service; OFFICE_LIAISONS: for an antenne.
    """

    SEARCHES = "recherches"
    UNANSWERED = "sans-reponse"
    NOTHING = "rien-du-tout"
    SHEETS = "feuilles"
    LINKS_OPENED = "liens-ouverts"
    LIAISONS = "liaisons"
    OFFICE_LIAISONS = "liaisons-antenne"


BY_NEED: tuple[Metric, ...] = tuple(each for each in Metric if each is not Metric.OFFICE_LIAISONS)
"""Counted by need and territory; the other by antenne."""

PARTS: tuple[Metric, ...] = (Metric.UNANSWERED, Metric.NOTHING)
"""Parts of the searches, each of the one before."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing counted: where it adds up.

    need        code; empty where none was asked or understood.
    territory   "epci:200054807", "secteur:pays-d-aix"; empty where none is known.
    office_id   of an antenne; ``NO_OFFICE`` elsewhere.
    """

    day: date
    metric: Metric
    need: str = ""
    territory: str = ""
    office_id: int = NO_OFFICE
