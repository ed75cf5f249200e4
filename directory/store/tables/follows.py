"""What people follow: fiches, searches, the fiches of their selections."""

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from directory.domain.follows import Rhythm
from directory.store.tables.columns import instant_column, metadata, number_column
from directory.store.types import Identifier, Named, VersionsSeen

follow = Table(
    "follow",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("account_id", Identifier, ForeignKey("account.id"), nullable=False),
    Column("resource_id", Identifier, ForeignKey("resource.id")),
    Column("query", Text),
    Column("rhythm", Named(Rhythm), nullable=False),
    number_column("cursor"),
    Column("seen", VersionsSeen),
    instant_column("at"),
    UniqueConstraint("account_id", "resource_id"),
    UniqueConstraint("account_id", "query"),
)
