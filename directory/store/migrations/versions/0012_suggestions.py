"""Resources that are missing, as people suggest them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("structure", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("commune_code", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_suggestion_resource_id"), nullable=True
        ),
        sa.Column("answered_by", IDENTIFIER, nullable=True),
        sa.Column("answered_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
    )
    op.create_index("ix_suggestion_account_id", "suggestion", ["account_id"])
    op.create_index("ix_suggestion_state_at", "suggestion", ["state", "at"])
    op.create_index("ix_suggestion_at", "suggestion", ["at"])


def downgrade() -> None:
    op.drop_table("suggestion")
