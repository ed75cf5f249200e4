"""The fiches: their rows, their places and the needs they answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from directory.domain.resource import Resource
from directory.store.bulk import BulkInsert
from directory.store.line_rows import write_lines
from directory.store.quick_rows import RowsByIds
from directory.store.rows import (
    PLACE_COLUMNS,
    RESOURCE_COLUMNS,
    WRITTEN_COLUMNS,
    WRITTEN_PLACE_COLUMNS,
    columns_of,
    place_values_of,
    resource_of,
    values_of,
)
from directory.store.slices import in_slices
from directory.store.tables import place, resource, resource_need
from directory.store.types import Identifier
from fiche.codes import Status
from fiche.parts import Place


@dataclass(frozen=True, slots=True)
class StoredResource:
    """A fiche about to be written. ``structure_id``: the structure it belongs to; None leaves it where it is."""

    resource: Resource
    structure_id: int | None


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """One page of a list, and how many fiches the whole list holds."""

    total: int
    resources: list[Resource]


Stamp: TypeAlias = tuple[object, ...]
"""What moves whenever the row of a fiche or its places do, the forgetting of a contact's name apart."""
_STAMP = ("version", "created_at", "modified_at", "verified_at", "imported_at", "merged_into")

_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_rows_by_ids = RowsByIds(RESOURCE_COLUMNS, resource.c.id)
_stamps_by_ids = RowsByIds(tuple(resource.c[name] for name in ("id", *_STAMP)), resource.c.id)
_places_by_ids = RowsByIds(PLACE_COLUMNS, place.c.resource_id, (place.c.resource_id, place.c.rank))
_last_id = select(func.coalesce(func.max(resource.c.id), 0))
_ids_after = (
    select(resource.c.id).where(resource.c.id > bindparam("after_id")).order_by(resource.c.id).limit(bindparam("limit"))
)
_published_after = _ids_after.where(resource.c.status == Status.PUBLISHED.value)
_insert = BulkInsert(resource, WRITTEN_COLUMNS)
_insert_places = BulkInsert(place, WRITTEN_PLACE_COLUMNS)
_insert_needs = BulkInsert(resource_need, ("resource_id", "need_code"))
_delete_places = delete(place).where(place.c.resource_id == bindparam("the_id"))
_delete_need = delete(resource_need).where(
    resource_need.c.need_code == bindparam("the_code"), resource_need.c.resource_id == bindparam("the_id")
)
_update = (
    update(resource)
    .where(resource.c.id == bindparam("the_id"))
    .values(
        {column.name: bindparam(column.name) for column in resource.c if column.name not in ("id", "created_at")}
        | {"structure_id": func.coalesce(bindparam("structure_id", type_=Identifier), resource.c.structure_id)}
    )
)
_merge = update(resource).where(resource.c.id == bindparam("the_id")).values(merged_into=bindparam("merged_into"))
_verify = update(resource).where(resource.c.id == bindparam("the_id")).values(verified_at=bindparam("verified_at"))


_IS_DRAFT = resource.c.status == literal_column(f"'{Status.DRAFT.value}'")
"""Written out: an index of the drafts alone serves no parameter."""


class ResourceRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, resource_id: int) -> Resource | None:
        found = self.by_ids((resource_id,))
        return found[0] if found else None

    def by_ids(self, ids: Sequence[int]) -> list[Resource]:
        """Return the fiches in the order of ``ids``, those that do not exist left out. Two statements per 900 ids."""
        found: dict[int, Resource] = {}
        for some in in_slices(ids):
            places: dict[int, list[Place]] = defaultdict(list)
            for resource_id, *fields in _places_by_ids.of(self._connection, some):
                places[resource_id].append(Place(*fields))
            for row in _rows_by_ids.of(self._connection, some):
                found[row[0]] = resource_of(row, tuple(places.get(row[0], ())))
        return [found[each] for each in ids if each in found]

    def standing_for(self, resource: Resource) -> Resource:
        """Return the fiche that stands for one that was made one with another, and for that one, and so on."""
        # A merge is of two fiches that stand for themselves, so that it never goes round.
        while resource.merged_into is not None:
            (resource,) = self.by_ids((resource.merged_into,))
        return resource

    def stamps(self, ids: Sequence[int]) -> dict[int, Stamp]:
        """Return the stamp of each fiche that exists: while it is the same, so is what ``by_ids`` gives."""
        return {row[0]: tuple(row[1:]) for some in in_slices(ids) for row in _stamps_by_ids.of(self._connection, some)}

    def answering(self, needs: Iterable[str], *, on: date, limit: int, offset: int = 0) -> ResourcePage:
        """Return the published fiches classified under one of ``needs`` and valid on a day, by title."""
        listed = _answering(tuple(needs), on)
        total = self._connection.execute(select(func.count()).select_from(listed.subquery())).scalar_one()
        ordered = listed.order_by(resource.c.title, resource.c.id).limit(limit).offset(offset)
        return ResourcePage(total, self.by_ids(self._connection.execute(ordered).scalars().all()))

    def iterate(self, *, after_id: int, limit: int) -> list[Resource]:
        """Return the next fiches by id, whatever their status: how a whole base is streamed."""
        ids = self._connection.execute(_ids_after, {"after_id": after_id, "limit": limit}).scalars().all()
        return self.by_ids(ids)

    def published_after(self, after_id: int, *, limit: int) -> list[Resource]:
        """Return the next published fiches by number."""
        ids = self._connection.execute(_published_after, {"after_id": after_id, "limit": limit}).scalars().all()
        return self.by_ids(ids)

    def count_published(self) -> int:
        query = select(func.count()).where(resource.c.status == Status.PUBLISHED.value)
        return int(self._connection.execute(query).scalar_one())

    def published_communes(self, institution: str = "") -> list[str]:
        """Return the INSEE codes of the communes that hold a published fiche, of one institution when it is given."""
        query = (
            select(place.c.commune_code)
            .join(resource, resource.c.id == place.c.resource_id)
            .where(resource.c.status == Status.PUBLISHED.value, place.c.commune_code != "")
            .distinct()
        )
        if institution:
            query = query.where(resource.c.institution == institution)
        return list(self._connection.execute(query).scalars())

    def keepers_in(self, department: str) -> frozenset[str]:
        """Return the codes of the institutions that keep a published fiche in a département."""
        query = (
            select(resource.c.institution)
            .join(place, resource.c.id == place.c.resource_id)
            .where(resource.c.status == Status.PUBLISHED.value, place.c.commune_code.startswith(department))
            .distinct()
        )
        return frozenset(self._connection.execute(query).scalars()) - {""}

    def classified(self, *, needs: Iterable[str], families: Iterable[str]) -> list[int]:
        """Return the ids of every fiche, whatever its status, classified under a need, or under a family alone."""
        by_need = select(resource_need.c.resource_id).where(resource_need.c.need_code.in_(tuple(needs)))
        # Families alone are rare and asked for rarely (a family renamed): no index.
        by_family = (resource.c.families.contains(f'"{code}"', autoescape=True) for code in families)
        query = select(resource.c.id).where(or_(resource.c.id.in_(by_need), *by_family)).order_by(resource.c.id)
        return list(self._connection.execute(query).scalars())

    def count_by_need(self) -> dict[str, int]:
        """Return how many fiches, whatever their status, are classified under each need."""
        query = select(resource_need.c.need_code, func.count()).group_by(resource_need.c.need_code)
        return {code: int(count) for code, count in self._connection.execute(query)}

    def of_structures(self, structure_ids: Sequence[int]) -> list[tuple[int, int]]:
        """Return ``(structure id, fiche id)`` for the fiches of some structures that are not archived."""
        query = (
            select(resource.c.structure_id, resource.c.id)
            .where(resource.c.structure_id.in_(_IDS), resource.c.status != Status.ARCHIVED.value)
            .order_by(resource.c.structure_id, resource.c.id)
        )
        found: list[tuple[int, int]] = []
        for some in in_slices(structure_ids):
            found.extend((row[0], row[1]) for row in self._connection.execute(query, {"ids": some}))
        return found

    def drafts_of(self, institution: str, *, limit: int) -> list[Resource]:
        """Return the drafts of an institution, the last modified first."""
        query = (
            select(resource.c.id)
            .where(resource.c.institution == institution, _IS_DRAFT)
            .order_by(resource.c.modified_at.desc(), resource.c.id.desc())
            .limit(limit)
        )
        return self.by_ids(self._connection.execute(query).scalars().all())

    def are_owned_by(self, institution: str) -> bool:
        """Say whether an institution owns a fiche, archived ones included."""
        query = select(resource.c.id).where(resource.c.institution == institution).limit(1)
        return self._connection.execute(query).one_or_none() is not None

    def ids_owned_by(self, institution: str) -> list[int]:
        """Return the numbers of all the fiches of an institution, whatever their status."""
        query = select(resource.c.id).where(resource.c.institution == institution).order_by(resource.c.id)
        return list(self._connection.execute(query).scalars())

    def count_owned_by(self, institution: str) -> int:
        """Return how many fiches an institution has, whatever their status."""
        query = select(func.count()).select_from(resource).where(resource.c.institution == institution)
        return int(self._connection.execute(query).scalar_one())

    def owned_by(self, institution: str, *, limit: int, offset: int = 0) -> ResourcePage:
        """Return the fiches of an institution by title, archived ones left out."""
        listed = select(resource.c.id).where(
            resource.c.institution == institution, resource.c.status != Status.ARCHIVED.value
        )
        total = self._connection.execute(select(func.count()).select_from(listed.subquery())).scalar_one()
        ordered = listed.order_by(resource.c.title, resource.c.id).limit(limit).offset(offset)
        return ResourcePage(total, self.by_ids(self._connection.execute(ordered).scalars().all()))

    def next_id(self) -> int:
        """Return the number of the next new fiche; true until the end of the unit of work, which is alone to write."""
        return int(self._connection.execute(_last_id).scalar_one()) + 1

    def insert_many(self, stored: Sequence[StoredResource]) -> None:
        """Write new fiches with their places and needs."""
        if not stored:
            return
        _insert.write(self._connection, [values_of(each.resource, each.structure_id) for each in stored])
        self._insert_places([each.resource for each in stored])
        self._insert_needs((each.resource.id, code) for each in stored for code in each.resource.content.needs)
        write_lines(self._connection, [each.resource for each in stored], are_new=True)

    def update_many(self, changed: Sequence[tuple[Resource, StoredResource]]) -> None:
        """Write fiches over what they were, each given as ``(before, after)``."""
        if not changed:
            return
        rows = []
        for _, after in changed:
            columns = columns_of(after.resource, after.structure_id)
            columns["the_id"] = columns.pop("id")
            del columns["created_at"]
            rows.append(columns)
        self._connection.execute(_update, rows)
        moved = [after.resource for before, after in changed if before.content.places != after.resource.content.places]
        if moved:
            self._connection.execute(_delete_places, [{"the_id": each.id} for each in moved])
            self._insert_places(moved)
        self._replace_needs(changed)
        write_lines(self._connection, [after.resource for _, after in changed], are_new=False)

    def mark_verified(self, resource_id: int, at: datetime | None) -> None:
        self._connection.execute(_verify, {"the_id": resource_id, "verified_at": at})

    def blank(self, resource_id: int, field: str) -> None:
        """Empty a text of a fiche without a version: it reads as if it had always been so."""
        self._connection.execute(update(resource).where(resource.c.id == resource_id).values({field: ""}))

    def mark_merged(self, resource_id: int, into: int | None) -> None:
        """Keep which fiche stands for another since they were made one; None: it stands for itself again."""
        self._connection.execute(_merge, {"the_id": resource_id, "merged_into": into})

    def to_archive(self, day: date, *, limit: int) -> list[Resource]:
        """Return published fiches whose archiving was planned for a day or before."""
        due = select(resource.c.id).where(resource.c.archive_on <= day, resource.c.status == Status.PUBLISHED.value)
        return self.by_ids(self._connection.execute(due.order_by(resource.c.id).limit(limit)).scalars().all())

    def _insert_places(self, resources: Iterable[Resource]) -> None:
        rows = [row for each in resources for row in place_values_of(each.id, each.content.places)]
        _insert_places.write(self._connection, rows)

    def _insert_needs(self, pairs: Iterable[tuple[int, str]]) -> None:
        _insert_needs.write(self._connection, list(pairs))

    def _replace_needs(self, changed: Sequence[tuple[Resource, StoredResource]]) -> None:
        gone: list[dict[str, int | str]] = []
        new: list[tuple[int, str]] = []
        for before, after in changed:
            old, kept = set(before.content.needs), set(after.resource.content.needs)
            gone.extend({"the_id": before.id, "the_code": code} for code in sorted(old - kept))
            new.extend((before.id, code) for code in sorted(kept - old))
        if gone:
            self._connection.execute(_delete_need, gone)
        self._insert_needs(new)


def _answering(needs: tuple[str, ...], on: date) -> Select[int]:
    classified = select(resource_need.c.resource_id).where(resource_need.c.need_code.in_(needs))
    return select(resource.c.id).where(
        resource.c.id.in_(classified),
        resource.c.status == Status.PUBLISHED.value,
        or_(resource.c.valid_from.is_(None), resource.c.valid_from <= on),
        or_(resource.c.valid_to.is_(None), resource.c.valid_to >= on),
    )
