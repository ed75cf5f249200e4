"""What is kept of each quarter, and what an administrator typed of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from directory.domain.steering.periods import Quarter
from directory.store.tables import steering_quarter


@dataclass(frozen=True, slots=True)
class KeptQuarter:
    """``day``: that of the state it tells. ``content``: packed by ``services.steering.snapshot``."""

    quarter: str
    day: date
    at: datetime
    content: bytes


class QuarterRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stamps(self) -> dict[str, tuple[date, datetime]]:
        """Return the day and the instant of what is kept, by the code of the quarter."""
        columns = steering_quarter.c
        rows = self._connection.execute(select(columns.quarter, columns.day, columns.at).order_by(columns.quarter))
        return {row[0]: (row[1], row[2]) for row in rows}

    def get(self, quarter: Quarter) -> KeptQuarter | None:
        columns = steering_quarter.c
        query = select(columns.quarter, columns.day, columns.at, columns.content).where(columns.quarter == quarter.code)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else KeptQuarter(*row)

    def put(self, kept: KeptQuarter) -> None:
        """Keep a quarter over what was kept of it."""
        self._connection.execute(delete(steering_quarter).where(steering_quarter.c.quarter == kept.quarter))
        self._connection.execute(
            insert(steering_quarter).values(quarter=kept.quarter, day=kept.day, at=kept.at, content=kept.content)
        )
