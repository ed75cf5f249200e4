"""Sources of imports; whose batch it is, what was read of its file."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("name", "institution", "contact", "said", "format", "mapping", "choices", "columns", "changed_by")


def upgrade() -> None:
    op.create_table(
        "import_source",
        sa.Column("id", IDENTIFIER, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_source"),
    )
    op.create_index("ix_import_source_institution", "import_source", ["institution"])
    for name in ("institution", "digest"):
        op.add_column("import_batch", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("import_batch", sa.Column("look", sa.Text, nullable=False, server_default="{}"))
    op.add_column("import_batch", sa.Column("source_id", IDENTIFIER, nullable=True))
    op.create_index("ix_import_batch_institution", "import_batch", ["institution"])
    op.create_index("ix_import_batch_source_id", "import_batch", ["source_id"])
    _tell_institutions(op.get_bind())


def _tell_institutions(connection: sa.Connection) -> None:
    """The options of a batch said for whom it was."""
    batch = sa.table("import_batch", *(sa.column(name) for name in ("id", "options", "institution")))
    for number, options in connection.execute(sa.select(batch.c.id, batch.c.options)).all():
        code = json.loads(options).get("institution")
        if code:
            connection.execute(sa.update(batch).where(batch.c.id == number).values(institution=code))


def downgrade() -> None:
    op.drop_index("ix_import_batch_source_id", "import_batch")
    op.drop_index("ix_import_batch_institution", "import_batch")
    for name in ("source_id", "look", "digest", "institution"):
        op.drop_column("import_batch", name)
    op.drop_table("import_source")
