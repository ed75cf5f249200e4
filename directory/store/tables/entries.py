"""Forms being filled."""

from sqlalchemy import Column, ForeignKey, Table, Text

from directory.store.tables.columns import instant_column, metadata, number_column, text_column
from directory.store.types import Identifier

entry = Table(
    "entry",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account_id", Identifier, ForeignKey("account.id"), nullable=False, index=True),
    Column("resource_id", Identifier, ForeignKey("resource.id")),
    number_column("base_version"),
    number_column("revision"),
    text_column("typed"),
    instant_column("at"),
)
