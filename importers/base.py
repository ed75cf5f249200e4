"""What every importer gives: drafts, or errors a person can act on."""

from dataclasses import dataclass, field
from typing import TypeAlias

from fiche.content import Content
from fiche.making import make_quickly


@dataclass(frozen=True, slots=True)
class Draft:
    """A fiche proposed by one row (or several rows of one identifier) of a file.

    source, source_id   identity in the file's system; ``source_id`` may be empty (identity is then the content).
    lines               1-based numbers of the lines it was read from, the header being line 1.
    content             what the fiche would say: published, not tidied, its places not quantised.
    themes              of the source's own classification, finer than needs: written back in exports.
    structure_key       identity of the structure in the file's system, may be empty.
    """

    source: str
    source_id: str
    lines: tuple[int, ...]
    content: Content
    structure_key: str = ""
    themes: tuple[str, ...] = ()


make_quickly(Draft)


@dataclass(frozen=True, slots=True)
class RowMessage:
    """Something to say about one cell or one line, in French.

    kind     stable code of the message, by which reports group lines (``commune-inconnue``…).
    column   header as written in the file, or empty for the whole line.
    value    the cell as read, or empty.
    advice   what to do, a sentence.
    """

    line: int
    kind: str
    text: str
    column: str = ""
    value: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot become a fiche: its cells as read, and every error found on it."""

    line: int
    cells: dict[str, str]
    errors: tuple[RowMessage, ...]


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A draft and the warnings that go with it: kept, but something was left out or changed.

    cells   of its row as read, in case it is refused later; empty when several rows made the draft.
    """

    draft: Draft
    warnings: tuple[RowMessage, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that the mapping leaves aside on purpose: no fault, nothing to mend, counted apart.

    reason   whose text is a sentence of the mapping.
    """

    line: int
    reason: RowMessage


Item: TypeAlias = AcceptedRow | RefusedRow | LeftRow
"""What becomes of one row, or of the rows of one fiche."""
