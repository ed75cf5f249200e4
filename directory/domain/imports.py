"""Imports as they are kept: a batch, where its work stands, and the rows it refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.changes import Author, Document


class BatchState(StrEnum):
    """RECEIVED, PREVIEWED, APPLYING, APPLIED, UNDOING, UNDONE in the order of a life; UNREADABLE ends it at once."""

    RECEIVED = "received"
    UNREADABLE = "unreadable"
    PREVIEWED = "previewed"
    APPLYING = "applying"
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that became no fiche: its cells as read, by header, and its errors in JSON."""

    line: int
    cells: dict[str, str]
    errors: list[Document]
