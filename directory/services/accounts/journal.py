"""RequestContext the audit trail: one's own acts, those of reach, or all."""

from dataclasses import replace

from directory.domain.accounts.audit import AuditEntry
from directory.domain.accounts.filters import AuditFilter
from directory.domain.rights import Action, Extent, extent_of
from directory.services.accounts.callers import Caller
from directory.services.accounts.reach import institutions_in_reach
from directory.store.database import Database


class Journal:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, caller: Caller, wanted: AuditFilter, *, limit: int, after_id: int | None = None) -> list[AuditEntry]:
        """Return the lines that a caller may read among those wanted, newest first."""
        extent = extent_of(caller.actor, Action.READ_AUDIT)
        if extent is Extent.NOWHERE:
            return []
        if extent is Extent.SELF:
            wanted = replace(wanted, account_id=caller.actor.account)
        else:
            reach = institutions_in_reach(caller.actor, Action.READ_AUDIT)
            if reach is not None:
                kept = reach if wanted.institutions is None else reach & frozenset(wanted.institutions)
                wanted = replace(wanted, institutions=kept)
        with self._database.read() as uow:
            return uow.audit.matching(wanted, limit=limit, after_id=after_id)
