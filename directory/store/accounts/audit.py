"""The audit trail."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select

from directory.domain.accounts.audit import AuditEntry
from directory.domain.accounts.filters import AuditFilter
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import audit


class AuditRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: AuditEntry) -> None:
        self._connection.execute(insert(audit).values(values_of(entry, without=("id",))))

    def matching(self, wanted: AuditFilter, *, limit: int, after_id: int | None = None) -> list[AuditEntry]:
        """Return lines, newest first. ``after_id``: those older than the last line of the page before."""
        query = select(*columns_for(AuditEntry, audit)).where(*_conditions(wanted))
        if after_id is not None:
            query = query.where(audit.c.id < after_id)
        return records_of(
            AuditEntry, self._connection.execute(query.order_by(audit.c.id.desc()).limit(limit)).mappings()
        )

    def forget_before(self, at: datetime) -> int:
        return self._connection.execute(delete(audit).where(audit.c.at < at)).rowcount


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.institutions is not None:
        codes = sorted(wanted.institutions)
        found.append(or_(audit.c.institution.in_(codes), audit.c.object_institution.in_(codes)))
    if wanted.account_id is not None:
        found.append(audit.c.account_id == wanted.account_id)
    if wanted.act is not None:
        found.append(audit.c.act == wanted.act)
    if wanted.object_kind is not None:
        found.append(audit.c.object_kind == wanted.object_kind)
    if wanted.object_id:
        found.append(audit.c.object_id == wanted.object_id)
    if wanted.since is not None:
        found.append(audit.c.at >= wanted.since)
    if wanted.before is not None:
        found.append(audit.c.at < wanted.before)
    return found
