"""When fiches fall due and who was asked, links that confirm, dead mailboxes, what was left for later, openings.

The dates of the fiches that are there already are reckoned by the worker, the first thing it does each day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "due",
        sa.Column("resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_due_resource_id"), nullable=False),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("keeper_id", IDENTIFIER, nullable=True),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.Column("asked_on", sa.Date, nullable=True),
        sa.Column("rung_on", sa.Date, nullable=True),
        sa.Column("asked_id", IDENTIFIER, nullable=True),
        sa.Column("is_incomplete", sa.Boolean, nullable=False),
        sa.Column("is_placeless", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("resource_id", name="pk_due"),
    )
    op.create_index("ix_due_institution_on", "due", ["institution", "on"])
    op.create_table(
        "confirm_link",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_confirm_link_resource_id"), nullable=False
        ),
        sa.Column(
            "account_id", IDENTIFIER, sa.ForeignKey("account.id", name="fk_confirm_link_account_id"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("used_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_confirm_link"),
    )
    op.create_index("ix_confirm_link_account_id", "confirm_link", ["account_id"])
    op.create_table(
        "mailbox",
        sa.Column("mail_key", sa.Text, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("refused_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("mail_key", name="pk_mailbox"),
    )
    op.create_table(
        "resource_count",
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("resource_id", IDENTIFIER, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("month", "resource_id", name="pk_resource_count"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "put_off",
        sa.Column("account_id", IDENTIFIER, sa.ForeignKey("account.id", name="fk_put_off_account_id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "kind", "key", name="pk_put_off"),
    )
    op.add_column("verification", sa.Column("withdrawn_at", sa.DateTime, nullable=True))


def downgrade() -> None:
    op.drop_column("verification", "withdrawn_at")
    for table in ("put_off", "resource_count", "mailbox", "confirm_link", "due"):
        op.drop_table(table)
