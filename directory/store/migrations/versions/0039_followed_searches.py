"""Searches are followed, and the fiches of one's selections."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("follow") as follow:
        follow.alter_column("resource_id", existing_type=IDENTIFIER, nullable=True)
        follow.add_column(sa.Column("query", sa.Text))
        follow.add_column(sa.Column("seen", sa.Text))
        follow.create_unique_constraint("uq_follow_account_id_query", ["account_id", "query"])


def downgrade() -> None:
    op.execute("DELETE FROM follow WHERE resource_id IS NULL")
    with op.batch_alter_table("follow") as follow:
        follow.drop_constraint("uq_follow_account_id_query", type_="unique")
        follow.drop_column("seen")
        follow.drop_column("query")
        follow.alter_column("resource_id", existing_type=IDENTIFIER, nullable=False)
