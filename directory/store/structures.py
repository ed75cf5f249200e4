"""The bodies behind the fiches, found by a key that two fiches of one body share."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from directory.store.slices import in_slices
from directory.store.tables import place, resource, structure
from directory.store.types import codes_of, to_json
from fiche.codes import Status
from fiche.parts import Structure

KM_A_DEGREE = 111.19


@dataclass(frozen=True, slots=True)
class KnownStructure:
    id: int
    structure: Structure


@dataclass(frozen=True, slots=True)
class CountedStructure:
    """A structure with how many published fiches it has."""

    id: int
    structure: Structure
    fiches: int


_by_keys = select(structure.c.key, structure.c.id, structure.c.name, structure.c.siret, structure.c.networks).where(
    structure.c.key.in_(bindparam("keys", expanding=True))
)
_named = (
    select(structure.c.id, structure.c.name, structure.c.siret, structure.c.networks)
    .where(structure.c.name.in_(bindparam("names", expanding=True)))
    .order_by(structure.c.id)
)
_east = (place.c.longitude - bindparam("longitude")) * bindparam("narrowing")
_north = place.c.latitude - bindparam("latitude")
_nearest = (
    select(structure.c.name, func.min(_north * _north + _east * _east))
    .join(resource, resource.c.structure_id == structure.c.id)
    .join(place, place.c.resource_id == resource.c.id)
    .where(
        structure.c.name.in_(bindparam("names", expanding=True)),
        resource.c.status == Status.PUBLISHED.value,
        place.c.latitude.is_not(None),
        place.c.longitude.is_not(None),
    )
    .group_by(structure.c.name)
)
_listed = (
    select(structure.c.id, structure.c.name, structure.c.siret, structure.c.networks, func.count())
    .join(resource, resource.c.structure_id == structure.c.id)
    .where(resource.c.status == Status.PUBLISHED.value)
    .group_by(structure.c.id, structure.c.name, structure.c.siret, structure.c.networks)
    .order_by(structure.c.id)
)
_fiches = (
    select(resource.c.id)
    .where(resource.c.structure_id == bindparam("structure_id"), resource.c.status == Status.PUBLISHED.value)
    .order_by(resource.c.title, resource.c.id)
)
_of_fiche = select(resource.c.structure_id).where(resource.c.id == bindparam("resource_id"))
_last_id = select(func.coalesce(func.max(structure.c.id), 0))
_insert = insert(structure)
_update = (
    update(structure)
    .where(structure.c.id == bindparam("the_id"))
    .values(name=bindparam("name"), siret=bindparam("siret"), networks=bindparam("networks"))
)


class StructureRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_keys(self, keys: Iterable[str]) -> dict[str, KnownStructure]:
        """Return the structures already known, by key."""
        found: dict[str, KnownStructure] = {}
        for some in in_slices(list(keys)):
            for key, number, name, siret, networks in self._connection.execute(_by_keys, {"keys": some}):
                found[key] = KnownStructure(number, Structure(name, siret, codes_of(networks)))
        return found

    def named(self, names: Iterable[str]) -> list[KnownStructure]:
        """Return the structures of these very names, oldest first: one for each establishment and town."""
        return [
            KnownStructure(number, Structure(name, siret, codes_of(networks)))
            for some in in_slices(list(names))
            for number, name, siret, networks in self._connection.execute(_named, {"names": some})
        ]

    def distances(self, names: Iterable[str], latitude: float, longitude: float) -> dict[str, float]:
        """Return how far the nearest place of a published fiche of each structure is, in km on a flat map.

        Structures that have no place known on a map are left out.
        """
        spot = {"latitude": latitude, "longitude": longitude, "narrowing": math.cos(math.radians(latitude))}
        return {
            name: math.sqrt(square) * KM_A_DEGREE
            for some in in_slices(list(names))
            for name, square in self._connection.execute(_nearest, spot | {"names": some})
        }

    def page(self, *, after_id: int, limit: int, name: str = "", siret: str = "") -> list[CountedStructure]:
        """Return the next structures that have a published fiche, by number: of a very name, of a SIRET, or all."""
        query = _listed.where(structure.c.id > after_id).limit(limit)
        if name:
            query = query.where(structure.c.name == name)
        if siret:
            query = query.where(structure.c.siret == siret)
        return [_counted(row) for row in self._connection.execute(query)]

    def get(self, structure_id: int) -> CountedStructure | None:
        """Return a structure; None for one that has no published fiche."""
        row = self._connection.execute(_listed.where(structure.c.id == structure_id)).one_or_none()
        return None if row is None else _counted(row)

    def fiches_of(self, structure_id: int, *, limit: int) -> list[int]:
        """Return the numbers of the published fiches of a structure, by title."""
        found = self._connection.execute(_fiches.limit(limit), {"structure_id": structure_id})
        return list(found.scalars())

    def published_of(self, structure_ids: Sequence[int]) -> list[int]:
        """Return the numbers of the published fiches of some structures."""
        query = select(resource.c.id).where(
            resource.c.structure_id.in_(structure_ids), resource.c.status == Status.PUBLISHED.value
        )
        return list(self._connection.execute(query).scalars())

    def of_fiche(self, resource_id: int) -> int | None:
        """Return the number of the structure that a fiche belongs to."""
        return self._connection.execute(_of_fiche, {"resource_id": resource_id}).scalar_one_or_none()

    def has_network(self, code: str) -> bool:
        """Say whether a body belongs to a network."""
        query = select(structure.c.id).where(structure.c.networks.contains(f'"{code}"', autoescape=True)).limit(1)
        return self._connection.execute(query).one_or_none() is not None

    def next_id(self) -> int:
        return int(self._connection.execute(_last_id).scalar_one()) + 1

    def insert_many(self, structures: Mapping[str, KnownStructure]) -> None:
        """Add structures by key."""
        if structures:
            rows = [{"id": known.id, "key": key} | _columns(known.structure) for key, known in structures.items()]
            self._connection.execute(_insert, rows)

    def update_many(self, structures: Iterable[KnownStructure]) -> None:
        """Keep the last description given of each."""
        rows = [{"the_id": known.id} | _columns(known.structure) for known in structures]
        if rows:
            self._connection.execute(_update, rows)


def _columns(found: Structure) -> dict[str, str]:
    return {"name": found.name, "siret": found.siret, "networks": to_json(found.networks)}


def _counted(row: Row[int, str, str, str, int]) -> CountedStructure:
    return CountedStructure(row[0], Structure(row[1], row[2], codes_of(row[3])), row[4])
