"""What an index does not hold of fiches, looked up in the base before the engine is asked."""

from dataclasses import replace

from directory.store.database import Database
from search.criteria import Criterion, OfStructures, WithoutDoubles

MOST_LOOKED_UP = 60_000
"""Numbers sent with one question: clusters refuse more than 65,536."""


def looked_up(database: Database, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """Return the criteria with the numbers that some of them need; the base is read only where one does."""
    if not any(isinstance(each, OfStructures | WithoutDoubles) for each in criteria):
        return criteria
    with database.read() as uow:
        found: list[Criterion] = []
        for each in criteria:
            if isinstance(each, OfStructures):
                fiches = uow.structures.published_of(each.structures, limit=MOST_LOOKED_UP)
                found.append(replace(each, fiches=frozenset(fiches)))
            elif isinstance(each, WithoutDoubles):
                found.append(replace(each, doubles=uow.duplicates.doubles(limit=MOST_LOOKED_UP)))
            else:
                found.append(each)
    return tuple(found)
