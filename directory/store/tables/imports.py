"""Batches, their files and refusals, and what each source last said."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from directory.domain.import_matches import MatchState
from directory.store.tables.columns import (
    instant_column,
    metadata,
    number_column,
    resource_id_column,
    text_column,
    text_columns,
)
from directory.store.types import Identifier, Named

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Identifier, primary_key=True),
    *text_columns("source", "format", "file_name", "state", "options", "counts", "checkpoint", "report"),
    Column("created_by", Identifier),
    text_column("created_by_label"),
    instant_column("created_at"),
    instant_column("applied_at", optional=True),
    *text_columns("institution", "digest", "look"),
    Column("source_id", Identifier),
    Index(None, "institution"),
    Index(None, "state"),
    Index(None, "source_id"),
)

import_source = Table(
    "import_source",
    metadata,
    Column("id", Identifier, primary_key=True),
    *text_columns(
        "name",
        "institution",
        "contact",
        "said",
        "format",
        "mapping",
        "choices",
        "columns",
        "changed_by",
        "reading",
        "schedule",
    ),
    instant_column("changed_at"),
    Index(None, "institution"),
)
"""Where files come from, month after month: whose they are and how they are read."""

import_file = Table(
    "import_file",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

upload_part = Table(
    "upload_part",
    metadata,
    Column("account_id", Identifier, primary_key=True),
    Column("upload", Text, primary_key=True),
    Column("file", Integer, primary_key=True),
    Column("rank", Integer, primary_key=True),
    instant_column("at"),
    number_column("size"),
    Column("content", LargeBinary, nullable=False),
)
"""Files on their way, in parts; ``upload``: a key of the browser's, for all the files given together."""

import_refusal = Table(
    "import_refusal",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    number_column("line"),
    *text_columns("cells", "errors"),
)
"""Rows of a file that became no fiche, as read, with what is wrong: what a person corrects and sends back."""

import_conversion = Table(
    "import_conversion",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    *text_columns("fingerprint", "day", "territory", "head"),
    Index(None, "fingerprint"),
)
"""A file whose rows were all converted, and of what; ``day``, ``territory`` where that depends on them."""

import_slice = Table(
    "import_slice",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""What some of its rows became, packed."""

source_record = Table(
    "source_record",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    resource_id_column(),
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), nullable=False),
    *text_columns("digest", "draft"),
    Index(None, "digest"),
    Index(None, "resource_id"),
)
"""What a source last said of a fiche. ``key``: the source's identifier, or "#" and the digest of the content."""

replaced_record = Table(
    "replaced_record",
    metadata,
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("previous_batch_id", Identifier, nullable=False),
    *text_columns("digest", "draft"),
)
"""What ``batch_id`` overwrote in ``source_record``: undoing the batch puts it back."""

import_match = Table(
    "import_match",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("batch_id", Identifier, ForeignKey("import_batch.id"), nullable=False),
    *text_columns("source", "key"),
    number_column("line"),
    resource_id_column(),
    *text_columns("institution", "candidates"),
    Column("state", Named(MatchState), nullable=False),
    *text_columns("digest", "draft"),
    instant_column("settled_at", optional=True),
    Column("settled_by", Identifier),
    Column("replaced_by", Identifier),
    Index(None, "batch_id"),
    Index(None, "source", "key"),
    Index(None, "state", "institution"),
    Index(None, "replaced_by"),
)
"""Rows of files that may be about a fiche which is there: ``resource_id`` the likeliest of ``candidates``."""
