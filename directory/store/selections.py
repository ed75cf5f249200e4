"""The fiches that people put together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from directory.domain.selections import Item, Selection
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.tables import selection, selection_item

_items = select(selection_item.c.selection_id, *columns_for(Item, selection_item)).order_by(
    selection_item.c.selection_id, selection_item.c.rank
)
_selections = select(*columns_for(Selection, selection, without=("items",)))


class SelectionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: int, *, limit: int) -> list[Selection]:
        """Return the selections of a person, the last touched first."""
        return self._last_touched(selection.c.account_id == account_id, limit)

    def shared_with(self, office_id: int, *, limit: int) -> list[Selection]:
        """Return the selections that people of an antenne share, the last touched first."""
        return self._last_touched(selection.c.office_id == office_id, limit)

    def unshare(self, *, account_id: int | None = None, office_id: int | None = None) -> None:
        """Keep for who put them together the selections of a person, or those shared with an antenne."""
        query = update(selection).values(office_id=None)
        if account_id is not None:
            query = query.where(selection.c.account_id == account_id)
        if office_id is not None:
            query = query.where(selection.c.office_id == office_id)
        self._connection.execute(query)

    def ending(self, before: datetime, after: datetime, *, limit: int) -> list[Selection]:
        """Return those last touched between two instants whose end was not told yet, by person."""
        query = _selections.where(selection.c.touched_at < before, selection.c.touched_at >= after)
        query = query.where(selection.c.told_at.is_(None)).order_by(selection.c.account_id, selection.c.id)
        return self._with_items(self._connection.execute(query.limit(limit)).mappings())

    def note_told(self, numbers: Iterable[int], at: datetime) -> None:
        self._connection.execute(update(selection).where(selection.c.id.in_(tuple(numbers))).values(told_at=at))

    def get(self, number: int) -> Selection | None:
        found = self._with_items(self._connection.execute(_selections.where(selection.c.id == number)).mappings())
        return found[0] if found else None

    def get_to_change(self, number: int) -> Selection | None:
        """Return a selection that nobody else changes until this transaction ends."""
        # SQLite writes one transaction at a time and says nothing of rows.
        self._connection.execute(select(selection.c.id).where(selection.c.id == number).with_for_update())
        return self.get(number)

    def add(self, added: Selection) -> Selection:
        """Write a new selection and return it with its number."""
        query = insert(selection).values(values_of(added, without=("id", "items"))).returning(selection.c.id)
        kept = replace(added, id=int(self._connection.execute(query).scalar_one()))
        self._add_items(kept)
        return kept

    def save(self, saved: Selection) -> None:
        values = values_of(saved, without=("id", "items"))
        self._connection.execute(update(selection).where(selection.c.id == saved.id).values(values))
        self._connection.execute(delete(selection_item).where(selection_item.c.selection_id == saved.id))
        self._add_items(saved)

    def remove(self, numbers: Iterable[int]) -> None:
        wanted = tuple(numbers)
        self._connection.execute(delete(selection_item).where(selection_item.c.selection_id.in_(wanted)))
        self._connection.execute(delete(selection).where(selection.c.id.in_(wanted)))

    def remove_of(self, account_id: int) -> None:
        query = select(selection.c.id).where(selection.c.account_id == account_id)
        self.remove(self._connection.execute(query).scalars().all())

    def untouched_since(self, before: datetime, *, limit: int) -> list[int]:
        query = select(selection.c.id).where(selection.c.touched_at < before).order_by(selection.c.id).limit(limit)
        return list(self._connection.execute(query).scalars())

    def _last_touched(self, chosen: ColumnElement[bool], limit: int) -> list[Selection]:
        ordered = _selections.where(chosen).order_by(selection.c.touched_at.desc(), selection.c.id.desc())
        return self._with_items(self._connection.execute(ordered.limit(limit)).mappings())

    def _add_items(self, kept: Selection) -> None:
        if kept.items:
            rows = [values_of(each) | {"selection_id": kept.id, "rank": rank} for rank, each in enumerate(kept.items)]
            self._connection.execute(insert(selection_item), rows)

    def _with_items(self, rows: Iterable[RowMapping]) -> list[Selection]:
        found = {row["id"]: Selection(**row) for row in rows}
        items: dict[int, list[Item]] = {number: [] for number in found}
        for row in self._connection.execute(_items.where(selection_item.c.selection_id.in_(found))).mappings():
            items[row["selection_id"]].append(record_of(Item, row))
        return [replace(each, items=tuple(items[each.id])) for each in found.values()]
