"""Files of the whole base, written behind the page."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "export_file",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("form", "people", "tag", "file_name")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("total", "written")),
        sa.Column("size", IDENTIFIER, nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ready_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_export_file"),
    )
    op.create_index("ix_export_file_account_id", "export_file", ["account_id"])
    op.create_table(
        "export_piece",
        sa.Column("export_id", IDENTIFIER, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("export_id", "rank", name="pk_export_piece"),
        sa.ForeignKeyConstraint(["export_id"], ["export_file.id"], name="fk_export_piece_export_id"),
    )


def downgrade() -> None:
    op.drop_table("export_piece")
    op.drop_index("ix_export_file_account_id", "export_file")
    op.drop_table("export_file")
