"""Structures found by their name."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_structure_name", "structure", ["name"])


def downgrade() -> None:
    op.drop_index("ix_structure_name", "structure")
