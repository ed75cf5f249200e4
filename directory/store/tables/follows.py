"""The fiches that people follow."""

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from directory.domain.follows import Rhythm
from directory.store.tables.columns import instant_column, metadata, number_column, resource_id_column
from directory.store.types import Identifier, Named

follow = Table(
    "follow",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("account_id", Identifier, ForeignKey("account.id"), nullable=False),
    resource_id_column(),
    Column("rhythm", Named(Rhythm), nullable=False),
    number_column("cursor"),
    instant_column("at"),
    UniqueConstraint("account_id", "resource_id"),
)
