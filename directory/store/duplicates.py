"""Pairs of fiches that look alike: shown to people, never merged alone, never asked again once settled."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, not_, or_, select, tuple_, update

from directory.domain.duplicates import Degree, Pair, PairState, Reason
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.slices import in_slices
from directory.store.tables import duplicate, resource
from fiche.codes import Status

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

    def refresh(self, resource_id: int, found: Sequence[Pair]) -> int:
        """Keep what a fiche looks like now: new pairs added, open ones told anew or dropped, settled ones left.

        Return how many are new.
        """
        now = {(each.resource_id, each.other_id): each for each in found}
        for each in self.of(resource_id):
            if each.state is PairState.OPEN:
                key = (each.resource_id, each.other_id)
                mine = _key == key
                if key not in now:
                    self._connection.execute(delete(duplicate).where(mine))
                elif (now[key].reasons, now[key].degree) != (each.reasons, each.degree):
                    self._connection.execute(
                        update(duplicate).where(mine).values(_values(replace(now[key], at=each.at)))
                    )
        return self.flag(found)

    def forget(self, one: int, other: int) -> None:
        """Forget what was kept of two fiches."""
        self._connection.execute(delete(duplicate).where(_key == (max(one, other), min(one, other))))

    def open_between(
        self, owners: Collection[str] | None, *, limit: int, offset: int = 0, about: int | None = None
    ) -> list[Pair]:
        """Return the open pairs of two published fiches of some institutions, the likeliest first, then the latest.

        owners   codes; None for every institution. about   of this fiche alone.
        """
        query = _open(owners, about).with_only_columns(*_columns)
        ordered = query.order_by(
            duplicate.c.degree.desc(), duplicate.c.at.desc(), duplicate.c.resource_id.desc(), duplicate.c.other_id
        )
        return [_pair(row) for row in self._connection.execute(ordered.limit(limit).offset(offset)).mappings()]

    def count_open(
        self, owners: Collection[str] | None, *, about: int | None = None, without: Iterable[tuple[int, int]] = ()
    ) -> int:
        """Return how many pairs ``open_between`` has to give.

        without   pairs left aside.
        """
        query = _open(owners, about).with_only_columns(func.count())
        for pair in without:
            query = query.where(not_(_key == pair))
        return int(self._connection.execute(query).scalar_one())

    def doubles(self) -> frozenset[int]:
        """Return the younger fiche of each open pair of published fiches that are nearly surely one."""
        query = _open(None, None).with_only_columns(duplicate.c.resource_id)
        query = query.where(duplicate.c.degree == int(Degree.NEARLY_SURE))
        return frozenset(self._connection.execute(query).scalars())

    def settle(self, settled: Pair, state: PairState, *, at: datetime, by: int | None) -> None:
        """Keep what a person decided of two fiches, whether they were flagged or not."""
        after = replace(settled, state=state, settled_at=at, settled_by=by)
        if not self.flag([after]):
            key = _key == (settled.resource_id, settled.other_id)
            decided = {"state": state, "settled_at": at, "settled_by": by}
            self._connection.execute(update(duplicate).where(key).values(decided))


def _open(owners: Collection[str] | None, about: int | None) -> Select[tuple[object, ...]]:
    younger, older = resource.alias("younger"), resource.alias("older")
    query = (
        select(duplicate.c.resource_id)
        .join(younger, younger.c.id == duplicate.c.resource_id)
        .join(older, older.c.id == duplicate.c.other_id)
        .where(duplicate.c.state == PairState.OPEN)
    )
    for side in (younger, older):
        query = query.where(side.c.status == Status.PUBLISHED.value)
        if owners is not None:
            query = query.where(side.c.institution.in_(sorted(owners)))
    if about is not None:
        query = query.where(or_(duplicate.c.resource_id == about, duplicate.c.other_id == about))
    return query


def _values(pair: Pair) -> dict[str, object]:
    return values_of(pair) | {"reasons": " ".join(pair.reasons), "degree": int(pair.degree)}


def _pair(row: RowMapping) -> Pair:
    reasons = tuple(Reason(code) for code in row["reasons"].split())
    return record_of(Pair, {**row, "reasons": reasons, "degree": Degree(row["degree"])})  # type: ignore[arg-type]
