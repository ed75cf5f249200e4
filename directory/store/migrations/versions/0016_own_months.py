"""How often a fiche is to be confirmed, where it says so itself."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resource", sa.Column("confirmed_every", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("resource", "confirmed_every")
