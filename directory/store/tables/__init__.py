"""Every table, described once, a module for each group.

The migrations must build exactly this: a test compares them.
"""

from directory.store.tables.columns import metadata
from directory.store.tables.fiches import (
    change,
    duplicate,
    place,
    resource,
    resource_need,
    structure,
    verification,
    version,
)
from directory.store.tables.imports import import_batch, import_file, import_refusal, replaced_record, source_record
from directory.store.tables.taxonomy import emergency_number, family, institution, need
from directory.store.tables.work import index_target, job, meta

__all__ = [
    "change",
    "duplicate",
    "emergency_number",
    "family",
    "import_batch",
    "import_file",
    "import_refusal",
    "index_target",
    "institution",
    "job",
    "meta",
    "metadata",
    "need",
    "place",
    "replaced_record",
    "resource",
    "resource_need",
    "source_record",
    "structure",
    "verification",
    "version",
]
