"""What a report says is gathered when it is drawn, and kept in the PDF alone."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("committee_report", "data")


def downgrade() -> None:
    op.add_column("committee_report", sa.Column("data", sa.Text, nullable=False, server_default="{}"))
