"""Every table, described once, a module for each group.

The migrations must build exactly this: a test compares them.
"""

from directory.store.tables.accounts import account, identity, token
from directory.store.tables.columns import metadata
from directory.store.tables.entries import entry
from directory.store.tables.exports import export_file, export_piece
from directory.store.tables.fiches import (
    change,
    duplicate,
    place,
    resource,
    resource_line,
    resource_need,
    structure,
    verification,
    version,
)
from directory.store.tables.follows import follow
from directory.store.tables.freshness import confirm_link, due, mailbox, resource_count
from directory.store.tables.imports import (
    import_batch,
    import_conversion,
    import_file,
    import_match,
    import_refusal,
    import_slice,
    import_source,
    replaced_record,
    source_record,
    upload_part,
)
from directory.store.tables.machines import once
from directory.store.tables.merging import merge
from directory.store.tables.offices import office, office_area, office_note
from directory.store.tables.outcomes import outcome, outcome_given
from directory.store.tables.reports import proposal, report, suggestion
from directory.store.tables.selections import selection, selection_item
from directory.store.tables.signing import (
    failure,
    known_browser,
    mailed_link,
    passkey,
    recovery_code,
    session,
    step,
    totp,
)
from directory.store.tables.steering import committee_report, committee_total, daily_count, steering_quarter
from directory.store.tables.taxonomy import emergency_number, family, institution, need, taxonomy_edit, word_list
from directory.store.tables.todo import put_off
from directory.store.tables.trail import audit, message
from directory.store.tables.work import index_target, job, meta

__all__ = [
    "account",
    "audit",
    "change",
    "committee_report",
    "committee_total",
    "confirm_link",
    "daily_count",
    "due",
    "duplicate",
    "emergency_number",
    "entry",
    "export_file",
    "export_piece",
    "failure",
    "family",
    "follow",
    "identity",
    "import_batch",
    "import_conversion",
    "import_file",
    "import_match",
    "import_refusal",
    "import_slice",
    "import_source",
    "index_target",
    "institution",
    "job",
    "known_browser",
    "mailbox",
    "mailed_link",
    "merge",
    "message",
    "meta",
    "metadata",
    "need",
    "office",
    "office_area",
    "office_note",
    "once",
    "outcome",
    "outcome_given",
    "passkey",
    "place",
    "proposal",
    "put_off",
    "recovery_code",
    "replaced_record",
    "report",
    "resource",
    "resource_count",
    "resource_line",
    "resource_need",
    "selection",
    "selection_item",
    "session",
    "source_record",
    "steering_quarter",
    "step",
    "structure",
    "suggestion",
    "taxonomy_edit",
    "token",
    "totp",
    "upload_part",
    "verification",
    "version",
    "word_list",
]
