"""How the files of a source are read, where somebody corrected what was found."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_source", sa.Column("reading", sa.Text, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("import_source", "reading")
