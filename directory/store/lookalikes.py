"""Published fiches that share something which hardly two fiches share, found by their indexes, for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Float, Integer, column, func, select, values

from directory.store.slices import in_slices
from directory.store.tables import place, resource
from directory.store.types import codes_of
from fiche.codes import Status

MOST_OF_A_SWITCHBOARD = 20
"""A number that more fiches have brings nobody together."""
MOST_WITH_ARCHIVED = 10 * MOST_OF_A_SWITCHBOARD
MOST_OF_A_BODY = 1_000
MOST_NEAR = 3_000
"""Fiches of one point, such as the centre of a large town."""
BOXES_AT_ONCE = 150

_PUBLISHED = resource.c.status == Status.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, borders included."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Near:
    """A fiche near a point, by the names that tell whether it is worth a look."""

    id: int
    title: str
    structure: str


class LookalikeRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def are_there_any(self) -> bool:
        """Tell whether there is anything to compare with."""
        return self._connection.execute(select(resource.c.id).where(_PUBLISHED).limit(1)).first() is not None

    def came_since(self, at: datetime, *, limit: int) -> list[int]:
        """Return the fiches that were made after an instant, the last first."""
        made = select(resource.c.id).where(resource.c.created_at > at, _PUBLISHED)
        return list(self._connection.execute(made.order_by(resource.c.id.desc()).limit(limit)).scalars())

    def by_phones(self, phones: Collection[str]) -> dict[str, set[int]]:
        """Return the fiches that have each of these numbers, first or second; those of a switchboard are left out."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for which in (resource.c.phone, resource.c.second_phone):
            for value, numbers in self._few(which, phones).items():
                found[value] |= numbers
        return {value: numbers for value, numbers in found.items() if len(numbers) <= MOST_OF_A_SWITCHBOARD}

    def by_mails(self, mails: Collection[str]) -> dict[str, set[int]]:
        """Return the fiches that have each of these mails."""
        return self._few(resource.c.email, mails)

    def by_sirets(self, sirets: Collection[str]) -> dict[str, list[tuple[int, frozenset[str]]]]:
        """Return the fiches of some bodies, each with the needs it answers: a need has thousands, a body has few."""
        found: defaultdict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        siret = resource.c.structure_siret
        for some in in_slices(sorted(sirets)):
            few = select(siret).where(siret.in_(some)).group_by(siret).having(func.count() <= MOST_OF_A_BODY)
            query = select(siret, resource.c.id, resource.c.needs).where(siret.in_(few), _PUBLISHED)
            for value, number, codes in self._connection.execute(query):
                found[value].append((number, frozenset(codes_of(codes))))
        return found

    def near(self, boxes: Sequence[Box]) -> Iterator[tuple[Box, Near]]:
        """Give the fiches that have a place in each of some boxes."""
        columns = (column("rank", Integer), *(column(name, Float) for name in ("south", "north", "west", "east")))
        for some in in_slices(boxes, BOXES_AT_ONCE):
            rows = [(rank, each.south, each.north, each.west, each.east) for rank, each in enumerate(some)]
            asked = values(*columns, name="box").data(rows).cte("box")
            query = (
                select(asked.c.rank, resource.c.id, resource.c.title, resource.c.structure_name)
                .join_from(asked, place, place.c.latitude.between(asked.c.south, asked.c.north))
                .join(resource, place.c.resource_id == resource.c.id)
                .where(place.c.longitude.between(asked.c.west, asked.c.east), _PUBLISHED)
                .limit(MOST_NEAR * len(some))
            )
            for rank, *names in self._connection.execute(query):
                yield some[rank], Near(*names)

    def _few(self, which: Column[str], asked: Collection[str]) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for some in in_slices(sorted(asked)):
            # Counted in the index alone: of a number that a whole file has, not one row is read.
            few = select(which).where(which.in_(some)).group_by(which).having(func.count() <= MOST_WITH_ARCHIVED)
            for value, number in self._connection.execute(
                select(which, resource.c.id).where(which.in_(few), _PUBLISHED)
            ):
                found[value].add(number)
        return {value: numbers for value, numbers in found.items() if len(numbers) <= MOST_OF_A_SWITCHBOARD}
