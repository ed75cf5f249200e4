"""What people of one antenne tell each other of a fiche."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "office_note",
        sa.Column("office_id", IDENTIFIER, sa.ForeignKey("office.id", name="fk_office_note_office_id"), nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_office_note_resource_id"), nullable=False
        ),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("office_id", "resource_id", name="pk_office_note"),
    )


def downgrade() -> None:
    op.drop_table("office_note")
