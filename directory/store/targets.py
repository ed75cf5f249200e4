"""The indexes that follow the change log: their cursor, and the one worker allowed to move it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from directory.store.tables import index_target


class TargetRole(StrEnum):
    LIVE = "live"
    BUILDING = "building"


@dataclass(frozen=True, slots=True)
class Target:
    """One index. ``cursor``: every change up to that ``seq`` is in it. ``fingerprint``: how its text was analysed."""

    name: str
    role: TargetRole
    cursor: int
    fingerprint: str
    created_at: datetime
    lease_owner: str = ""
    lease_until: datetime | None = None

    def is_held(self, now: datetime) -> bool:
        return bool(self.lease_owner) and self.lease_until is not None and self.lease_until > now


_columns = (
    index_target.c.name, index_target.c.role, index_target.c.cursor, index_target.c.fingerprint,
    index_target.c.created_at, index_target.c.lease_owner, index_target.c.lease_until,
)  # fmt: skip
_named = select(*_columns).where(index_target.c.name == bindparam("name"))


class TargetRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Target | None:
        row = self._connection.execute(_named, {"name": name}).one_or_none()
        return None if row is None else _target(row)

    def add(self, target: Target) -> None:
        self._connection.execute(
            insert(index_target).values(
                name=target.name,
                role=target.role.value,
                cursor=target.cursor,
                fingerprint=target.fingerprint,
                created_at=target.created_at,
                lease_owner=target.lease_owner,
                lease_until=target.lease_until,
            )
        )

    def acquire(self, name: str, *, owner: str, now: datetime, lease_s: int, gone: str = "") -> bool:
        """Take or keep the lease of an index; False while another worker holds it.

        gone   a worker that is known to be lost: its lease is free.
        """
        free = or_(
            index_target.c.lease_owner.in_(("", owner, gone)),
            index_target.c.lease_until.is_(None),
            index_target.c.lease_until <= now,
        )
        taken = self._connection.execute(
            update(index_target)
            .where(index_target.c.name == name, free)
            .values(lease_owner=owner, lease_until=now + timedelta(seconds=lease_s))
        )
        return taken.rowcount == 1

    def release(self, name: str, *, owner: str) -> None:
        self._connection.execute(
            update(index_target)
            .where(index_target.c.name == name, index_target.c.lease_owner == owner)
            .values(lease_owner="", lease_until=None)
        )

    def advance(self, name: str, *, owner: str, cursor: int) -> bool:
        """Move the cursor forward; False, and nothing moves, when the lease was lost or the cursor is behind."""
        moved = self._connection.execute(
            update(index_target)
            .where(index_target.c.name == name, index_target.c.lease_owner == owner, index_target.c.cursor <= cursor)
            .values(cursor=cursor)
        )
        return moved.rowcount == 1

    def mark_built(self, name: str, *, at: datetime, fingerprint: str) -> None:
        """Note when an index was last made whole, and under which analysis."""
        self._connection.execute(
            update(index_target).where(index_target.c.name == name).values(created_at=at, fingerprint=fingerprint)
        )


def _target(row: tuple[str, str, int, str, datetime, str, datetime | None]) -> Target:
    name, role, cursor, fingerprint, created_at, owner, until = row
    return Target(name, TargetRole(role), cursor, fingerprint, created_at, owner, until)
