"""Institutions and the classification."""

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text

from directory.domain.taxonomy_edits import EntryKind
from directory.store.tables.columns import instant_column, metadata, number_column, text_column, text_columns
from directory.store.types import Identifier, Named

institution = Table(
    "institution",
    metadata,
    Column("code", Text, primary_key=True),
    *text_columns("name", "kind", "partner_of"),
    number_column("verification_months"),
    Column("retired", Boolean, nullable=False),
    text_column("territory"),
)

family = Table(
    "family",
    metadata,
    Column("code", Text, primary_key=True),
    *text_columns("part", "label"),
    number_column("rank"),
    Column("retired", Boolean, nullable=False),
    *text_columns("replaced_by", "description"),
)

need = Table(
    "need",
    metadata,
    Column("code", Text, primary_key=True),
    Column("family", Text, ForeignKey("family.code"), nullable=False),
    text_column("label"),
    number_column("rank"),
    text_column("search_words"),
    Column("retired", Boolean, nullable=False),
    *text_columns("replaced_by", "description"),
)

emergency_number = Table(
    "emergency_number",
    metadata,
    Column("number", Text, primary_key=True),
    number_column("rank"),
    *text_columns("label", "description", "needs"),
)

word_list = Table(
    "word_list",
    metadata,
    Column("kind", Named(EntryKind), primary_key=True),
    text_column("lines"),
)
"""What an instance puts over the lists of words that come with the product."""

taxonomy_edit = Table(
    "taxonomy_edit",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", Named(EntryKind), nullable=False),
    *text_columns("code", "before", "after"),
    Column("account_id", Identifier, nullable=False),
    instant_column("at"),
    Column("undoes", Identifier, nullable=False),
    Column("comes_with", Identifier, nullable=False),
)
"""What administrators changed, kept for ever."""
