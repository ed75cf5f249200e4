"""What an administrator typed for the committee, and the reports that were drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.store.mapping import values_of
from directory.store.tables import committee_report, committee_total


@dataclass(frozen=True, slots=True)
class Total:
    """One total of annexe 7 for a quarter. ``name``: of ``domain.steering.committee.NAMES``."""

    quarter: str
    name: str
    value: int
    source: str
    account_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedReport:
    """``address``: the period and the fiches of it. ``drawn_at``, ``content``: the PDF; None until it is drawn."""

    address: str
    at: datetime
    drawn_at: datetime | None
    content: bytes | None


class CommitteeRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def totals(self, quarters: Sequence[str]) -> list[Total]:
        """Return what was typed for some quarters, by quarter."""
        columns = committee_total.c
        query = select(
            columns.quarter, columns.name, columns.value, columns.source, columns.account_id, columns.at
        ).where(columns.quarter.in_(quarters))
        rows = self._connection.execute(query.order_by(columns.quarter, columns.name))
        return [Total(*row) for row in rows]

    def put_totals(self, quarter: str, totals: Sequence[Total]) -> None:
        """Keep the totals of a quarter over all those it had."""
        self._connection.execute(delete(committee_total).where(committee_total.c.quarter == quarter))
        if totals:
            self._connection.execute(insert(committee_total), [values_of(each) for each in totals])

    def ask(self, address: str, at: datetime) -> None:
        """Note that a report is asked for, over the one of before at the same address."""
        self._connection.execute(delete(committee_report).where(committee_report.c.address == address))
        self._connection.execute(insert(committee_report).values(address=address, at=at))

    def get(self, address: str) -> AskedReport | None:
        columns = committee_report.c
        query = select(columns.address, columns.at, columns.drawn_at, columns.content)
        row = self._connection.execute(query.where(columns.address == address)).one_or_none()
        return None if row is None else AskedReport(*row)

    def put(self, address: str, content: bytes, at: datetime) -> None:
        mine = committee_report.c.address == address
        self._connection.execute(update(committee_report).where(mine).values(content=content, drawn_at=at))

    def forget_before(self, at: datetime) -> int:
        """Delete the reports asked for before an instant; return how many."""
        return self._connection.execute(delete(committee_report).where(committee_report.c.at < at)).rowcount
