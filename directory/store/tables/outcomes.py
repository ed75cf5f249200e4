"""What came of sending people to services: sums by month, and who answered this week so that nobody counts twice."""

from sqlalchemy import Column, Date, Table, Text

from directory.domain.outcomes import Answer, Wait
from directory.store.tables.columns import metadata, number_column, resource_id_column
from directory.store.types import Identifier, Named

outcome = Table(
    "outcome",
    metadata,
    resource_id_column(key=True),
    Column("month", Text, primary_key=True),
    Column("answer", Named(Answer), primary_key=True),
    Column("wait", Named(Wait), primary_key=True),
    number_column("value"),
    sqlite_with_rowid=False,
)
"""How many times something was answered in a month (``2026-11``): by nobody in particular."""

outcome_given = Table(
    "outcome_given",
    metadata,
    Column("account_id", Identifier, primary_key=True),
    resource_id_column(key=True),
    Column("week", Date, primary_key=True),
    sqlite_with_rowid=False,
)
"""``week``: its Monday. What was answered is not there."""
