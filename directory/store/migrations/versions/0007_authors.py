"""What a person saved and confirmed is found without reading every version."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BY_PERSON = sa.text("author_account IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_version_author_account",
        "version",
        ["author_account", "number"],
        sqlite_where=BY_PERSON,
        postgresql_where=BY_PERSON,
    )
    op.create_index("ix_verification_author_account", "verification", ["author_account"])


def downgrade() -> None:
    op.drop_index("ix_verification_author_account", "verification")
    op.drop_index("ix_version_author_account", "version")
