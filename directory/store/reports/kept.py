"""What the tables of what people say have in common: read by number, by who said it, by whose fiche it is on."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, func, insert, select, update

from directory.domain.reports.proposal import Proposal
from directory.domain.reports.report import Report, Rung
from directory.domain.reports.suggestion import Suggestion
from directory.store.mapping import columns_for, values_of
from directory.store.slices import in_slices
from directory.store.tables import resource

Record = TypeVar("Record", Report, Proposal, Suggestion)


class Kept(ABC, Generic[Record]):
    """Records of one kind, each with a number, a state, and who said it.

    open_state   that of a record that waits for an answer.
    """

    table: ClassVar[Table]
    kind: ClassVar[type[object]]
    open_state: ClassVar[str]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @abstractmethod
    def _record(self, row: RowMapping) -> Record: ...

    def _values(self, record: Record) -> dict[str, object]:
        return values_of(record, without=("id",))

    @property
    def _select(self) -> Select[*tuple[object, ...]]:
        return select(*columns_for(self.kind, self.table))

    def _read(self, query: Select[*tuple[object, ...]]) -> list[Record]:
        return [self._record(row) for row in self._connection.execute(query).mappings()]

    def add(self, added: Record) -> Record:
        """Write a new record and return it with its number."""
        query = insert(self.table).values(self._values(added)).returning(self.table.c.id)
        return replace(added, id=int(self._connection.execute(query).scalar_one()))

    def save(self, saved: Record) -> None:
        self._connection.execute(update(self.table).where(self.table.c.id == saved.id).values(self._values(saved)))

    def get(self, number: int) -> Record | None:
        found = self.by_ids([number])
        return found[0] if found else None

    def by_ids(self, numbers: Iterable[int]) -> list[Record]:
        """Return records by number, those that do not exist left out."""
        found: list[Record] = []
        for some in in_slices(sorted(set(numbers))):
            found += self._read(self._select.where(self.table.c.id.in_(some)).order_by(self.table.c.id))
        return found

    def by(self, account_id: int, *, limit: int) -> list[Record]:
        """Return those of a person, the latest first."""
        query = self._select.where(self.table.c.account_id == account_id).order_by(self.table.c.id.desc())
        return self._read(query.limit(limit))

    def _count_by(self, since: datetime, *, account_id: int | None, **others: str) -> int:
        """Return how many a person, or else whoever the other columns name, made since an instant."""
        query = select(func.count()).select_from(self.table).where(self.table.c.at >= since)
        if account_id is not None:
            query = query.where(self.table.c.account_id == account_id)
        else:
            named = [self.table.c[name] == value for name, value in others.items()]
            query = query.where(self.table.c.account_id.is_(None), *named)
        return int(self._connection.execute(query).scalar_one())


class KeptOfVisitors(Kept[Record]):
    """Records that visitors make too: each with the network that it came from, for as long as limits look at it."""

    def count_since(self, since: datetime, *, account_id: int | None, institution: str, network: str) -> int:
        """Return how many one who tells them made since an instant: a person, a machine, or a network."""
        return self._count_by(since, account_id=account_id, institution=institution, network=network)

    def count_by_visitors(self, since: datetime) -> int:
        return self._count_by(since, account_id=None, institution="")

    def forget_networks(self, before: datetime) -> int:
        """Drop where those of visitors came from, once the limits no longer look at them; return how many."""
        query = update(self.table).where(self.table.c.at < before, self.table.c.network != "").values(network="")
        return self._connection.execute(query).rowcount


class KeptWithRungs(Kept[Record]):
    """Records told to those who keep the fiches, then to others, rung by rung."""

    def untold(self, *, rung: Rung, before: datetime) -> list[Record]:
        """Return the open ones made before an instant of which ``rung`` has not been told, the oldest first."""
        columns = self.table.c
        query = self._select.where(columns.state == self.open_state, columns.at <= before, columns.rung == rung - 1)
        return self._read(query.order_by(columns.at, columns.id))


class KeptOnFiches(Kept[Record]):
    """Records about one fiche each."""

    def of(self, resource_id: int) -> list[Record]:
        """Return those on a fiche, the oldest first."""
        return self._read(self._select.where(self.table.c.resource_id == resource_id).order_by(self.table.c.id))

    def open_of(self, resource_id: int) -> list[Record]:
        """Return those on a fiche that wait for an answer, the oldest first."""
        is_open = self.table.c.state == self.open_state
        query = self._select.where(self.table.c.resource_id == resource_id, is_open)
        return self._read(query.order_by(self.table.c.id))

    def waiting(self, institutions: Collection[str] | None, *, limit: int) -> list[Record]:
        """Return the open ones on the fiches of some institutions, None for all, the oldest first."""
        query = self._of_owners(self._select, institutions).order_by(self.table.c.at, self.table.c.id)
        return self._read(query.limit(limit))

    def count_waiting(self, institutions: Collection[str] | None) -> int:
        counted = self._of_owners(self._select, institutions).subquery()
        return int(self._connection.execute(select(func.count()).select_from(counted)).scalar_one())

    def _of_owners(
        self, query: Select[*tuple[object, ...]], institutions: Collection[str] | None
    ) -> Select[*tuple[object, ...]]:
        query = query.join_from(self.table, resource, resource.c.id == self.table.c.resource_id)
        query = query.where(self.table.c.state == self.open_state)
        return query if institutions is None else query.where(resource.c.institution.in_(sorted(institutions)))

    def move_open(self, *, from_id: int, to_id: int) -> int:
        """Make what waits for an answer on a fiche wait on another one; return how many."""
        query = update(self.table).where(self.table.c.resource_id == from_id, self.table.c.state == self.open_state)
        return self._connection.execute(query.values(resource_id=to_id)).rowcount
