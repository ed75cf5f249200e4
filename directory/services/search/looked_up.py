"""What an index does not hold of fiches, looked up in the base before the engine is asked."""

from dataclasses import replace

from directory.store.database import Database
from search.criteria import Criterion, OfStructures, WithoutDoubles


def looked_up(database: Database, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """Return the criteria with the numbers that some of them need; the base is read only where one does."""
    if not any(isinstance(each, OfStructures | WithoutDoubles) for each in criteria):
        return criteria
    with database.read() as uow:
        found: list[Criterion] = []
        for each in criteria:
            if isinstance(each, OfStructures):
                found.append(replace(each, fiches=frozenset(uow.structures.published_of(each.structures))))
            elif isinstance(each, WithoutDoubles):
                found.append(replace(each, doubles=uow.duplicates.doubles()))
            else:
                found.append(each)
    return tuple(found)
