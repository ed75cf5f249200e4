"""The bodies behind the fiches, found by a key that two fiches of one body share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from directory.store.slices import in_slices
from directory.store.tables import structure
from directory.store.types import codes_of, to_json
from fiche.parts import Structure


@dataclass(frozen=True, slots=True)
class KnownStructure:
    id: int
    structure: Structure


_by_keys = select(structure.c.key, structure.c.id, structure.c.name, structure.c.siret, structure.c.networks).where(
    structure.c.key.in_(bindparam("keys", expanding=True))
)
_named = (
    select(structure.c.id, structure.c.name, structure.c.siret, structure.c.networks)
    .where(structure.c.name.in_(bindparam("names", expanding=True)))
    .order_by(structure.c.id)
)
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
