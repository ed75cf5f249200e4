"""Errors reported on fiches."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_report_resource_id"), nullable=False
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("better", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("settled_in", sa.Integer, nullable=False),
        sa.Column("answered_by", IDENTIFIER, nullable=True),
        sa.Column("answered_at", sa.DateTime, nullable=True),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
    )
    op.create_index("ix_report_resource_id", "report", ["resource_id"])
    op.create_index("ix_report_account_id", "report", ["account_id"])
    op.create_index("ix_report_state_at", "report", ["state", "at"])
    op.create_index("ix_report_at", "report", ["at"])


def downgrade() -> None:
    op.drop_table("report")
