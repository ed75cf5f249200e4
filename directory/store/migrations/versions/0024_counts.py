"""What is counted of the use of the base."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = ("day", "metric", "need", "territory", "office_id")


def upgrade() -> None:
    op.create_table(
        "daily_count",
        sa.Column("day", sa.Date, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in KEY[1:4]),
        sa.Column("office_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_daily_count"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("daily_count")
