"""The offices that answer by where people live."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column(
            "institution", sa.Text, sa.ForeignKey("institution.code", name="fk_office_institution"), nullable=False
        ),
        sa.Column("resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_office_resource_id"), nullable=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("phone", "email", "address", "postcode", "commune")),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("verified_at", sa.DateTime, nullable=True),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
    )
    op.create_index("ix_office_institution", "office", ["institution"])
    op.create_table(
        "office_area",
        sa.Column("office_id", IDENTIFIER, sa.ForeignKey("office.id", name="fk_office_area_office_id"), nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("office_id", "area", name="pk_office_area"),
    )
    op.create_index("ix_office_area_area", "office_area", ["area"])


def downgrade() -> None:
    for table in ("office_area", "office"):
        op.drop_table(table)
