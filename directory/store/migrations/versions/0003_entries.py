"""Forms being filled, kept for who fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, sa.ForeignKey("account.id", name="fk_entry_account_id"), nullable=False),
        sa.Column("resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_entry_resource_id"), nullable=True),
        sa.Column("base_version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_entry"),
    )
    op.create_index("ix_entry_account_id", "entry", ["account_id"])


def downgrade() -> None:
    op.drop_table("entry")
