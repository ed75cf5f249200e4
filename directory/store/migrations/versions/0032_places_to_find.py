"""Addresses that no geocoder was asked for are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TO_FIND = sa.text("precision = 'commune' AND address <> '' AND score IS NULL")


def upgrade() -> None:
    op.create_index("ix_place_to_find", "place", ["resource_id"], sqlite_where=TO_FIND, postgresql_where=TO_FIND)


def downgrade() -> None:
    op.drop_index("ix_place_to_find", "place")
