"""Accounts, the subjects bound to them, and the keys of machines."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Table, Text

from directory.domain.accounts.account import AccountState
from directory.domain.actors import Profile, Scope
from directory.store.tables.columns import instant_column, metadata, text_column, text_columns
from directory.store.types import Identifier, Named, NamedSet

account = Table(
    "account",
    metadata,
    Column("id", Identifier, primary_key=True),
    *text_columns("name", "mail"),
    Column("mail_key", Text, unique=True),
    Column("institution", Text, ForeignKey("institution.code"), nullable=False, index=True),
    Column("profile", Named(Profile), nullable=False),
    Column("is_rgc", Boolean, nullable=False),
    Column("is_administrator", Boolean, nullable=False),
    Column("state", Named(AccountState), nullable=False),
    text_column("password_hash"),
    instant_column("created_at"),
    instant_column("invited_until", optional=True),
    instant_column("bindable_until", optional=True),
    Column("last_seen", Date),
    instant_column("charter_at", optional=True),
    instant_column("reviewed_at", optional=True),
    Column("is_demonstration", Boolean, nullable=False),
    Column("office_id", Identifier),
)

identity = Table(
    "identity",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("account_id", Identifier, ForeignKey("account.id"), nullable=False, index=True),
    text_column("mail"),
    instant_column("bound_at"),
)

token = Table(
    "token",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("institution", Text, ForeignKey("institution.code"), nullable=False),
    *text_columns("name", "prefix"),
    Column("digest", Text, unique=True, nullable=False),
    Column("scopes", NamedSet(Scope), nullable=False),
    Column("created_by", Identifier),
    instant_column("created_at"),
    instant_column("expires_at"),
    instant_column("used_at", optional=True),
    instant_column("revoked_at", optional=True),
    Index(None, "institution"),
)
