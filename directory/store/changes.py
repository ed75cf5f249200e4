"""The change log: which fiche moved, in the order of commits. Append-only; everyone who follows keeps a cursor."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from directory.domain.changes import Change, ChangePage
from directory.store.bulk import BulkInsert
from directory.store.tables import change

_insert = BulkInsert(change, ("resource_id", "at"))
_since = (
    select(change.c.seq, change.c.resource_id, change.c.at)
    .where(change.c.seq > bindparam("seq"))
    .order_by(change.c.seq)
    .limit(bindparam("limit"))
)
_last = select(func.coalesce(func.max(change.c.seq), 0))


class ChangeLog:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, resource_ids: Iterable[int], *, at: datetime) -> None:
        """Say that fiches moved. To be called in the transaction that moves them."""
        _insert.write(self._connection, [(resource_id, at) for resource_id in resource_ids])

    def since(self, seq: int, *, limit: int) -> ChangePage:
        """Return what moved after ``seq``, reading at most ``limit`` lines of the log."""
        rows = self._connection.execute(_since, {"seq": seq, "limit": limit}).all()
        last: dict[int, Change] = {}
        for number, resource_id, at in rows:
            # Taken out first, so that the order of the page is that of the last moves.
            last.pop(resource_id, None)
            last[resource_id] = Change(number, resource_id, at)
        return ChangePage(tuple(last.values()), rows[-1][0] if rows else seq, len(rows) < limit)

    def before(self, instant: datetime) -> int:
        """Return the ``seq`` after which stands everything that moved at an instant or later.

        Dates do not follow ``seq``: the date of a save is read before its turn to write comes, and the demonstration
        dates its fiches in the past. So some older changes may come after it as well, and none is left out.
        """
        first = self._connection.execute(select(func.min(change.c.seq)).where(change.c.at >= instant)).scalar_one()
        return self.max_seq() if first is None else int(first) - 1

    def max_seq(self) -> int:
        """Return the number of the last change, 0 when there is none."""
        return int(self._connection.execute(_last).scalar_one())
