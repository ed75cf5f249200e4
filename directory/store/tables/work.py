"""Indexes fed from the change log, jobs, and single values."""

from sqlalchemy import Column, Index, Table, Text

from directory.store.tables.columns import instant_column, metadata, number_column, text_column, text_columns
from directory.store.types import Identifier

index_target = Table(
    "index_target",
    metadata,
    Column("name", Text, primary_key=True),
    text_column("role"),
    Column("cursor", Identifier, nullable=False),
    *text_columns("fingerprint", "lease_owner"),
    instant_column("lease_until", optional=True),
    instant_column("created_at"),
)

job = Table(
    "job",
    metadata,
    Column("id", Identifier, primary_key=True),
    text_column("kind"),
    Column("key", Text, unique=True),
    *text_columns("payload", "state", "checkpoint"),
    number_column("attempts"),
    *text_columns("error", "lease_owner"),
    instant_column("lease_until", optional=True),
    instant_column("due_at"),
    instant_column("created_at"),
    instant_column("finished_at", optional=True),
    Index(None, "state", "due_at"),
)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), text_column("value"))
