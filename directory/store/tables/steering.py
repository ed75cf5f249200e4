"""What was counted of the use of the base, by nobody in particular."""

from sqlalchemy import Column, Date, Table, Text

from directory.domain.steering.counts import Metric
from directory.store.tables.columns import metadata, number_column
from directory.store.types import Identifier, Named

daily_count = Table(
    "daily_count",
    metadata,
    Column("day", Date, primary_key=True),
    Column("metric", Named(Metric), primary_key=True),
    Column("need", Text, primary_key=True),
    Column("territory", Text, primary_key=True),
    Column("office_id", Identifier, primary_key=True, autoincrement=False),
    number_column("value"),
    sqlite_with_rowid=False,
)
"""``day``: the first of its quarter once a count is older than thirteen months."""
