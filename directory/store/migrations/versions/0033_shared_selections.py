"""Selections shared with an antenne, and whose end was told."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("selection", sa.Column("office_id", IDENTIFIER, nullable=True))
    op.add_column("selection", sa.Column("told_at", sa.DateTime, nullable=True))
    op.create_index("ix_selection_office_id", "selection", ["office_id"])


def downgrade() -> None:
    op.drop_index("ix_selection_office_id", "selection")
    for name in ("told_at", "office_id"):
        op.drop_column("selection", name)
