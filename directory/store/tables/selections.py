"""The fiches that people put together. No text is typed in them: codes alone, so that no name can be kept."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table

from directory.store.tables.columns import instant_column, metadata, number_column, text_column
from directory.store.types import Identifier

selection = Table(
    "selection",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("account_id", Identifier, ForeignKey("account.id"), nullable=False),
    text_column("commune"),
    instant_column("created_at"),
    instant_column("touched_at"),
    Column("office_id", Identifier),
    instant_column("told_at", optional=True),
    Index(None, "account_id", "touched_at"),
    Index(None, "touched_at"),
    Index(None, "office_id"),
)

selection_item = Table(
    "selection_item",
    metadata,
    Column("selection_id", Identifier, ForeignKey("selection.id"), primary_key=True),
    Column("rank", Identifier, primary_key=True),
    Column("resource_id", Identifier, ForeignKey("resource.id"), nullable=False),
    text_column("need"),
    number_column("seen_version"),
    instant_column("added_at"),
    Column("handed_on", Date),
)
