"""Administrators put lines of their own over the synonyms and the weak words of the product."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_list",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("lines", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("word_list")
