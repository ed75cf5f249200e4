"""Documents to print, and the port behind which they are drawn: nothing else knows with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Data: TypeAlias = "str | int | float | bool | Sequence[Data] | Mapping[str, Data]"
"""Texts of a document, by name; an address to follow stands under a name that ends in ``_link``."""


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF, tagged and valid PDF/UA-1. ``unprintable``: signs that its font cannot draw, shown as "?"."""

    pdf: bytes
    unprintable: int


class DocumentRenderer(Protocol):
    """Lays out documents. No text is ever refused."""

    def sheet(self, data: Mapping[str, Data], *, qr: str, pages: int) -> Document:
        """Return the sheet of a person.

        qr      an SVG, empty for none.
        pages   how many it should hold in: letters become smaller, down to 10.5 points, before there is one more.
        """
        ...

    def liaison(self, data: Mapping[str, Data], *, fields: Mapping[str, str]) -> Document:
        """Return a fiche de liaison whose blanks can be typed in. ``fields``: name of a blank to how it is called."""
        ...

    def report(self, data: Mapping[str, Data], *, picture: str) -> Document:
        """Return the report of the committee. ``picture``: the SVG of its map, empty for none."""
        ...
