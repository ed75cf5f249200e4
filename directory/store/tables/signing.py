"""Signing in: sessions, second factors, links sent by mail, steps under way, browsers known, failures."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from directory.domain.accounts.account import Door
from directory.domain.accounts.links import LinkKind, StepKind
from directory.store.tables.columns import instant_column, metadata, number_column, text_column, text_columns
from directory.store.types import Identifier, Named


def _account_id_column(*, key: bool = False, optional: bool = False) -> Column[int]:
    return Column("account_id", Identifier, ForeignKey("account.id"), primary_key=key, nullable=optional)


session = Table(
    "session",
    metadata,
    Column("digest", Text, primary_key=True),
    _account_id_column(),
    Column("door", Named(Door), nullable=False),
    instant_column("created_at"),
    instant_column("seen_at"),
    instant_column("until"),
    instant_column("sudo_until", optional=True),
    Column("has_factor", Boolean, nullable=False),
    *text_columns("network", "browser"),
    Column("is_to_renew", Boolean, nullable=False),
    text_column("id_token"),
    Index(None, "account_id"),
)

totp = Table(
    "totp",
    metadata,
    _account_id_column(key=True),
    text_column("sealed_secret"),
    instant_column("confirmed_at", optional=True),
    number_column("last_step"),
)

recovery_code = Table("recovery_code", metadata, _account_id_column(key=True), Column("digest", Text, primary_key=True))

passkey = Table(
    "passkey",
    metadata,
    Column("id", Identifier, primary_key=True),
    _account_id_column(),
    Column("credential_id", Text, unique=True, nullable=False),
    text_column("public_key"),
    Column("sign_count", Identifier, nullable=False),
    Column("verifies", Boolean, nullable=False),
    text_column("name"),
    instant_column("created_at"),
    instant_column("used_at", optional=True),
    Index(None, "account_id"),
)

mailed_link = Table(
    "mailed_link",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kind", Named(LinkKind), nullable=False),
    _account_id_column(),
    text_column("mail"),
    instant_column("created_at"),
    instant_column("expires_at"),
    instant_column("used_at", optional=True),
    Column("created_by", Identifier),
    Index(None, "account_id"),
)

step = Table(
    "step",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kind", Named(StepKind), nullable=False),
    _account_id_column(optional=True),
    text_column("payload"),
    instant_column("expires_at"),
)

known_browser = Table(
    "known_browser",
    metadata,
    _account_id_column(key=True),
    Column("digest", Text, primary_key=True),
    instant_column("seen_at"),
)

failure = Table(
    "failure",
    metadata,
    Column("key", Text, primary_key=True),
    number_column("count"),
    instant_column("last_at"),
    Index(None, "last_at"),
)
