"""The columns of files and mappings, by their French name, and the field of a fiche that each fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fiche import parts
from fiche.content import FIELDS as CONTENT_FIELDS
from fiche.fields import Field, Kind
from importers.flat import FLAT_FIELDS


@dataclass(frozen=True, slots=True)
class FileField:
    """One column of a file. ``target``: name of its field in ``FLAT_FIELDS``, or ``structure_key``."""

    target: str
    row: Field

    @property
    def label(self) -> str:
        return self.row.label

    @property
    def beside(self) -> str:
        """The flat name of the text that keeps values outside the vocabulary, or nothing."""
        return self.row.beside


STRUCTURE_KEY = "structure_key"
STRUCTURE_KEY_ROW = Field(Kind.LINE, "", "Identifiant de la structure", column="structure_identifiant")
"""Of a draft, not of a fiche: what the file's own system calls the structure."""

FIELDS: Mapping[str, FileField] = MappingProxyType(
    {
        each.row.column: FileField(each.name, each.row)
        for each in FLAT_FIELDS.values()
        if each.row.is_in_files and each.row.kind is not Kind.HOURS
    }
    | {STRUCTURE_KEY_ROW.column: FileField(STRUCTURE_KEY, STRUCTURE_KEY_ROW)}
)
"""By French name, in the order they are read. Hours and places have rules of their own."""

PLACE_FIELDS: Mapping[str, str] = MappingProxyType(
    {row.column: name for name, row in parts.PLACE_FIELDS.items() if row.is_in_files}
)
"""French name to attribute of ``PlaceCells``."""

LABELS: Mapping[str, str] = MappingProxyType(
    {each.name: each.row.label for each in FLAT_FIELDS.values()} | {STRUCTURE_KEY: CONTENT_FIELDS["structure"].label}
)
"""Flat name to the words a person reads."""
