"""Files arrive in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "upload_part",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("upload", sa.Text, nullable=False),
        sa.Column("file", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "upload", "file", "rank", name="pk_upload_part"),
    )


def downgrade() -> None:
    op.drop_table("upload_part")
