"""What machines ask for once."""

from sqlalchemy import Column, ForeignKey, Table, Text

from directory.store.tables.columns import instant_column, metadata, resource_id_column, text_column
from directory.store.types import Identifier

once = Table(
    "once",
    metadata,
    Column("token", Identifier, ForeignKey("token.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    text_column("body"),
    resource_id_column(),
    instant_column("at"),
)
