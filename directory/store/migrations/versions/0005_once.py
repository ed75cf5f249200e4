"""What machines ask for once, by a key of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "once",
        sa.Column("token", IDENTIFIER, sa.ForeignKey("token.id", name="fk_once_token"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_once_resource_id"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("token", "key", name="pk_once"),
    )


def downgrade() -> None:
    op.drop_table("once")
