"""Files of the whole base, kept for a day."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table

from directory.store.tables.columns import instant_column, metadata, number_column, text_columns
from directory.store.types import Identifier

export_file = Table(
    "export_file",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("account_id", Identifier),
    *text_columns("form", "people", "tag", "file_name"),
    number_column("total"),
    number_column("written"),
    Column("size", Identifier, nullable=False),
    instant_column("asked_at"),
    instant_column("ready_at", optional=True),
    Index(None, "account_id"),
)

export_piece = Table(
    "export_piece",
    metadata,
    Column("export_id", Identifier, ForeignKey("export_file.id"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""``EXPORT_PIECE_BYTES`` of a file, shrunk: any part of it is read without the rest."""
