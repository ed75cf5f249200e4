"""Fiches, their places, versions and confirmations, and the change log."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from directory.domain.duplicates import PairState
from directory.store.content_columns import CONTENT_COLUMNS, PLACE_COLUMNS
from directory.store.tables.columns import (
    instant_column,
    metadata,
    number_column,
    resource_id_column,
    text_column,
    text_columns,
)
from directory.store.types import Bytes, Identifier, Named

structure = Table(
    "structure",
    metadata,
    Column("id", Identifier, primary_key=True, autoincrement=False),
    *text_columns("key", "name", "siret", "networks"),
    UniqueConstraint("key"),
    Index(None, "name"),
)
"""The body behind several fiches, as last described. A fiche keeps its own words in its own columns: saving one
fiche never rewrites another."""

resource = Table(
    "resource",
    metadata,
    # Numbers are given by the unit of work, which is alone to write, and a fiche is never deleted.
    Column("id", Identifier, primary_key=True, autoincrement=False),
    number_column("version"),
    Column("structure_id", Identifier, ForeignKey("structure.id"), nullable=False),
    *(column.make() for column in CONTENT_COLUMNS),
    *text_columns("origin_kind", "origin_source", "origin_source_id"),
    Column("origin_batch", Identifier),
    text_column("missing"),
    Column("merged_into", Identifier),
    instant_column("created_at"),
    instant_column("modified_at"),
    instant_column("verified_at", optional=True),
    instant_column("imported_at", optional=True),
    Index(None, "structure_id"),
    Index(None, "phone"),
    Index(None, "second_phone"),
    Index(None, "email"),
    Index(None, "structure_siret"),
    Index(None, "archive_on"),
)

place = Table(
    "place",
    metadata,
    resource_id_column(key=True),
    Column("rank", Integer, primary_key=True),
    *(column.make() for column in PLACE_COLUMNS),
    Index(None, "latitude", "longitude"),
    sqlite_with_rowid=False,
)

PLACE_TO_FIND = (place.c.precision == "commune", place.c.address != "", place.c.score.is_(None))
"""Places whose address no geocoder was asked for."""
_TO_FIND = text("precision = 'commune' AND address <> '' AND score IS NULL")
Index("ix_place_to_find", place.c.resource_id, sqlite_where=_TO_FIND, postgresql_where=_TO_FIND)

Index(
    "ix_resource_drafts",
    resource.c.institution,
    resource.c.modified_at,
    sqlite_where=text("status = 'brouillon'"),
    postgresql_where=text("status = 'brouillon'"),
)

resource_line = Table(
    "resource_line",
    metadata,
    Column("resource_id", Identifier, ForeignKey("resource.id"), primary_key=True, autoincrement=False),
    number_column("version"),
    number_column("form"),
    Column("content", Bytes, nullable=False),
)
"""What lists show of a published fiche, as it is at ``version``: one of another version or form is not read."""

resource_need = Table(
    "resource_need",
    metadata,
    Column("need_code", Text, primary_key=True),
    resource_id_column(key=True),
    sqlite_with_rowid=False,
)

version = Table(
    "version",
    metadata,
    resource_id_column(key=True),
    Column("number", Integer, primary_key=True),
    instant_column("at"),
    Column("author_account", Identifier),
    *text_columns("author_label", "origin_kind", "origin_source", "origin_source_id"),
    Column("origin_batch", Identifier),
    text_column("changes"),
)
Index(
    "ix_version_origin_batch",
    version.c.origin_batch,
    version.c.resource_id,
    sqlite_where=text("origin_batch IS NOT NULL"),
    postgresql_where=text("origin_batch IS NOT NULL"),
)
Index(
    "ix_version_author_account",
    version.c.author_account,
    version.c.number,
    sqlite_where=text("author_account IS NOT NULL"),
    postgresql_where=text("author_account IS NOT NULL"),
)

verification = Table(
    "verification",
    metadata,
    Column("id", Identifier, primary_key=True),
    resource_id_column(),
    instant_column("at"),
    Column("author_account", Identifier),
    text_column("author_label"),
    instant_column("withdrawn_at", optional=True),
    Column("asked", Text, nullable=False, server_default=""),
    Index(None, "resource_id"),
    Index(None, "author_account"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Identifier, primary_key=True),
    resource_id_column(),
    instant_column("at"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

duplicate = Table(
    "duplicate",
    metadata,
    resource_id_column(key=True),
    Column("other_id", Identifier, ForeignKey("resource.id"), primary_key=True),
    text_column("reasons"),
    instant_column("at"),
    number_column("degree"),
    Column("state", Named(PairState), nullable=False),
    instant_column("settled_at", optional=True),
    Column("settled_by", Identifier),
    Index(None, "other_id"),
    Index(None, "state", "degree"),
    sqlite_with_rowid=False,
)
