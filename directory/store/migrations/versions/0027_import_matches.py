"""Rows of imports that may be about a fiche which is there already, and what people answered."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_match",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("batch_id", IDENTIFIER, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("resource_id", IDENTIFIER, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("institution", "candidates", "state", "digest", "draft")
        ),
        sa.Column("settled_at", sa.DateTime, nullable=True),
        sa.Column("settled_by", IDENTIFIER, nullable=True),
        sa.Column("replaced_by", IDENTIFIER, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_import_match"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_import_match_batch_id_import_batch"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="fk_import_match_resource_id_resource"),
    )
    for columns in (("batch_id",), ("source", "key"), ("state", "institution"), ("replaced_by",)):
        op.create_index(f"ix_import_match_{'_'.join(columns)}", "import_match", list(columns))


def downgrade() -> None:
    op.drop_table("import_match")
