"""The changes proposed to fiches."""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from directory.domain.reports.proposal import Proposal, ProposalState
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import proposal, resource
from directory.store.types import codes_of, to_json

_select = select(*columns_for(Proposal, proposal))
_is_open = proposal.c.state == ProposalState.OPEN


class ProposalRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Proposal) -> Proposal:
        """Write a new proposal and return it with its number."""
        query = insert(proposal).values(_values(added)).returning(proposal.c.id)
        return replace(added, id=int(self._connection.execute(query).scalar_one()))

    def save(self, saved: Proposal) -> None:
        self._connection.execute(update(proposal).where(proposal.c.id == saved.id).values(_values(saved)))

    def get(self, number: int) -> Proposal | None:
        rows = self._connection.execute(_select.where(proposal.c.id == number)).mappings()
        found = _records(rows)
        return found[0] if found else None

    def of(self, resource_id: int) -> list[Proposal]:
        """Return the proposals for a fiche, the oldest first."""
        query = _select.where(proposal.c.resource_id == resource_id).order_by(proposal.c.id)
        return _records(self._connection.execute(query).mappings())

    def by(self, account_id: int, *, limit: int) -> list[Proposal]:
        """Return the proposals of a person, the latest first."""
        query = _select.where(proposal.c.account_id == account_id).order_by(proposal.c.id.desc()).limit(limit)
        return _records(self._connection.execute(query).mappings())

    def waiting(self, institutions: Collection[str] | None, *, limit: int) -> list[Proposal]:
        """Return the open proposals for the fiches of some institutions, None for all, the oldest first."""
        query = _select.join(resource, resource.c.id == proposal.c.resource_id).where(_is_open)
        if institutions is not None:
            query = query.where(resource.c.institution.in_(sorted(institutions)))
        query = query.order_by(proposal.c.at, proposal.c.id).limit(limit)
        return _records(self._connection.execute(query).mappings())

    def count_waiting(self, institutions: Collection[str] | None) -> int:
        query = select(func.count()).select_from(proposal).join(resource, resource.c.id == proposal.c.resource_id)
        if institutions is not None:
            query = query.where(resource.c.institution.in_(sorted(institutions)))
        return int(self._connection.execute(query.where(_is_open)).scalar_one())

    def move_open(self, *, from_id: int, to_id: int) -> int:
        """Make what waits for an answer on a fiche wait on another one; return how many."""
        query = update(proposal).where(proposal.c.resource_id == from_id, _is_open).values(resource_id=to_id)
        return self._connection.execute(query).rowcount

    def count_since(self, since: datetime, *, account_id: int | None, institution: str) -> int:
        """Return how many a person, or else the machines of an institution, made since an instant."""
        query = select(func.count()).select_from(proposal).where(proposal.c.at >= since)
        if account_id is not None:
            query = query.where(proposal.c.account_id == account_id)
        else:
            query = query.where(proposal.c.account_id.is_(None), proposal.c.institution == institution)
        return int(self._connection.execute(query).scalar_one())

    def blank(self, resource_id: int, name: str) -> None:
        """Drop what the proposals for a fiche say of a field."""
        for each in self.of(resource_id):
            if name in each.changes:
                kept = {other: pair for other, pair in each.changes.items() if other != name}
                self.save(replace(each, changes=kept))


def _values(record: Proposal) -> dict[str, object]:
    kept = values_of(record, without=("id",))
    return kept | {"changes": to_json(dict(record.changes)), "taken": to_json(record.taken)}


def _records(rows: Iterable[RowMapping]) -> list[Proposal]:
    return [
        replace(each, changes=json.loads(str(each.changes)), taken=codes_of(str(each.taken)))
        for each in records_of(Proposal, rows)
    ]
