"""What people left for later in *À faire*."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from directory.domain.todo import PutOff
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import put_off


class PutOffRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: int, now: datetime) -> list[PutOff]:
        """Return what a person left and that is not back yet, the first to come back first."""
        query = select(*columns_for(PutOff, put_off)).where(put_off.c.account_id == account_id, put_off.c.until > now)
        ordered = query.order_by(put_off.c.until, put_off.c.kind, put_off.c.key)
        return records_of(PutOff, self._connection.execute(ordered).mappings())

    def put(self, left: PutOff) -> None:
        self.take_back(left.account_id, left.kind, left.key)
        self._connection.execute(insert(put_off).values(values_of(left)))

    def take_back(self, account_id: int, kind: str, key: str) -> None:
        self._connection.execute(
            delete(put_off).where(put_off.c.account_id == account_id, put_off.c.kind == kind, put_off.c.key == key)
        )

    def forget_before(self, at: datetime) -> int:
        return self._connection.execute(delete(put_off).where(put_off.c.until <= at)).rowcount
