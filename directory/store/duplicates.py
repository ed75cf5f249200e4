"""Pairs of fiches that look alike: shown to people, never merged alone, never asked again once settled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, or_, select, tuple_, update

from directory.domain.duplicates import Degree, Pair, PairState, Reason
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.slices import in_slices
from directory.store.tables import duplicate

_columns = columns_for(Pair, duplicate)
_key = tuple_(duplicate.c.resource_id, duplicate.c.other_id)


class DuplicateRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def flag(self, pairs: Sequence[Pair]) -> int:
        """Keep the pairs that are not known yet, settled ones included; return how many were new."""
        known: set[tuple[int, int]] = set()
        for some in in_slices([(each.resource_id, each.other_id) for each in pairs], 400):
            found = self._connection.execute(
                select(duplicate.c.resource_id, duplicate.c.other_id).where(_key.in_(some))
            )
            known.update((one, other) for one, other in found)
        new = {(each.resource_id, each.other_id): each for each in pairs}
        rows = [_values(each) for key, each in new.items() if key not in known]
        if rows:
            self._connection.execute(insert(duplicate), rows)
        return len(rows)

    def get(self, one: int, other: int) -> Pair | None:
        """Return the pair of two fiches, whichever is said first."""
        query = select(*_columns).where(_key == (max(one, other), min(one, other)))
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else _pair(row)

    def of(self, resource_id: int) -> list[Pair]:
        """Return the pairs a fiche is in, on either side, settled ones included."""
        query = (
            select(*_columns)
            .where(or_(duplicate.c.resource_id == resource_id, duplicate.c.other_id == resource_id))
            .order_by(duplicate.c.resource_id, duplicate.c.other_id)
        )
        return [_pair(row) for row in self._connection.execute(query).mappings()]

    def settle(self, settled: Pair, state: PairState, *, at: datetime, by: int | None) -> None:
        """Keep what a person decided of two fiches, whether they were flagged or not."""
        after = replace(settled, state=state, settled_at=at, settled_by=by)
        if not self.flag([after]):
            key = _key == (settled.resource_id, settled.other_id)
            decided = {"state": state, "settled_at": at, "settled_by": by}
            self._connection.execute(update(duplicate).where(key).values(decided))


def _values(pair: Pair) -> dict[str, object]:
    return values_of(pair) | {"reasons": " ".join(pair.reasons), "degree": int(pair.degree)}


def _pair(row: RowMapping) -> Pair:
    reasons = tuple(Reason(code) for code in row["reasons"].split())
    return record_of(Pair, {**row, "reasons": reasons, "degree": Degree(row["degree"])})  # type: ignore[arg-type]
