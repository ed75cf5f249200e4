"""What was left for later in *À faire*."""

from sqlalchemy import Column, ForeignKey, Table, Text

from directory.store.tables.columns import instant_column, metadata, text_columns
from directory.store.types import Identifier

put_off = Table(
    "put_off",
    metadata,
    Column("account_id", Identifier, ForeignKey("account.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    *text_columns("title", "path"),
    instant_column("until"),
)
