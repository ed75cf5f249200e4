"""Fiches made one, and how to take it back."""

from sqlalchemy import Column, ForeignKey, Index, Table

from directory.store.tables.columns import instant_column, metadata, number_column, text_columns
from directory.store.types import Identifier

merge = Table(
    "merge",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("survivor_id", Identifier, ForeignKey("resource.id"), nullable=False),
    Column("other_id", Identifier, ForeignKey("resource.id"), nullable=False),
    instant_column("at"),
    Column("author_account", Identifier),
    *text_columns("author_label"),
    number_column("survivor_before"),
    number_column("survivor_after"),
    number_column("other_before"),
    *text_columns("records", "apart"),
    instant_column("undone_at", optional=True),
    Index(None, "survivor_id"),
    Index(None, "other_id"),
)
