"""Where the next files of a source are found each night."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_source", sa.Column("schedule", sa.Text, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("import_source", "schedule")
