"""Links of mails that confirm one fiche for one person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.freshness import ConfirmLink
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.tables import confirm_link


class ConfirmLinkRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_many(self, links: Sequence[ConfirmLink]) -> None:
        if links:
            self._connection.execute(insert(confirm_link), [values_of(each) for each in links])

    def get(self, digest: str) -> ConfirmLink | None:
        query = select(*columns_for(ConfirmLink, confirm_link)).where(confirm_link.c.digest == digest)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(ConfirmLink, row)

    def spend(self, digest: str, now: datetime) -> bool:
        """Use up a link; False when somebody has just done so."""
        query = update(confirm_link).where(confirm_link.c.digest == digest, confirm_link.c.used_at.is_(None))
        return self._connection.execute(query.values(used_at=now)).rowcount == 1

    def withdraw(self, account_id: int) -> None:
        """Make the links given to a person good for nothing; used ones stay, to say so."""
        unused = (confirm_link.c.account_id == account_id) & confirm_link.c.used_at.is_(None)
        self._connection.execute(delete(confirm_link).where(unused))

    def forget_ended(self, before: datetime) -> int:
        return self._connection.execute(delete(confirm_link).where(confirm_link.c.expires_at < before)).rowcount
