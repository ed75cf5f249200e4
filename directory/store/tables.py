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
    _text("name"),
    _text("kind"),
    _text("partner_of"),
    _number("verification_months"),
    Column("retired", Boolean, nullable=False),
)

structure = Table(
    "structure",
    metadata,
    Column("id", Identifier, primary_key=True, autoincrement=False),
    _text("key"),
    _text("name"),
    _text("siret"),
    _text("networks"),
    UniqueConstraint("key"),
)
"""The body behind several fiches, as last described. A fiche keeps its own words in its own columns: saving one
fiche never rewrites another."""

resource = Table(
    "resource",
    metadata,
    # Numbers are given by the unit of work, which is alone to write, and a fiche is never deleted.
    Column("id", Identifier, primary_key=True, autoincrement=False),
    _number("version"),
    _text("status"),
    Column("structure_id", Identifier, ForeignKey("structure.id"), nullable=False),
    _text("title"),
    _text("structure_name"),
    _text("structure_siret"),
    _text("structure_networks"),
    _text("description"),
    _text("needs"),
    _text("families"),
    _text("audiences"),
    _text("audience_text"),
    _text("access_modes"),
    _text("access_text"),
    _text("receptions"),
    _text("mobilisations"),
    _text("mobilisation_text"),
    _text("costs"),
    _text("cost_text"),
    _text("languages"),
    _text("accessibilities"),
    _text("documents_to_bring"),
    _text("link"),
    _text("phone"),
    _text("second_phone"),
    _text("email"),
    _text("website"),
    _text("named_contact"),
    _text("service_areas"),
    _text("hours"),
    _text("hours_text"),
    _text("closures"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    _text("institution"),
    _text("origin_kind"),
    _text("origin_source"),
    _text("origin_source_id"),
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
    _text("address"),
    _text("complement"),
    _text("postcode"),
    _text("commune_name"),
    _text("commune_code"),
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
    _text("author_label"),
    _text("origin_kind"),
    _text("origin_source"),
    _text("origin_source_id"),
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
    _text("fingerprint"),
    _text("lease_owner"),
    _instant("lease_until", optional=True),
    _instant("created_at"),
)

job = Table(
    "job",
    metadata,
    Column("id", Identifier, primary_key=True),
    _text("kind"),
    Column("key", Text, unique=True),
    _text("payload"),
    _text("state"),
    _text("checkpoint"),
    _number("attempts"),
    _text("error"),
    _text("lease_owner"),
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
    _text("source"),
    _text("format"),
    _text("file_name"),
    _text("state"),
    _text("options"),
    _text("counts"),
    _text("checkpoint"),
    _text("error"),
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

source_record = Table(
    "source_record",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    _resource_id(),
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), nullable=False),
    _text("digest"),
    _text("draft"),
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
    _text("digest"),
    _text("draft"),
)
"""What ``batch_id`` overwrote in ``source_record``: undoing the batch puts it back."""

family = Table(
    "family",
    metadata,
    Column("code", Text, primary_key=True),
    _text("part"),
    _text("label"),
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
    _text("label"),
    _text("description"),
    _text("needs"),
)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value"))
