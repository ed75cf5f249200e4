"""How often fiches are opened, month by month: by nobody in particular."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, insert, select, update

from directory.store.slices import in_slices
from directory.store.tables import resource_count

_add = (
    update(resource_count)
    .where(resource_count.c.month == bindparam("the_month"), resource_count.c.resource_id == bindparam("the_id"))
    .values(opened=resource_count.c.opened + bindparam("more"))
)


class OpeningRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, counted: Mapping[tuple[str, int], int]) -> None:
        """Add openings to what is kept, by month (``2026-11``) and fiche."""
        for (month, number), more in sorted(counted.items()):
            bound = {"the_month": month, "the_id": number, "more": more}
            if not self._connection.execute(_add, bound).rowcount:
                self._connection.execute(insert(resource_count).values(month=month, resource_id=number, opened=more))

    def of(self, ids: Sequence[int], months: Sequence[str]) -> dict[int, int]:
        """Return how often fiches were opened in some months, those never opened left out."""
        found: dict[int, int] = {}
        for some in in_slices(ids, 800):
            query = (
                select(resource_count.c.resource_id, func.sum(resource_count.c.opened))
                .where(resource_count.c.month.in_(months), resource_count.c.resource_id.in_(some))
                .group_by(resource_count.c.resource_id)
            )
            found |= {row[0]: int(row[1]) for row in self._connection.execute(query)}
        return found
