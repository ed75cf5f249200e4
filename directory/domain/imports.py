"""Imports as they are kept: a batch, where its work stands, and the rows it refused."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from directory.domain.changes import Author, Document

MONTHS_OF_FILES = 13
"""For how long the file of an import is kept once received: the same month of the year before is still there."""


class BatchState(StrEnum):
    """RECEIVED, PREVIEWED, APPLYING, APPLIED, UNDOING, UNDONE in the order of a life; UNREADABLE ends it at once.

    STOPPED: somebody stopped it while it was applied; what was done stays, and may be gone on with or taken back.
    """

    RECEIVED = "received"
    UNREADABLE = "unreadable"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    STOPPED = "stopped"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import.

    source       identity of the file's system, or empty when its rows give it.
    options      how to read the file.
    counts       of actions so far: ``created``, ``revised``…
    checkpoint   where the work stands.
    report       what to tell people, in JSON.
    institution  whose fiches they are: who may import for it sees the batch; empty for a command that named none.
    source_id    number of the source that the pages know, None for a file given by a command.
    digest       SHA-256 of the file; ``look`` what was read of it, in JSON, empty until it is.
    """

    id: int
    source: str
    format: str
    file_name: str
    state: BatchState
    options: Document
    counts: dict[str, int]
    checkpoint: Document
    report: Document
    author: Author
    created_at: datetime
    applied_at: datetime | None = None
    institution: str = ""
    source_id: int | None = None
    digest: str = ""
    look: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportSource:
    """Where files come from, month after month, as the pages know it.

    said      identity of its fiches; empty when the mapping of its format says it.
    format    a packaged format, or the name of its own; ``mapping`` is then the JSON text of that one.
    choices   what was answered about its columns and values.
    columns   titles of the last file that was understood.
    reading   how its files are read where somebody corrected what was found.
    schedule  where its next files are found each night, empty when they are given by hand.
    """

    id: int
    name: str
    institution: str
    contact: str
    said: str
    format: str
    mapping: str
    choices: Document
    columns: tuple[str, ...]
    changed_at: datetime
    changed_by: str
    reading: Document = field(default_factory=dict)
    schedule: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that became no fiche: its cells as read, by header, and its errors in JSON."""

    line: int
    cells: dict[str, str]
    errors: list[Document]
