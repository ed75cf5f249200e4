"""The drafts of an institution, found without reading every fiche."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_draft = sa.text("status = 'brouillon'")
    op.create_index(
        "ix_resource_drafts",
        "resource",
        ["institution", "modified_at"],
        sqlite_where=is_draft,
        postgresql_where=is_draft,
    )


def downgrade() -> None:
    op.drop_index("ix_resource_drafts", "resource")
