"""The fiches that people put together."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "selection",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column(
            "account_id", IDENTIFIER, sa.ForeignKey("account.id", name="fk_selection_account_id"), nullable=False
        ),
        sa.Column("commune", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("touched_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_selection"),
    )
    op.create_index("ix_selection_account_id_touched_at", "selection", ["account_id", "touched_at"])
    op.create_index("ix_selection_touched_at", "selection", ["touched_at"])
    op.create_table(
        "selection_item",
        sa.Column(
            "selection_id",
            IDENTIFIER,
            sa.ForeignKey("selection.id", name="fk_selection_item_selection_id"),
            nullable=False,
        ),
        sa.Column("rank", IDENTIFIER, nullable=False),
        sa.Column(
            "resource_id",
            IDENTIFIER,
            sa.ForeignKey("resource.id", name="fk_selection_item_resource_id"),
            nullable=False,
        ),
        sa.Column("need", sa.Text, nullable=False),
        sa.Column("seen_version", sa.Integer, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.Column("handed_on", sa.Date, nullable=True),
        sa.PrimaryKeyConstraint("selection_id", "rank", name="pk_selection_item"),
    )


def downgrade() -> None:
    for table in ("selection_item", "selection"):
        op.drop_table(table)
