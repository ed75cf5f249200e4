"""What came of sending people to services, as sums by month."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from directory.domain.outcomes import Answer, Outcome
from directory.store.slices import in_slices
from directory.store.tables import outcome, outcome_given


class OutcomeRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def was_given(self, account_id: int, resource_id: int, week: date) -> bool:
        """Say whether an account already answered of a fiche in the week of a Monday."""
        mine = (outcome_given.c.account_id == account_id) & (outcome_given.c.resource_id == resource_id)
        query = select(outcome_given.c.week).where(mine, outcome_given.c.week == week)
        return self._connection.execute(query).first() is not None

    def note_given(self, account_id: int, resource_id: int, week: date) -> None:
        self._connection.execute(
            insert(outcome_given).values(account_id=account_id, resource_id=resource_id, week=week)
        )  # fmt: skip

    def add(self, resource_id: int, month: str, added: Outcome) -> None:
        """Add one answer to the sum of a month (``2026-11``)."""
        key = {"resource_id": resource_id, "month": month, "answer": added.answer, "wait": added.wait}
        there = [outcome.c[name] == value for name, value in key.items()]
        more = update(outcome).where(*there).values(value=outcome.c.value + 1)
        if not self._connection.execute(more).rowcount:
            self._connection.execute(insert(outcome).values(**key, value=1))

    def of(self, ids: Sequence[int], months: Sequence[str]) -> list[tuple[Outcome, int]]:
        """Return what was answered of some fiches together in some months, with how many times."""
        names = (outcome.c.answer, outcome.c.wait)
        query = select(*names, func.sum(outcome.c.value)).group_by(*names).order_by(*names)
        rows = self._connection.execute(query.where(outcome.c.resource_id.in_(ids), outcome.c.month.in_(months)))
        return [(Outcome(row[0], row[1]), int(row[2])) for row in rows]

    def last_received(self, ids: Sequence[int], months: Sequence[str]) -> dict[int, str]:
        """Return the last of some months in which somebody was received, by fiche; none of the others."""
        found: dict[int, str] = {}
        for some in in_slices(ids, 800):
            query = select(outcome.c.resource_id, func.max(outcome.c.month)).group_by(outcome.c.resource_id)
            received = (outcome.c.answer == Answer.RECEIVED) & outcome.c.month.in_(months)
            rows = self._connection.execute(query.where(received, outcome.c.resource_id.in_(some)))
            found |= {row[0]: row[1] for row in rows}
        return found

    def forget_given_before(self, week: date) -> int:
        """Forget who answered in the weeks before a day; return how many rows."""
        return self._connection.execute(delete(outcome_given).where(outcome_given.c.week < week)).rowcount

    def forget_before(self, month: str) -> int:
        """Delete the sums of the months before one; return how many rows."""
        return self._connection.execute(delete(outcome).where(outcome.c.month < month)).rowcount
