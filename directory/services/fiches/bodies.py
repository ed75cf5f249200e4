"""The structures behind the published fiches: listed, and each with what it offers and where."""

from collections import Counter
from dataclasses import dataclass

from directory.domain.changes import Version
from directory.domain.resource import Resource
from directory.store.database import Database
from directory.store.structures import CountedStructure
from fiche.parts import Place, Structure

MOST_SAVES = 20
MOST_SHOWN = 200
"""Fiches of one structure that are shown: beyond, the search lists them."""


class UnknownStructure(Exception):
    """No structure of that number has a published fiche."""


@dataclass(frozen=True, slots=True)
class BodyPage:
    """``cursor``: number after which the next page begins; ``is_last``: nothing follows."""

    structures: tuple[CountedStructure, ...]
    cursor: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A structure with its fiches by title, ``total`` in all, their places, the most frequent first, and last saves."""

    id: int
    structure: Structure
    total: int
    fiches: tuple[Resource, ...]
    places: tuple[Place, ...]
    saves: tuple[Version, ...]


class Bodies:
    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, *, after: int, limit: int, name: str = "", siret: str = "") -> BodyPage:
        """Return structures by number: all, those of a very name, or those of a SIRET."""
        with self._database.read() as uow:
            found = uow.structures.page(after_id=after, limit=limit + 1, name=name, siret=siret)
        shown = tuple(found[:limit])
        return BodyPage(shown, shown[-1].id if shown else after, len(found) <= limit)

    def get(self, structure_id: int) -> Body:
        """Return one structure. Raises UnknownStructure."""
        with self._database.read() as uow:
            found = uow.structures.get(structure_id)
            if found is None:
                raise UnknownStructure(structure_id)
            fiches = uow.resources.by_ids(uow.structures.fiches_of(structure_id, limit=MOST_SHOWN))
            saves = uow.versions.latest_of([each.id for each in fiches], limit=MOST_SAVES)
        places = Counter(place for each in fiches for place in each.content.places)
        ordered = tuple(place for place, _ in places.most_common())
        return Body(found.id, found.structure, found.fiches, tuple(fiches), ordered, tuple(saves))

    def of_fiche(self, resource_id: int) -> int | None:
        """Return the number of the structure that a fiche belongs to."""
        with self._database.read() as uow:
            return uow.structures.of_fiche(resource_id)
