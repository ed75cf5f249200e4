"""Changes proposed to fiches."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_proposal_resource_id"), nullable=False
        ),
        sa.Column("base_version", sa.Integer, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("taken", sa.Text, nullable=False),
        sa.Column("settled_in", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_by", IDENTIFIER, nullable=True),
        sa.Column("answered_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_resource_id", "proposal", ["resource_id"])
    op.create_index("ix_proposal_account_id", "proposal", ["account_id"])
    op.create_index("ix_proposal_state_at", "proposal", ["state", "at"])


def downgrade() -> None:
    op.drop_table("proposal")
