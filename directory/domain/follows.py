"""What a person follows, fiches and searches: what changes there is told by mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_FOLLOWS = 20
MOST_SEEN = 500
"""Fiches of a search that may be followed: a wider one tells nothing of what came or went."""
MOST_LINES = 30
"""Fiches named in one mail; the others are counted."""
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


SELECTIONS = ""
"""Query of the follow that stands for all the fiches of one's selections."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A fiche, a search, or the fiches of all one's selections.

    resource_id   of a fiche; None otherwise.
    query         of a search, as ``directory.schemas.followed`` writes it; ``SELECTIONS``; None for a fiche.
    cursor        of a fiche: its last version that the person was told of, or saw when they began.
    seen          otherwise: fiche → the same; None for a search that became too wide to be followed, and for selections
                  that are left out: the rhythm that was chosen stays theirs.
    """

    id: int
    account_id: int
    resource_id: int | None
    query: str | None
    rhythm: Rhythm
    cursor: int
    seen: Mapping[int, int] | None
    at: datetime

    @property
    def is_left_out(self) -> bool:
        """Say whether the fiches of one's selections are told of at no rhythm."""
        return self.query == SELECTIONS and (self.seen is None or self.rhythm is Rhythm.NEVER)

    @property
    def is_search(self) -> bool:
        return bool(self.query)


def fiche_followed(account_id: int, resource_id: int, version: int, rhythm: Rhythm, at: datetime) -> Follow:
    return Follow(0, account_id, resource_id, None, rhythm, version, None, at)


def search_followed(account_id: int, query: str, seen: Mapping[int, int], rhythm: Rhythm, at: datetime) -> Follow:
    return Follow(0, account_id, None, query, rhythm, 0, seen, at)


def selections_followed(account_id: int, rhythm: Rhythm, at: datetime, *, is_left_out: bool = False) -> Follow:
    return Follow(0, account_id, None, SELECTIONS, rhythm, 0, None if is_left_out else {}, at)
