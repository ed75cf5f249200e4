"""When a fiche falls due for confirmation, and the rungs of those who are asked, one after the other."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from directory.domain.institution import Institution
from directory.domain.lines import Line
from fiche.content import Content

NO_OWNER_MONTHS = 6
"""After how many months a fiche that nobody owns is to be confirmed."""
LONGEST_MONTHS = 12
SHOWN_BEFORE = timedelta(days=15)
"""From the entry in *À faire* to the date."""
_GOLDEN = 0.6180339887498949


LINK_LIFE = timedelta(days=60)
DEAD_AFTER = 2
"""Refusals for good, one after the other, after which a mailbox is held for dead."""


@dataclass(frozen=True, slots=True)
class ConfirmLink:
    """A link of a mail that confirms one fiche for one person. What is kept of it: never the link itself."""

    digest: str
    resource_id: int
    account_id: int
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Rung(IntEnum):
    """How far asking went."""

    NOT_ASKED = 0
    ASKED = 1
    """An editor of the institution, at the date."""
    AGAIN = 2
    RGC = 3
    STEERING = 4
    """Nobody answered, or nobody is left to ask."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a published fiche is to be confirmed, and who was asked.

    institution   code of its owner; empty when nobody owns it.
    keeper_id     the account that last confirmed it or wrote it, who is asked first.
    asked_on      the day somebody was first asked; None before.
    rung_on       the day of the rung it stands on.
    asked_id      the account that was asked last.

    Two more things that wait for its owner are kept beside: the convention asks for something it does not say; it
    receives people on site and no place of it is on the map.
    """

    resource_id: int
    institution: str
    on: date
    keeper_id: int | None = None
    rung: Rung = Rung.NOT_ASKED
    asked_on: date | None = None
    rung_on: date | None = None
    asked_id: int | None = None
    is_incomplete: bool = False
    is_placeless: bool = False

    def asks_as(self, other: "Due") -> bool:
        """Say whether another date, of the same owner, is the one about which people were asked."""
        return (self.on, self.institution) == (other.on, other.institution)


@dataclass(frozen=True, slots=True)
class Steps:
    """Days from the first asking to each of the next rungs."""

    again: int = 30
    rgc: int = 60
    steering: int = 90

    def wait_after(self, rung: Rung) -> timedelta:
        """Return how long a rung lasts before the next: a night missed takes nothing from anybody's delay."""
        waits = {
            Rung.ASKED: self.again,
            Rung.AGAIN: self.rgc - self.again,
            Rung.RGC: self.steering - self.rgc,
        }
        return timedelta(days=waits.get(rung, 0))


def months_of(content: Content | Line, institutions: Mapping[str, Institution]) -> int:
    """Return after how many months a fiche is to be confirmed: its own, or else those of who owns it."""
    if content.confirmed_every:
        return int(content.confirmed_every)
    owner = institutions.get(content.institution)
    return NO_OWNER_MONTHS if owner is None else owner.verification_months


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(verified_on: date | None, created_on: date, months: int, *, spread: int | None = None) -> date:
    """Return the day on which a fiche is to be confirmed.

    months   its own, or those of its institution.
    spread   number of a fiche that came in a batch: until a person confirms it, its first date is one of the days of
             the period, evenly shared, so that 600 fiches of one day do not fall due on one day.
    """
    if verified_on is not None:
        return add_months(verified_on, months)
    last = add_months(created_on, months)
    if spread is None:
        return last
    first = created_on + SHOWN_BEFORE + timedelta(days=1)
    # Multiples of the golden ratio leave no gap and no crowd, wherever a batch begins and however long it is.
    share = (spread * _GOLDEN) % 1
    return first + timedelta(days=int(share * ((last - first).days + 1)))


def next_rung(due: Due, today: date, steps: Steps, *, is_lost: bool = False) -> Rung | None:
    """Return the rung that a fiche climbs to on a day; None while it stays where it is.

    is_lost   who was asked left, or their mailbox is dead: the next rung comes at once.
    """
    if due.rung is Rung.STEERING:
        return None
    if due.rung is Rung.NOT_ASKED or due.rung_on is None:
        return Rung.ASKED if due.on <= today else None
    if is_lost or due.rung_on + steps.wait_after(due.rung) <= today:
        return Rung(due.rung + 1)
    return None
