"""What came of sending people to services."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outcome",
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_outcome_resource_id"), nullable=False
        ),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("wait", sa.Text, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("resource_id", "month", "answer", "wait", name="pk_outcome"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcome_given",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column(
            "resource_id",
            IDENTIFIER,
            sa.ForeignKey("resource.id", name="fk_outcome_given_resource_id"),
            nullable=False,
        ),
        sa.Column("week", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "resource_id", "week", name="pk_outcome_given"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("outcome_given")
    op.drop_table("outcome")
