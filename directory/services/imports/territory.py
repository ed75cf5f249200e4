"""Where the institution of an import works: it decides what a town without postal code means."""

from collections.abc import Mapping, Sequence

from directory.domain.changes import Json
from directory.store.unit_of_work import UnitOfWork
from search.places.gazetteer import Gazetteer
from search.places.territory import NOWHERE, Territory

DEPARTMENTS = "departements"
"""Option of a batch: decided once, so that the same file gives the same fiches on whatever day it is read."""


def departments_of(uow: UnitOfWork, gazetteer: Gazetteer, institution: str, home: Sequence[str]) -> list[str]:
    """Return codes of départements: those of the institution's published fiches, else ``home``, else the base's."""
    own = _holding(gazetteer, uow.resources.published_communes(institution)) if institution else set()
    return sorted(own or set(home) or _holding(gazetteer, uow.resources.published_communes()))


def territory_of_batch(options: Mapping[str, Json], gazetteer: Gazetteer) -> Territory:
    """Return the territory that the options of a batch tell."""
    known = options.get(DEPARTMENTS)
    codes = [str(code) for code in known] if isinstance(known, list | tuple) else []
    return gazetteer.territory_around(codes, ()) if codes else NOWHERE


def _holding(gazetteer: Gazetteer, communes: Sequence[str]) -> set[str]:
    return {commune.department for code in communes if (commune := gazetteer.get(code)) is not None}
