"""What lists show of a fiche is kept beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Filled by the product (``flask prepare``), which alone knows what a list shows: until then fiches are read whole.
    op.create_table(
        "resource_line",
        sa.Column("resource_id", IDENTIFIER, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("resource_id", name="pk_resource_line"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="fk_resource_line_resource_id_resource"),
    )


def downgrade() -> None:
    op.drop_table("resource_line")
