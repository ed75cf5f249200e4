"""Every table, described once. The migrations must build exactly this (a test compares them).

Texts are never null: an empty text means "not said". Lists are JSON text, read by nobody but their repository.
An index exists only where a query of a repository uses it.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from directory.store.types import Identifier, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _texts(*names: str) -> list[Column[str]]:
    return [_text(name) for name in names]


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _instant(name: str, *, optional: bool = False) -> Column[object]:
    return Column(name, UtcDateTime, nullable=optional)


def _resource_id(*, key: bool = False) -> Column[int]:
    return Column("resource_id", Identifier, ForeignKey("resource.id"), primary_key=key, nullable=False)


institution = Table(
    "institution",
    metadata,
    Column("code", Text, primary_key=True),
    *_texts("name", "kind", "partner_of"),
    _number("verification_months"),
    Column("retired", Boolean, nullable=False),
)

structure = Table(
    "structure",
    metadata,
    Column("id", Identifier, primary_key=True, autoincrement=False),
    *_texts("key", "name", "siret", "networks"),
    UniqueConstraint("key"),
)
"""The body behind several fiches, as last described. A fiche keeps its own words in its own columns: saving one
fiche never rewrites another."""

_CONTENT_TEXTS = (
    "title", "structure_name", "structure_siret", "structure_networks", "description", "needs", "families",
    "audiences", "audience_text", "access_modes", "access_text", "receptions", "mobilisations", "mobilisation_text",
    "costs", "cost_text", "languages", "accessibilities", "documents_to_bring", "link", "phone", "second_phone",
    "email", "website", "named_contact", "service_areas", "hours", "hours_text", "closures",
)  # fmt: skip

resource = Table(
    "resource",
    metadata,
    # Numbers are given by the unit of work, which is alone to write, and a fiche is never deleted.
    Column("id", Identifier, primary_key=True, autoincrement=False),
    _number("version"),
    _text("status"),
    Column("structure_id", Identifier, ForeignKey("structure.id"), nullable=False),
    *_texts(*_CONTENT_TEXTS),
    Column("valid_from", Date),
    Column("valid_to", Date),
    *_texts("institution", "origin_kind", "origin_source", "origin_source_id"),
    Column("origin_batch", Identifier),
    _text("missing"),
    _instant("created_at"),
    _instant("modified_at"),
    _instant("verified_at", optional=True),
    _instant("imported_at", optional=True),
    Index(None, "structure_id"),
)

place = Table(
    "place",
    metadata,
    _resource_id(key=True),
    Column("rank", Integer, primary_key=True),
    *_texts("address", "complement", "postcode", "commune_name", "commune_code"),
    Column("latitude", Double),
    Column("longitude", Double),
    _text("precision"),
    Column("score", Double),
    sqlite_with_rowid=False,
)

resource_need = Table(
    "resource_need",
    metadata,
    Column("need_code", Text, primary_key=True),
    _resource_id(key=True),
    sqlite_with_rowid=False,
)

version = Table(
    "version",
    metadata,
    _resource_id(key=True),
    Column("number", Integer, primary_key=True),
    _instant("at"),
    Column("author_account", Identifier),
    *_texts("author_label", "origin_kind", "origin_source", "origin_source_id"),
    Column("origin_batch", Identifier),
    _text("changes"),
)
Index(
    "ix_version_origin_batch",
    version.c.origin_batch,
    version.c.resource_id,
    sqlite_where=text("origin_batch IS NOT NULL"),
    postgresql_where=text("origin_batch IS NOT NULL"),
)

verification = Table(
    "verification",
    metadata,
    Column("id", Identifier, primary_key=True),
    _resource_id(),
    _instant("at"),
    Column("author_account", Identifier),
    _text("author_label"),
    Index(None, "resource_id"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Identifier, primary_key=True),
    _resource_id(),
    _instant("at"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

duplicate = Table(
    "duplicate",
    metadata,
    _resource_id(key=True),
    Column("other_id", Identifier, ForeignKey("resource.id"), primary_key=True),
    _text("reason"),
    _instant("at"),
    sqlite_with_rowid=False,
)

index_target = Table(
    "index_target",
    metadata,
    Column("name", Text, primary_key=True),
    _text("role"),
    Column("cursor", Identifier, nullable=False),
    *_texts("fingerprint", "lease_owner"),
    _instant("lease_until", optional=True),
    _instant("created_at"),
)

job = Table(
    "job",
    metadata,
    Column("id", Identifier, primary_key=True),
    _text("kind"),
    Column("key", Text, unique=True),
    *_texts("payload", "state", "checkpoint"),
    _number("attempts"),
    *_texts("error", "lease_owner"),
    _instant("lease_until", optional=True),
    _instant("due_at"),
    _instant("created_at"),
    _instant("finished_at", optional=True),
    Index(None, "state", "due_at"),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Identifier, primary_key=True),
    *_texts("source", "format", "file_name", "state", "options", "counts", "checkpoint", "report"),
    Column("created_by", Identifier),
    _text("created_by_label"),
    _instant("created_at"),
    _instant("applied_at", optional=True),
)

import_file = Table(
    "import_file",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

import_refusal = Table(
    "import_refusal",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    _number("line"),
    *_texts("cells", "errors"),
)
"""Rows of a file that became no fiche, as read, with what is wrong: what a person corrects and sends back."""

source_record = Table(
    "source_record",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    _resource_id(),
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), nullable=False),
    *_texts("digest", "draft"),
    Index(None, "digest"),
)
"""What a source last said of a fiche. ``key``: the source's identifier, or "#" and the digest of the content."""

replaced_record = Table(
    "replaced_record",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("previous_batch_id", Identifier, nullable=False),
    *_texts("digest", "draft"),
)
"""What ``batch_id`` overwrote in ``source_record``: undoing the batch puts it back."""

family = Table(
    "family",
    metadata,
    Column("code", Text, primary_key=True),
    *_texts("part", "label"),
    _number("rank"),
    Column("retired", Boolean, nullable=False),
    _text("replaced_by"),
)

need = Table(
    "need",
    metadata,
    Column("code", Text, primary_key=True),
    Column("family", Text, ForeignKey("family.code"), nullable=False),
    _text("label"),
    _number("rank"),
    _text("search_words"),
    Column("retired", Boolean, nullable=False),
    _text("replaced_by"),
)

emergency_number = Table(
    "emergency_number",
    metadata,
    Column("number", Text, primary_key=True),
    _number("rank"),
    *_texts("label", "description", "needs"),
)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value"))
