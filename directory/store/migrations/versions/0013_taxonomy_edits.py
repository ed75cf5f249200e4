"""What administrators change in the classification."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "taxonomy_edit",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("undoes", IDENTIFIER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_taxonomy_edit"),
    )


def downgrade() -> None:
    op.drop_table("taxonomy_edit")
