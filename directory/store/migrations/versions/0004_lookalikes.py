"""Fiches found by what hardly two of them share; pairs that a person settled."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("phone", "second_phone", "email", "structure_siret")


def upgrade() -> None:
    for name in COLUMNS:
        op.create_index(f"ix_resource_{name}", "resource", [name])
    op.create_index("ix_place_latitude_longitude", "place", ["latitude", "longitude"])
    op.alter_column("duplicate", "reason", new_column_name="reasons")
    # Those known until now say exactly the same.
    op.add_column("duplicate", sa.Column("degree", sa.Integer, nullable=False, server_default="3"))
    op.add_column("duplicate", sa.Column("state", sa.Text, nullable=False, server_default="a-trancher"))
    op.add_column("duplicate", sa.Column("settled_at", sa.DateTime, nullable=True))
    op.add_column("duplicate", sa.Column("settled_by", IDENTIFIER, nullable=True))
    op.create_index("ix_duplicate_other_id", "duplicate", ["other_id"])


def downgrade() -> None:
    op.drop_index("ix_duplicate_other_id", "duplicate")
    for name in ("settled_by", "settled_at", "state", "degree"):
        op.drop_column("duplicate", name)
    op.alter_column("duplicate", "reasons", new_column_name="reason")
    op.drop_index("ix_place_latitude_longitude", "place")
    for name in COLUMNS:
        op.drop_index(f"ix_resource_{name}", "resource")
