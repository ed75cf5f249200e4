"""A file that is to be imported, and what is said of how to read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.domain.imports import ImportSource
from directory.services.imports.sources import identity_of
from importers.files.source import Source


@dataclass(frozen=True, slots=True)
class NewImport:
    """A file to import, its content or where it is, and how to read it.

    format_name    a packaged format; ``mapping_text`` is the JSON of an edited one, in its place.
    source         stands for the source of the mapping, where two institutions number their fiches alike.
    institution    owns the fiches that do not say who does.
    overwrite      a row takes the place of a fiche of its identifier though nothing else of them is alike.
    without        columns that the last file of the source had, agreed to be gone: what fiches say of them stays.
    renamed        title in the file → title that the mapping reads.
    create_doubtful   rows that look like a fiche which is there create another one, instead of waiting for a person.
    ignore_zeros   identifiers that differ only by the zeros they begin with are the same: spreadsheets lose them.
    known          a source of the pages: what is kept of it says how the file is read, and whose fiches it makes.
    """

    file_name: str
    content: Source
    format_name: str
    mapping_text: str = ""
    source: str = ""
    institution: str = ""
    overwrite: bool = False
    ignore_zeros: bool = False
    create_doubtful: bool = False
    without: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    known: ImportSource | None = None

    @classmethod
    def of_known(cls, known: ImportSource, file_name: str, content: Source, **said: Any) -> "NewImport":
        """Return the next file of a source that the pages know how to read. ``said``: other members."""
        return cls(
            file_name, content, known.format, known.mapping, identity_of(known), known.institution, known=known, **said
        )
