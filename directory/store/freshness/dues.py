"""When each published fiche is to be confirmed, and how far asking went."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from directory.domain.freshness import Due, Rung
from directory.store.bulk import BulkInsert
from directory.store.mapping import columns_for, field_names, values_of
from directory.store.quick_rows import RowsByIds
from directory.store.slices import in_slices
from directory.store.tables import due, place, resource
from fiche.codes import Status

Row: TypeAlias = Any
"""A sequence of values: a driver says no more."""
_select = select(*columns_for(Due, due))
_rows_by_ids = RowsByIds(columns_for(Due, due), due.c.resource_id)
_values = attrgetter(*field_names(Due))
_insert = BulkInsert(due, field_names(Due))


class DueRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_many(self, dues: Sequence[Due]) -> int:
        """Write the dates of some fiches; return how many moved.

        A fiche whose date or owner moves starts afresh: nobody was asked. Any other keeps its rung.
        """
        known = self.by_ids([each.resource_id for each in dues])
        over = [(known.get(each.resource_id), each) for each in dues]
        moved = [kept for before, each in over if (kept := _over(before, each)) != before]
        self.remove_many([each.resource_id for each in moved if each.resource_id in known])
        _insert.write(self._connection, list(map(_values, moved)))
        return len(moved)

    def save(self, saved: Due) -> None:
        """Write how far asking went for a fiche that has a date."""
        values = values_of(saved, without=("resource_id",))
        self._connection.execute(update(due).where(due.c.resource_id == saved.resource_id).values(values))

    def remove_many(self, ids: Sequence[int]) -> None:
        for some in in_slices(ids):
            self._connection.execute(delete(due).where(due.c.resource_id.in_(some)))

    def by_ids(self, ids: Sequence[int]) -> dict[int, Due]:
        rows = (row for some in in_slices(ids) for row in _rows_by_ids.of(self._connection, some))
        return {each.resource_id: each for each in map(_due_of, rows)}

    def up_to(self, institutions: Collection[str], day: date, *, rung: Rung = Rung.NOT_ASKED) -> list[Due]:
        """Return what falls due by a day in some institutions, and stands at least on a rung, the oldest first."""
        query = _select.where(*_within(institutions, day, rung))
        return [_due_of(row) for row in self._connection.execute(query.order_by(due.c.on, due.c.resource_id))]

    def count_up_to(
        self, institutions: Collection[str], day: date, *, rung: Rung = Rung.NOT_ASKED, without: Collection[int] = ()
    ) -> int:
        query = select(func.count()).select_from(due).where(*_within(institutions, day, rung))
        if without:
            query = query.where(due.c.resource_id.not_in(sorted(without)))
        return int(self._connection.execute(query).scalar_one())

    def ahead(self, institutions: Collection[str], after: date, *, limit: int) -> list[Due]:
        """Return the next dates after a day, the nearest first."""
        query = _select.where(due.c.institution.in_(sorted(institutions)), due.c.on > after)
        rows = self._connection.execute(query.order_by(due.c.on, due.c.resource_id).limit(limit))
        return [_due_of(row) for row in rows]

    def count_on(self, rung: Rung) -> dict[str, int]:
        """Return how many fiches stand on a rung, by institution; empty code: nobody's."""
        query = select(due.c.institution, func.count()).where(due.c.rung == int(rung)).group_by(due.c.institution)
        return {code: int(count) for code, count in self._connection.execute(query)}

    def on_rung(self, rung: Rung, institution: str, *, limit: int) -> list[Due]:
        """Return the fiches of an institution that stand on a rung, the longest due first."""
        query = _select.where(due.c.rung == int(rung), due.c.institution == institution)
        rows = self._connection.execute(query.order_by(due.c.on, due.c.resource_id).limit(limit))
        return [_due_of(row) for row in rows]

    def count_of(self, institutions: Collection[str]) -> int:
        """Return how many published fiches some institutions own."""
        query = select(func.count()).select_from(due).where(due.c.institution.in_(sorted(institutions)))
        return int(self._connection.execute(query).scalar_one())

    def lacking(self, *, limit: int) -> list[int]:
        """Return published fiches that have no date."""
        has_one = select(due.c.resource_id).where(due.c.resource_id == resource.c.id).exists()
        query = select(resource.c.id).where(resource.c.status == Status.PUBLISHED.value, ~has_one)
        return list(self._connection.execute(query.order_by(resource.c.id).limit(limit)).scalars())

    def numbers_of(self, institution: str) -> list[int]:
        """Return the published fiches of an institution."""
        query = select(due.c.resource_id).where(due.c.institution == institution).order_by(due.c.resource_id)
        return list(self._connection.execute(query).scalars())

    def institutions_with_due(self, day: date) -> list[str]:
        """Return the codes of the institutions that have a fiche due by a day; empty for fiches nobody owns."""
        query = select(due.c.institution).where(due.c.on <= day).distinct().order_by(due.c.institution)
        return list(self._connection.execute(query).scalars())

    def flawed(self, institutions: Collection[str], *, is_placeless: bool, without: Collection[int] = ()) -> list[int]:
        """Return the fiches of some institutions that lack something; or that no map is sure of, the worst first."""
        flaw = due.c.is_placeless if is_placeless else due.c.is_incomplete
        query = select(due.c.resource_id).where(due.c.institution.in_(sorted(institutions)), flaw)
        if without:
            query = query.where(due.c.resource_id.not_in(sorted(without)))
        if is_placeless:
            worst = select(func.min(place.c.score)).where(place.c.resource_id == due.c.resource_id).scalar_subquery()
            query = query.order_by(func.coalesce(worst, -1))
        return list(self._connection.execute(query.order_by(due.c.resource_id)).scalars())


def _over(before: Due | None, after: Due) -> Due:
    """Return a date as it is kept over the one before: the same one keeps its rung."""
    if before is None:
        return after
    keeper = before.keeper_id if after.keeper_id is None else after.keeper_id
    if not before.asks_as(after):
        return replace(after, keeper_id=keeper)
    return replace(before, keeper_id=keeper, is_incomplete=after.is_incomplete, is_placeless=after.is_placeless)


def _within(institutions: Collection[str], day: date, rung: Rung) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [due.c.institution.in_(sorted(institutions)), due.c.on <= day]
    if rung:
        found.append(due.c.rung >= int(rung))
    return found


def _due_of(row: Row) -> Due:
    number, institution, on, keeper, rung, *rest = row
    return Due(number, institution, on, keeper, Rung(rung), *rest)
