"""What nobody answers: fiches whose asking went to its last rung, by institution, for whoever steers the base."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from directory.domain.freshness import Due, Rung
from directory.domain.institution import Institution
from directory.services.freshness.people import addressees
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

MOST_SHOWN = 20
"""Fiches of one institution on the page; the others are counted."""


@dataclass(frozen=True, slots=True)
class Silent:
    """One fiche: its number, its title, the day it fell due, and the day somebody was last asked (None: nobody)."""

    id: int
    title: str
    on: date
    asked_on: date | None


@dataclass(frozen=True, slots=True)
class Silence:
    """What nobody answers in an institution; ``institution`` None: fiches that nobody owns.

    editors, rgcs   how many people can still be asked.
    """

    institution: Institution | None
    total: int
    fiches: tuple[Silent, ...]
    editors: int
    rgcs: int


class Unanswered:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    @property
    def today(self) -> date:
        return local_day(self._now())

    def listed(self) -> list[Silence]:
        """Return the institutions where fiches wait in vain, the most first, then those that nobody owns."""
        with self._database.read() as uow:
            counts = uow.dues.count_on(Rung.STEERING)
            known = uow.institutions.all()
            codes = sorted(counts, key=lambda code: (code not in known, -counts[code], code))
            return [_silence(uow, code, known.get(code), counts[code]) for code in codes]


def _silence(uow: UnitOfWork, code: str, institution: Institution | None, total: int) -> Silence:
    dues = uow.dues.on_rung(Rung.STEERING, code, limit=MOST_SHOWN)
    titles = {each.id: each.content.title for each in uow.resources.by_ids([each.resource_id for each in dues])}
    people = addressees(uow, code)
    fiches = tuple(_silent(each, titles[each.resource_id]) for each in dues)
    return Silence(institution, total, fiches, len(people.editors), len(people.rgcs))


def _silent(due: Due, title: str) -> Silent:
    return Silent(due.resource_id, title, due.on, due.asked_on)
