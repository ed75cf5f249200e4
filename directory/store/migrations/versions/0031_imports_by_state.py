"""Imports found by their state: those that wait for somebody are few among all that were ever done."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_import_batch_state", "import_batch", ["state"])


def downgrade() -> None:
    op.drop_index("ix_import_batch_state", "import_batch")
