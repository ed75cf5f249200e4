"""What is kept of each quarter, and the totals typed for the committee."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "steering_quarter",
        sa.Column("quarter", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("quarter", name="pk_steering_quarter"),
    )
    op.create_table(
        "committee_total",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("quarter", "name")),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("quarter", "name", name="pk_committee_total"),
    )


def downgrade() -> None:
    op.drop_table("committee_total")
    op.drop_table("steering_quarter")
