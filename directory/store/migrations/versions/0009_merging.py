"""Fiches made one; why and when a fiche is archived."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBERS = ("survivor_before", "survivor_after", "other_before")


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("survivor_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_merge_survivor_id"), nullable=False),
        sa.Column("other_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_merge_other_id"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("author_account", IDENTIFIER, nullable=True),
        sa.Column("author_label", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in NUMBERS),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("records", "apart")),
        sa.Column("undone_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
    )
    op.create_index("ix_merge_survivor_id", "merge", ["survivor_id"])
    op.create_index("ix_merge_other_id", "merge", ["other_id"])
    op.create_index("ix_source_record_resource_id", "source_record", ["resource_id"])
    op.create_index("ix_duplicate_state_degree", "duplicate", ["state", "degree"])
    op.add_column("resource", sa.Column("merged_into", IDENTIFIER, nullable=True))
    op.add_column("resource", sa.Column("archive_reason", sa.Text, nullable=False, server_default=""))
    op.add_column("resource", sa.Column("archive_on", sa.Date, nullable=True))
    op.create_index("ix_resource_archive_on", "resource", ["archive_on"])


def downgrade() -> None:
    op.drop_index("ix_resource_archive_on", "resource")
    for name in ("archive_on", "archive_reason", "merged_into"):
        op.drop_column("resource", name)
    op.drop_index("ix_duplicate_state_degree", "duplicate")
    op.drop_index("ix_source_record_resource_id", "source_record")
    op.drop_table("merge")
