"""A fiche to write, and what its file says of itself: what every form of export is given."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from directory.domain.resource import Resource


@dataclass(frozen=True, slots=True)
class Given:
    """A fiche to write. ``named``: whether who asks may have its named contact.

    themes   of the classification of data·inclusion, as its sources said them.
    """

    fiche: Resource
    mark: str
    named: bool
    themes: tuple[str, ...] = ()


Departments: TypeAlias = Callable[[str], tuple[str, ...]]
"""Gives the codes of the départements of a region, ``dep:13``; the area itself when it is none."""


def as_it_is(area: str) -> tuple[str, ...]:
    return (area,)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself.

    at            the day and hour it shows.
    codes         column, code and label of what it holds.
    departments   gives the départements of a region.
    """

    at: datetime
    total: int
    licence: str
    attribution: str
    address: str
    codes: tuple[tuple[str, str, str], ...] = ()
    departments: Departments = as_it_is

    @property
    def head(self) -> dict[str, str]:
        """What a JSON file says first."""
        return {
            "source": self.attribution,
            "adresse": self.address,
            "licence": self.licence,
            "date": self.at.isoformat(timespec="seconds"),
        }


Write: TypeAlias = Callable[[Iterable[Given], Facts], Iterator[bytes]]
