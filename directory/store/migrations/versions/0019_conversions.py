"""What the rows of a batch became, kept from the look to the deed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_conversion",
        sa.Column(
            "batch_id",
            IDENTIFIER,
            sa.ForeignKey("import_batch.id", name="fk_import_conversion_batch_id"),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("territory", sa.Text, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name="pk_import_conversion"),
    )
    op.create_index("ix_import_conversion_fingerprint", "import_conversion", ["fingerprint"])
    op.create_table(
        "import_slice",
        sa.Column(
            "batch_id", IDENTIFIER, sa.ForeignKey("import_batch.id", name="fk_import_slice_batch_id"), nullable=False
        ),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "rank", name="pk_import_slice"),
    )


def downgrade() -> None:
    op.drop_table("import_slice")
    op.drop_index("ix_import_conversion_fingerprint", "import_conversion")
    op.drop_table("import_conversion")
