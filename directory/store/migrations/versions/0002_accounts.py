"""Accounts, how people sign in, what was done and what is to be mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column[bool]]:
    return [sa.Column(name, sa.Boolean, nullable=False) for name in names]


def _instants(*names: str, optional: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime, nullable=optional) for name in names]


def _account_id(table: str, *, optional: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("account.id", name=f"fk_{table}_account_id")
    return sa.Column("account_id", IDENTIFIER, key, nullable=optional)


def upgrade() -> None:
    op.add_column("institution", sa.Column("territory", sa.Text, nullable=False, server_default=""))
    _create_accounts()
    _create_signing()
    _create_factors()
    _create_trail()


def _create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", IDENTIFIER, nullable=False),
        *_texts("name", "mail"),
        sa.Column("mail_key", sa.Text, nullable=True),
        sa.Column(
            "institution", sa.Text, sa.ForeignKey("institution.code", name="fk_account_institution"), nullable=False
        ),
        *_texts("profile"),
        *_flags("is_rgc", "is_administrator"),
        *_texts("state", "password_hash"),
        *_instants("created_at"),
        *_instants("invited_until", "bindable_until", optional=True),
        sa.Column("last_seen", sa.Date, nullable=True),
        *_instants("charter_at", "reviewed_at", optional=True),
        *_flags("is_demonstration"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("mail_key", name="uq_account_mail_key"),
    )
    op.create_index("ix_account_institution", "account", ["institution"])
    op.create_table(
        "identity",
        *_texts("issuer", "subject"),
        _account_id("identity"),
        *_texts("mail"),
        *_instants("bound_at"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identity"),
    )
    op.create_index("ix_identity_account_id", "identity", ["account_id"])
    op.create_table(
        "token",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column(
            "institution", sa.Text, sa.ForeignKey("institution.code", name="fk_token_institution"), nullable=False
        ),
        *_texts("name", "prefix", "digest", "scopes"),
        sa.Column("created_by", IDENTIFIER, nullable=True),
        *_instants("created_at", "expires_at"),
        *_instants("used_at", "revoked_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("digest", name="uq_token_digest"),
    )
    op.create_index("ix_token_institution", "token", ["institution"])


def _create_signing() -> None:
    op.create_table(
        "session",
        *_texts("digest"),
        _account_id("session"),
        *_texts("door"),
        *_instants("created_at", "seen_at", "until"),
        *_instants("sudo_until", optional=True),
        *_flags("has_factor"),
        *_texts("network", "browser"),
        *_flags("is_to_renew"),
        *_texts("id_token"),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_table(
        "mailed_link",
        *_texts("digest", "kind"),
        _account_id("mailed_link"),
        *_texts("mail"),
        *_instants("created_at", "expires_at"),
        *_instants("used_at", optional=True),
        sa.Column("created_by", IDENTIFIER, nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_mailed_link"),
    )
    op.create_index("ix_mailed_link_account_id", "mailed_link", ["account_id"])
    op.create_table(
        "step",
        *_texts("digest", "kind"),
        _account_id("step", optional=True),
        *_texts("payload"),
        *_instants("expires_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_step"),
    )
    op.create_table(
        "known_browser",
        _account_id("known_browser"),
        *_texts("digest"),
        *_instants("seen_at"),
        sa.PrimaryKeyConstraint("account_id", "digest", name="pk_known_browser"),
    )
    op.create_table(
        "failure",
        *_texts("key"),
        sa.Column("count", sa.Integer, nullable=False),
        *_instants("last_at"),
        sa.PrimaryKeyConstraint("key", name="pk_failure"),
    )
    op.create_index("ix_failure_last_at", "failure", ["last_at"])


def _create_factors() -> None:
    op.create_table(
        "totp",
        _account_id("totp"),
        *_texts("sealed_secret"),
        *_instants("confirmed_at", optional=True),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_totp"),
    )
    op.create_table(
        "recovery_code",
        _account_id("recovery_code"),
        *_texts("digest"),
        sa.PrimaryKeyConstraint("account_id", "digest", name="pk_recovery_code"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", IDENTIFIER, nullable=False),
        _account_id("passkey"),
        *_texts("credential_id", "public_key"),
        sa.Column("sign_count", IDENTIFIER, nullable=False),
        *_flags("verifies"),
        *_texts("name"),
        *_instants("created_at"),
        *_instants("used_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])


def _create_trail() -> None:
    op.create_table(
        "audit",
        sa.Column("id", IDENTIFIER, nullable=False),
        *_texts("act"),
        *_instants("at"),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        *_texts("institution", "object_kind", "object_id", "object_institution", "door", "network", "detail"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "message",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.Text, nullable=True),
        *_texts("to"),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        *_texts("kind", "subject", "body", "facts", "state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        *_texts("error"),
        *_instants("due_at", "created_at"),
        *_instants("finished_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index("ix_message_state_due_at", "message", ["state", "due_at"])


def downgrade() -> None:
    for table in (
        "message",
        "audit",
        "passkey",
        "recovery_code",
        "totp",
        "failure",
        "known_browser",
        "step",
        "mailed_link",
        "session",
        "token",
        "identity",
        "account",
    ):
        op.drop_table(table)
    op.drop_column("institution", "territory")
