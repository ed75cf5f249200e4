"""The offices that answer by where people live."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from directory.domain.offices import Office
from directory.store.mapping import columns_for, values_of
from directory.store.marks import MarkRepository
from directory.store.tables import office, office_area

OFFICES = "offices_version"
"""Name of a mark never used twice, new each time an office moves."""
_BESIDE = ("areas",)
_offices = select(*columns_for(Office, office, without=_BESIDE)).order_by(office.c.kind, office.c.name, office.c.id)
_areas = select(office_area.c.office_id, office_area.c.area).order_by(office_area.c.office_id, office_area.c.area)


class OfficeRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, number: int) -> Office | None:
        rows = self._connection.execute(_offices.where(office.c.id == number)).mappings().all()
        found = self._with_areas(rows)
        return found[0] if found else None

    def get_to_change(self, number: int) -> Office | None:
        """Return an office that nobody else changes until this transaction ends."""
        self._connection.execute(select(office.c.id).where(office.c.id == number).with_for_update())
        return self.get(number)

    def by_ids(self, numbers: Collection[int]) -> list[Office]:
        """Return the offices of some numbers, retired ones too."""
        return self._with_areas(self._connection.execute(_offices.where(office.c.id.in_(numbers))).mappings().all())

    def all(self, institutions: Collection[str] | None = None) -> list[Office]:
        """Return the offices of some institutions, retired ones too; None for those of all."""
        query = _offices if institutions is None else _offices.where(office.c.institution.in_(sorted(institutions)))
        return self._with_areas(self._connection.execute(query).mappings().all())

    def covering(self, chain: Sequence[str]) -> list[Office]:
        """Return the offices in use that answer for one of these areas at least, each with all of its areas."""
        there = select(office_area.c.office_id).where(office_area.c.area.in_(chain))
        query = _offices.where(office.c.id.in_(there), ~office.c.retired)
        return self._with_areas(self._connection.execute(query).mappings().all())

    def areas(self) -> frozenset[str]:
        """Return every area that an office answers for, retired or not."""
        return frozenset(self._connection.execute(select(office_area.c.area).distinct()).scalars())

    def add(self, added: Office) -> Office:
        """Write a new office and return it with its number."""
        query = insert(office).values(values_of(added, without=("id", *_BESIDE))).returning(office.c.id)
        kept = replace(added, id=int(self._connection.execute(query).scalar_one()))
        self._add_areas(kept)
        self._moved()
        return kept

    def save(self, saved: Office) -> None:
        values = values_of(saved, without=("id", *_BESIDE))
        self._connection.execute(update(office).where(office.c.id == saved.id).values(values))
        self._connection.execute(delete(office_area).where(office_area.c.office_id == saved.id))
        self._add_areas(saved)
        self._moved()

    def _moved(self) -> None:
        MarkRepository(self._connection).put(OFFICES, uuid4().hex)

    def _add_areas(self, kept: Office) -> None:
        if kept.areas:
            rows = [{"office_id": kept.id, "area": area} for area in sorted(set(kept.areas))]
            self._connection.execute(insert(office_area), rows)

    def _with_areas(self, rows: Sequence[RowMapping]) -> list[Office]:
        areas: defaultdict[int, list[str]] = defaultdict(list)
        wanted = _areas.where(office_area.c.office_id.in_([row["id"] for row in rows]))
        for number, area in self._connection.execute(wanted):
            areas[number].append(area)
        return [Office(**row, areas=tuple(areas[row["id"]])) for row in rows]
