"""What each save changed, and who confirmed a fiche."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from directory.domain.changes import Author, Verification, Version
from directory.domain.resource import Origin, SaveOrigin
from directory.store.bulk import BulkInsert
from directory.store.slices import in_slices
from directory.store.tables import resource, verification, version
from directory.store.types import to_json
from fiche.codes import Status
from fiche.content import FRACTIONS_IN

_insert = BulkInsert(
    version,
    (
        "resource_id", "number", "at", "author_account", "author_label", "origin_kind", "origin_source",
        "origin_source_id", "origin_batch", "changes",
    ),
)  # fmt: skip
_columns = select(
    version.c.resource_id, version.c.number, version.c.at, version.c.author_account, version.c.author_label,
    version.c.origin_kind, version.c.origin_source, version.c.origin_source_id, version.c.origin_batch,
    version.c.changes,
)  # fmt: skip
_of = _columns.where(version.c.resource_id.in_(bindparam("ids", expanding=True))).order_by(
    version.c.resource_id, version.c.number
)

_current = select(resource.c.id, resource.c.version).where(resource.c.id.in_(bindparam("ids", expanding=True)))


class VersionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, resource_id: int) -> list[Version]:
        """Return the saves of a fiche, oldest first."""
        return self.of_many((resource_id,)).get(resource_id, [])

    def of_many(self, ids: Sequence[int]) -> dict[int, list[Version]]:
        """Return the saves of some fiches, oldest first, by fiche."""
        found: dict[int, list[Version]] = {}
        for some in in_slices(ids):
            for row in self._connection.execute(_of, {"ids": some}):
                found.setdefault(row[0], []).append(_version(row))
        return found

    def current(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the version of each fiche that exists."""
        return {row[0]: row[1] for some in in_slices(ids) for row in self._connection.execute(_current, {"ids": some})}

    def current_of_published(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the version of each fiche that is published."""
        query = _current.where(resource.c.status == Status.PUBLISHED.value)
        return {row[0]: row[1] for some in in_slices(ids) for row in self._connection.execute(query, {"ids": some})}

    def latest_of(self, ids: Sequence[int], *, limit: int) -> list[Version]:
        """Return the last saves of some fiches, latest first. ``ids``: as many as one statement can bind."""
        latest = _columns.where(version.c.resource_id.in_(bindparam("ids", expanding=True))).order_by(
            version.c.at.desc(), version.c.resource_id.desc(), version.c.number.desc()
        )
        return [_version(row) for row in self._connection.execute(latest.limit(limit), {"ids": ids})]

    def insert_many(self, versions: Sequence[Version]) -> None:
        rows = [
            (
                each.resource_id, each.number, each.at, each.author.account, each.author.label, each.origin.kind.value,
                each.origin.source, each.origin.source_id, each.origin.batch,
                to_json(each.changes, fractions=each.changes.get(FRACTIONS_IN)),
            )
            for each in versions
        ]  # fmt: skip
        _insert.write(self._connection, rows)

    def written_by(self, batch_id: int) -> dict[str, tuple[list[int], list[int]]]:
        """Return the fiches that an import wrote, by the institution that has them: revised, then created ones."""
        query = (
            select(version.c.resource_id, func.min(version.c.number), resource.c.institution)
            .join(resource, resource.c.id == version.c.resource_id)
            .where(version.c.origin_batch == batch_id)
            .group_by(version.c.resource_id, resource.c.institution)
            .order_by(version.c.resource_id)
        )
        found: dict[str, tuple[list[int], list[int]]] = {}
        for number, first, institution in self._connection.execute(query):
            found.setdefault(institution, ([], []))[first == 1].append(number)
        return found

    def acts_of(self, account_id: int) -> tuple[bool, bool, bool]:
        """Tell whether a person ever confirmed a fiche, saved over one, created one."""
        mine = version.c.author_account == account_id
        confirmed = exists().where(verification.c.author_account == account_id)
        acts = select(
            confirmed, exists().where(mine, version.c.number > 1), exists().where(mine, version.c.number == 1)
        )
        row = self._connection.execute(acts).one()
        return bool(row[0]), bool(row[1]), bool(row[2])

    def rename_author(self, account_id: int, label: str) -> None:
        """Write another name under all that a person saved and confirmed."""
        for table in (version, verification):
            mine = table.c.author_account == account_id
            self._connection.execute(update(table).where(mine).values(author_label=label))

    def blank(self, resource_id: int, field: str) -> None:
        """Take what a text said out of every version of a fiche: it reads as if it had always been empty."""
        for each in self.of(resource_id):
            if field in each.changes:
                changes = {**each.changes, field: ["", ""]}
                mine = (version.c.resource_id == resource_id) & (version.c.number == each.number)
                self._connection.execute(update(version).where(mine).values(changes=to_json(changes)))

    def verifications(self, resource_id: int) -> Iterator[Verification]:
        """Give who confirmed a fiche and when, oldest first; what was taken back is left out."""
        query = (
            select(verification.c.at, verification.c.author_account, verification.c.author_label)
            .where(verification.c.resource_id == resource_id, verification.c.withdrawn_at.is_(None))
            .order_by(verification.c.id)
        )
        for at, account, label in self._connection.execute(query):
            yield Verification(resource_id, at, Author(account, label))

    def add_verification(self, verified: Verification, asked: str = "") -> None:
        """Write who confirmed a fiche. ``asked``: what is wanted again should it be taken back."""
        self._connection.execute(
            insert(verification).values(
                resource_id=verified.resource_id,
                at=verified.at,
                author_account=verified.author.account,
                author_label=verified.author.label,
                asked=asked,
            )
        )

    def asked_at(self, verified: Verification) -> str:
        """Return what was written with a confirmation, empty for nothing."""
        found = self._connection.execute(
            select(verification.c.asked).where(
                verification.c.resource_id == verified.resource_id, verification.c.at == verified.at
            )
        )
        return found.scalars().first() or ""

    def withdraw_verification(self, verified: Verification, at: datetime) -> None:
        """Write that a confirmation was taken back by who gave it; the line stays."""
        self._connection.execute(
            update(verification)
            .where(
                verification.c.resource_id == verified.resource_id,
                verification.c.at == verified.at,
                verification.c.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=at)
        )


def _version(row: Sequence[Any]) -> Version:
    number, save, at, account, label, kind, source, source_id, batch, changes = row
    origin = Origin(SaveOrigin(kind), source, source_id, batch)
    return Version(number, save, at, Author(account, label), origin, json.loads(changes))
