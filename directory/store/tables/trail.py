"""What was done, and what is to be mailed."""

from sqlalchemy import Column, Index, Table, Text

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.store.tables.columns import instant_column, metadata, number_column, text_column, text_columns
from directory.store.types import Facts, Identifier, Named

audit = Table(
    "audit",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("act", Named(Act), nullable=False),
    instant_column("at"),
    Column("account_id", Identifier),
    text_column("institution"),
    Column("object_kind", Named(ObjectKind), nullable=False),
    *text_columns("object_id", "object_institution", "door", "network"),
    Column("detail", Facts, nullable=False),
    Index(None, "at"),
)

message = Table(
    "message",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("key", Text, unique=True),
    text_column("to"),
    Column("account_id", Identifier),
    Column("kind", Named(MessageKind), nullable=False),
    *text_columns("subject", "body"),
    Column("facts", Facts, nullable=False),
    Column("state", Named(MessageState), nullable=False),
    number_column("attempts"),
    text_column("error"),
    instant_column("due_at"),
    instant_column("created_at"),
    instant_column("finished_at", optional=True),
    Index(None, "state", "due_at"),
)
