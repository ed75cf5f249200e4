"""Published fiches that share something which hardly two fiches share, found by their indexes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from directory.store.tables import place, resource
from directory.store.types import codes_of
from fiche.codes import Status

MOST_OF_A_SWITCHBOARD = 20
"""A number that more fiches have brings nobody together."""
MOST_OF_A_BODY = 1_000
MOST_NEAR = 3_000
"""Fiches of one point, such as the centre of a large town."""

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

    def by_contact(self, phones: Collection[str], mails: Collection[str]) -> set[int]:
        """Return the fiches that have one of these phones or mails; a switchboard's are left out."""
        found: set[int] = set()
        for value in phones:
            of_phone = self._few(resource.c.phone == value) | self._few(resource.c.second_phone == value)
            found |= of_phone if len(of_phone) <= MOST_OF_A_SWITCHBOARD else set()
        for value in mails:
            found |= self._few(resource.c.email == value)
        return found

    def by_siret(self, siret: str, needs: Sequence[str]) -> set[int]:
        """Return the fiches of a body that answer one of ``needs``, or any where none is said."""
        # Needs are looked at here: a body has few fiches, a need has thousands, and databases begin with either.
        query = select(resource.c.id, resource.c.needs).where(resource.c.structure_siret == siret, _PUBLISHED)
        rows = self._connection.execute(query.order_by(resource.c.id).limit(MOST_OF_A_BODY))
        asked, said = set(needs), ((number, codes_of(text)) for number, text in rows)
        # A fiche that says no need contradicts none.
        return {number for number, codes in said if not asked or not codes or asked & set(codes)}

    def near(self, box: Box) -> Iterator[Near]:
        """Give the fiches that have a place in a box."""
        query = (
            select(resource.c.id, resource.c.title, resource.c.structure_name)
            .join(place, place.c.resource_id == resource.c.id)
            .where(
                place.c.latitude.between(box.south, box.north),
                place.c.longitude.between(box.west, box.east),
                _PUBLISHED,
            )
            .limit(MOST_NEAR)
        )
        for row in self._connection.execute(query):
            yield Near(*row)

    def _few(self, chosen: ColumnElement[bool]) -> set[int]:
        query = select(resource.c.id).where(chosen, _PUBLISHED).limit(MOST_OF_A_SWITCHBOARD + 1)
        found = set(self._connection.execute(query).scalars())
        return found if len(found) <= MOST_OF_A_SWITCHBOARD else set()
