"""Counts by day, need, territory and antenne."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from directory.domain.steering.counts import Counted, Metric
from directory.domain.steering.periods import Quarter
from directory.store.tables import daily_count

_KEY = ("day", "metric", "need", "territory", "office_id")
_add = (
    update(daily_count)
    .where(*(daily_count.c[name] == bindparam(f"the_{name}") for name in _KEY))
    .values(value=daily_count.c.value + bindparam("more"))
)


class CountRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counted: Mapping[Counted, int]) -> None:
        """Add to what is kept."""
        for key, more in counted.items():
            found = {name: getattr(key, name) for name in _KEY}
            bound = {f"the_{name}": value for name, value in found.items()} | {"more": more}
            if not self._connection.execute(_add, bound).rowcount:
                self._connection.execute(insert(daily_count).values(**found, value=more))

    def between(self, first: date, last: date) -> Iterator[tuple[Metric, str, str, int, int]]:
        """Give (metric, need, territory, antenne, total) of the days from ``first`` to ``last``, both included."""
        names = (daily_count.c.metric, daily_count.c.need, daily_count.c.territory, daily_count.c.office_id)
        query = select(*names, func.sum(daily_count.c.value)).where(daily_count.c.day.between(first, last))
        for row in self._connection.execute(query.group_by(*names).order_by(*names)):
            yield row[0], row[1], row[2], row[3], int(row[4])

    def gather_before(self, day: date) -> int:
        """Keep of the days before ``day`` their quarter alone; return how many rows were gathered."""
        old = daily_count.c.day < day
        names = [daily_count.c[name] for name in _KEY]
        rows = self._connection.execute(select(*names, daily_count.c.value).where(old)).all()
        moved = [row for row in rows if row[0] != Quarter.of(row[0]).first_day]
        if not moved:
            return 0
        totals: dict[Counted, int] = {}
        for *key, value in rows:
            gathered = Counted(Quarter.of(key[0]).first_day, *key[1:])
            totals[gathered] = totals.get(gathered, 0) + value
        self._connection.execute(delete(daily_count).where(old))
        self._connection.execute(
            insert(daily_count),
            [{name: getattr(key, name) for name in _KEY} | {"value": value} for key, value in totals.items()],
        )
        return len(moved)

    def forget_before(self, day: date) -> int:
        """Delete what was counted before a day; return how many rows."""
        return self._connection.execute(delete(daily_count).where(daily_count.c.day < day)).rowcount
