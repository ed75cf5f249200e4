"""What people who read a fiche say of it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from directory.domain.reports.proposal import ProposalState
from directory.domain.reports.report import ReportKind, ReportState
from directory.domain.reports.suggestion import SuggestionState
from directory.store.tables.columns import (
    instant_column,
    metadata,
    number_column,
    resource_id_column,
    text_column,
    text_columns,
)
from directory.store.types import Identifier, Named

report = Table(
    "report",
    metadata,
    Column("id", Identifier, primary_key=True),
    resource_id_column(),
    Column("kind", Named(ReportKind), nullable=False),
    *text_columns("text", "better"),
    Column("account_id", Identifier),
    *text_columns("institution", "network"),
    number_column("version"),
    instant_column("at"),
    Column("state", Named(ReportState), nullable=False),
    text_column("answer"),
    number_column("settled_in"),
    Column("answered_by", Identifier),
    instant_column("answered_at", optional=True),
    Column("rung", Integer, nullable=False),
    Index(None, "resource_id"),
    Index(None, "account_id"),
    Index(None, "state", "at"),
    Index(None, "at"),
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", Identifier, primary_key=True),
    resource_id_column(),
    number_column("base_version"),
    *text_columns("changes", "note"),
    Column("account_id", Identifier),
    text_column("institution"),
    instant_column("at"),
    Column("state", Named(ProposalState), nullable=False),
    text_column("taken"),
    number_column("settled_in"),
    text_column("answer"),
    Column("answered_by", Identifier),
    instant_column("answered_at", optional=True),
    Index(None, "resource_id"),
    Index(None, "account_id"),
    Index(None, "state", "at"),
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Identifier, primary_key=True),
    *text_columns("structure", "service", "place", "commune_code", "source", "told"),
    Column("account_id", Identifier),
    *text_columns("institution", "network"),
    instant_column("at"),
    Column("state", Named(SuggestionState), nullable=False),
    text_column("answer"),
    Column("resource_id", Identifier, ForeignKey("resource.id")),
    Column("answered_by", Identifier),
    instant_column("answered_at", optional=True),
    Column("rung", Integer, nullable=False, server_default="0"),
    Index(None, "account_id"),
    Index(None, "state", "at"),
    Index(None, "at"),
)
