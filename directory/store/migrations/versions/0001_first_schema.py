"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "emergency_number",
        sa.Column("number", sa.Text, nullable=False),
        *_numbers("rank"),
        *_texts("label", "description", "needs"),
        sa.PrimaryKeyConstraint("number", name="pk_emergency_number"),
    )
    op.create_table(
        "family",
        sa.Column("code", sa.Text, nullable=False),
        *_texts("part", "label"),
        *_numbers("rank"),
        sa.Column("retired", sa.Boolean, nullable=False),
        *_texts("replaced_by"),
        sa.PrimaryKeyConstraint("code", name="pk_family"),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", IDENTIFIER, nullable=False),
        *_texts("source", "format", "file_name", "state", "options", "counts", "checkpoint", "report"),
        sa.Column("created_by", IDENTIFIER, nullable=True),
        *_texts("created_by_label"),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("applied_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_table(
        "index_target",
        sa.Column("name", sa.Text, nullable=False),
        *_texts("role"),
        sa.Column("cursor", IDENTIFIER, nullable=False),
        *_texts("fingerprint", "lease_owner"),
        sa.Column("lease_until", sa.DateTime, nullable=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_index_target"),
    )
    op.create_table(
        "institution",
        sa.Column("code", sa.Text, nullable=False),
        *_texts("name", "kind", "partner_of"),
        *_numbers("verification_months"),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_institution"),
    )
    op.create_table(
        "job",
        sa.Column("id", IDENTIFIER, nullable=False),
        *_texts("kind"),
        sa.Column("key", sa.Text, nullable=True),
        *_texts("payload", "state", "checkpoint"),
        *_numbers("attempts"),
        *_texts("error", "lease_owner"),
        sa.Column("lease_until", sa.DateTime, nullable=True),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, nullable=False),
        *_texts("value"),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "structure",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        *_texts("key", "name", "siret", "networks"),
        sa.PrimaryKeyConstraint("id", name="pk_structure"),
        sa.UniqueConstraint("key", name="uq_structure_key"),
    )
    op.create_table(
        "import_file",
        sa.Column(
            "batch_id", IDENTIFIER, sa.ForeignKey("import_batch.id", name="fk_import_file_batch_id"), nullable=False
        ),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name="pk_import_file"),
    )
    op.create_table(
        "import_refusal",
        sa.Column(
            "batch_id", IDENTIFIER, sa.ForeignKey("import_batch.id", name="fk_import_refusal_batch_id"), nullable=False
        ),
        sa.Column("rank", sa.Integer, nullable=False),
        *_numbers("line"),
        *_texts("cells", "errors"),
        sa.PrimaryKeyConstraint("batch_id", "rank", name="pk_import_refusal"),
    )
    op.create_table(
        "need",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("family", sa.Text, sa.ForeignKey("family.code", name="fk_need_family"), nullable=False),
        *_texts("label"),
        *_numbers("rank"),
        *_texts("search_words"),
        sa.Column("retired", sa.Boolean, nullable=False),
        *_texts("replaced_by"),
        sa.PrimaryKeyConstraint("code", name="pk_need"),
    )
    op.create_table(
        "replaced_record",
        sa.Column(
            "batch_id", IDENTIFIER, sa.ForeignKey("import_batch.id", name="fk_replaced_record_batch_id"), nullable=False
        ),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("previous_batch_id", IDENTIFIER, nullable=False),
        *_texts("digest", "draft"),
        sa.PrimaryKeyConstraint("batch_id", "source", "key", name="pk_replaced_record"),
    )
    op.create_table(
        "resource",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        *_numbers("version"),
        *_texts("status"),
        sa.Column(
            "structure_id", IDENTIFIER, sa.ForeignKey("structure.id", name="fk_resource_structure_id"), nullable=False
        ),
        *_texts(
            "title",
            "structure_name",
            "structure_siret",
            "structure_networks",
            "description",
            "needs",
            "families",
            "audiences",
            "audience_text",
            "access_modes",
            "access_text",
            "receptions",
            "mobilisations",
            "mobilisation_text",
            "costs",
            "cost_text",
            "languages",
            "accessibilities",
            "documents_to_bring",
            "link",
            "phone",
            "second_phone",
            "email",
            "website",
            "named_contact",
            "service_areas",
            "hours",
            "hours_text",
            "closures",
        ),
        sa.Column("valid_from", sa.Date, nullable=True),
        sa.Column("valid_to", sa.Date, nullable=True),
        *_texts("institution", "origin_kind", "origin_source", "origin_source_id"),
        sa.Column("origin_batch", IDENTIFIER, nullable=True),
        *_texts("missing"),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("modified_at", sa.DateTime, nullable=False),
        sa.Column("verified_at", sa.DateTime, nullable=True),
        sa.Column("imported_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_resource"),
    )
    op.create_table(
        "change",
        sa.Column("seq", IDENTIFIER, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_change_resource_id"), nullable=False
        ),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_change"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "duplicate",
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_duplicate_resource_id"), nullable=False
        ),
        sa.Column("other_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_duplicate_other_id"), nullable=False),
        *_texts("reason"),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("resource_id", "other_id", name="pk_duplicate"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "place",
        sa.Column("resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_place_resource_id"), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        *_texts("address", "complement", "postcode", "commune_name", "commune_code"),
        sa.Column("latitude", sa.Double, nullable=True),
        sa.Column("longitude", sa.Double, nullable=True),
        *_texts("precision"),
        sa.Column("score", sa.Double, nullable=True),
        sa.PrimaryKeyConstraint("resource_id", "rank", name="pk_place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resource_need",
        sa.Column("need_code", sa.Text, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_resource_need_resource_id"), nullable=False
        ),
        sa.PrimaryKeyConstraint("need_code", "resource_id", name="pk_resource_need"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source_record",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_source_record_resource_id"), nullable=False
        ),
        sa.Column(
            "batch_id", IDENTIFIER, sa.ForeignKey("import_batch.id", name="fk_source_record_batch_id"), nullable=False
        ),
        *_texts("digest", "draft"),
        sa.PrimaryKeyConstraint("source", "key", name="pk_source_record"),
    )
    op.create_table(
        "verification",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_verification_resource_id"), nullable=False
        ),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("author_account", IDENTIFIER, nullable=True),
        *_texts("author_label"),
        sa.PrimaryKeyConstraint("id", name="pk_verification"),
    )
    op.create_table(
        "version",
        sa.Column(
            "resource_id", IDENTIFIER, sa.ForeignKey("resource.id", name="fk_version_resource_id"), nullable=False
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("author_account", IDENTIFIER, nullable=True),
        *_texts("author_label", "origin_kind", "origin_source", "origin_source_id"),
        sa.Column("origin_batch", IDENTIFIER, nullable=True),
        *_texts("changes"),
        sa.PrimaryKeyConstraint("resource_id", "number", name="pk_version"),
    )
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])
    op.create_index("ix_resource_structure_id", "resource", ["structure_id"])
    op.create_index("ix_change_at", "change", ["at"])
    op.create_index("ix_source_record_digest", "source_record", ["digest"])
    op.create_index("ix_verification_resource_id", "verification", ["resource_id"])
    op.create_index(
        "ix_version_origin_batch",
        "version",
        ["origin_batch", "resource_id"],
        sqlite_where=sa.text("origin_batch IS NOT NULL"),
        postgresql_where=sa.text("origin_batch IS NOT NULL"),
    )


def downgrade() -> None:
    for table in (
        "version",
        "verification",
        "source_record",
        "resource_need",
        "place",
        "duplicate",
        "change",
        "resource",
        "replaced_record",
        "need",
        "import_refusal",
        "import_file",
        "structure",
        "meta",
        "job",
        "institution",
        "index_target",
        "import_batch",
        "family",
        "emergency_number",
    ):
        op.drop_table(table)
