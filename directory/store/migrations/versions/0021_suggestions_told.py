"""How far the telling of a suggestion that nobody answers has gone, as for a report."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("suggestion", sa.Column("rung", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("suggestion", "rung")
