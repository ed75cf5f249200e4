"""When fiches fall due and who was asked; links that confirm; dead mailboxes; how often fiches are opened."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from directory.store.tables.columns import (
    instant_column,
    metadata,
    number_column,
    resource_id_column,
    text_column,
)
from directory.store.types import Identifier

due = Table(
    "due",
    metadata,
    resource_id_column(key=True),
    text_column("institution"),
    Column("on", Date, nullable=False),
    Column("keeper_id", Identifier),
    number_column("rung"),
    Column("asked_on", Date),
    Column("rung_on", Date),
    Column("asked_id", Identifier),
    Column("is_incomplete", Boolean, nullable=False),
    Column("is_placeless", Boolean, nullable=False),
    Index(None, "institution", "on"),
)
"""One row for each published fiche."""

confirm_link = Table(
    "confirm_link",
    metadata,
    Column("digest", Text, primary_key=True),
    resource_id_column(),
    Column("account_id", Identifier, ForeignKey("account.id"), nullable=False, index=True),
    instant_column("created_at"),
    instant_column("expires_at"),
    instant_column("used_at", optional=True),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("mail_key", Text, primary_key=True),
    number_column("refusals"),
    instant_column("refused_at"),
)
"""Addresses that refused a mail for good; a mail taken empties the row."""

resource_count = Table(
    "resource_count",
    metadata,
    Column("month", Text, primary_key=True),
    Column("resource_id", Identifier, primary_key=True),
    Column("opened", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many times fiches were opened in a month (``2026-11``): by nobody in particular."""
