"""What was asked about a fiche when somebody confirmed it: taken back, nobody is asked the same again."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verification", sa.Column("asked", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("verification", "asked")
