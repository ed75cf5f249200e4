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


class BatchTerritory:
    """The territory that the options of a batch tell, made when a row asks: most files never do."""

    def __init__(self, options: Mapping[str, Json], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._found: Territory | None = None
        known = options.get(DEPARTMENTS)
        self.codes = tuple(str(code) for code in known) if isinstance(known, list | tuple) else ()

    def __call__(self) -> Territory:
        if self._found is None:
            self._found = self._gazetteer.territory_around(self.codes, ()) if self.codes else NOWHERE
        return self._found

    @property
    def was_asked(self) -> bool:
        return self._found is not None


def _holding(gazetteer: Gazetteer, communes: Sequence[str]) -> set[str]:
    return {commune.department for code in communes if (commune := gazetteer.get(code)) is not None}
