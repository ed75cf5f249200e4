"""What was counted of the use of the base, by nobody in particular."""

from sqlalchemy import Column, Date, LargeBinary, Table, Text

from directory.domain.steering.counts import Metric
from directory.store.tables.columns import instant_column, metadata, number_column, text_column
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

steering_quarter = Table(
    "steering_quarter",
    metadata,
    Column("quarter", Text, primary_key=True),
    Column("day", Date, nullable=False),
    instant_column("at"),
    Column("content", LargeBinary, nullable=False),
)
"""The figures of a quarter as they were last reckoned: those of a closed one no longer move."""

committee_total = Table(
    "committee_total",
    metadata,
    Column("quarter", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    number_column("value"),
    text_column("source"),
    Column("account_id", Identifier, nullable=False),
    instant_column("at"),
)
"""Totals of annexe 7 that an administrator types, since nothing here can count them."""

committee_report = Table(
    "committee_report",
    metadata,
    Column("address", Text, primary_key=True),
    instant_column("at"),
    instant_column("drawn_at", optional=True),
    Column("content", LargeBinary),
)
"""Reports asked for, then drawn. ``address``: the period and the fiches."""
