"""Needs and families are described; what one gesture changes in several of them is kept together."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("family", sa.Column("description", sa.Text, nullable=False, server_default=""))
    op.add_column("need", sa.Column("description", sa.Text, nullable=False, server_default=""))
    op.add_column("taxonomy_edit", sa.Column("comes_with", IDENTIFIER, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("taxonomy_edit", "comes_with")
    op.drop_column("need", "description")
    op.drop_column("family", "description")
