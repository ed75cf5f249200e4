"""The offices that answer by where people live, and the areas that each answers for."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from directory.domain.offices import OfficeKind
from directory.store.tables.columns import (
    instant_column,
    metadata,
    number_column,
    resource_id_column,
    text_column,
    text_columns,
)
from directory.store.types import Identifier, Named

office = Table(
    "office",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", Named(OfficeKind), nullable=False),
    text_column("name"),
    Column("institution", Text, ForeignKey("institution.code"), nullable=False, index=True),
    Column("resource_id", Identifier, ForeignKey("resource.id")),
    *text_columns("phone", "email", "address", "postcode", "commune"),
    number_column("rank"),
    text_column("note"),
    instant_column("verified_at", optional=True),
    Column("retired", Boolean, nullable=False),
    number_column("version"),
)

office_note = Table(
    "office_note",
    metadata,
    Column("office_id", Identifier, ForeignKey("office.id"), primary_key=True),
    resource_id_column(key=True),
    text_column("text"),
    Column("account_id", Identifier, nullable=False),
    instant_column("at"),
)

office_area = Table(
    "office_area",
    metadata,
    Column("office_id", Identifier, ForeignKey("office.id"), primary_key=True),
    Column("area", Text, primary_key=True),
    Index(None, "area"),
)
