"""The changes proposed to fiches."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping

from directory.domain.reports.proposal import Proposal, ProposalState
from directory.store.mapping import record_of
from directory.store.reports.kept import KeptOnFiches
from directory.store.slices import in_slices
from directory.store.tables import proposal
from directory.store.types import codes_of, to_json


class ProposalRepository(KeptOnFiches[Proposal]):
    table, kind, open_state = proposal, Proposal, ProposalState.OPEN

    def count_since(self, since: datetime, *, account_id: int | None, institution: str) -> int:
        """Return how many a person, or else the machines of an institution, made since an instant."""
        return self._count_by(since, account_id=account_id, institution=institution)

    def of_fiches(self, ids: Sequence[int]) -> dict[int, list[Proposal]]:
        """Return the proposals for some fiches, the oldest first; those without any are left out."""
        found: dict[int, list[Proposal]] = {}
        for some in in_slices(ids):
            query = self._select.where(proposal.c.resource_id.in_(some)).order_by(proposal.c.id)
            for each in self._read(query):
                found.setdefault(each.resource_id, []).append(each)
        return found

    def blank(self, resource_id: int, name: str) -> None:
        """Drop what the proposals for a fiche say of a field."""
        for each in self.of(resource_id):
            if name in each.changes:
                kept = {other: pair for other, pair in each.changes.items() if other != name}
                self.save(replace(each, changes=kept))

    def _values(self, record: Proposal) -> dict[str, object]:
        kept = super()._values(record)
        return kept | {"changes": to_json(dict(record.changes)), "taken": to_json(record.taken)}

    def _record(self, row: RowMapping) -> Proposal:
        found = record_of(Proposal, row)
        return replace(found, changes=json.loads(str(found.changes)), taken=codes_of(str(found.taken)))
