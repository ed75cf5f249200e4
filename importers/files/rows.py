"""What a file holds once opened: a header and rows of text cells, whatever the format was."""

from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from fiche.making import make_quickly
from importers.base import RowMessage
from importers.files.corrections import NO_ALTERNATIVES, Alternatives

LIST_SEPARATOR = "|"
"""Joins the values of a JSON list in one cell."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these a file is refused rather than read: they bound memory and time."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 300_000_000
    rows: int = 300_000
    columns: int = 500
    cells: int = 10_000_000
    cell_chars: int = 100_000


DEFAULT_LIMITS = Limits()


class UnreadableFile(Exception):
    """No row can be read from the file.

    code      stable, for tests and logs (``binaire``, ``vide``, ``html``…).
    message   what is wrong, in French.
    advice    what to do, in French.
    """

    def __init__(self, code: str, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.code = code
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``errors`` make it unusable; ``warnings`` say what was mended while reading it.

    left    why its file says that it is not to be read, if it does.

    line    1-based number of its first line (spreadsheet row, rank of a JSON element), the header being line 1.
    cells   header to trimmed text; a column with nothing in it is there with an empty text.
    """

    line: int
    cells: dict[str, str]
    errors: tuple[RowMessage, ...] = ()
    warnings: tuple[RowMessage, ...] = ()
    left: RowMessage | None = None


make_quickly(Row)


@runtime_checkable
class OpensSome(Protocol):
    """What opens a file, and may give some of its cells in less time than all of them."""

    def some(self, columns: Collection[str]) -> Generator[Row, None, None]: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """A readable file. Iterating opens it again each time, and holds one row at a time.

    kind        ``csv``, ``classeur``, ``json`` or ``ndjson``.
    encoding    what the bytes were read as (``utf-8``, ``cp1252``, ``mac_roman``…); empty for a workbook.
    separator   of a CSV file; empty otherwise.
    notices     what to say of the whole file; their line is 1.
    titles      number of the line that holds the titles, 0 for none; ``sheet``: name of that of a workbook.
    others      gives what other readings of the file would.
    """

    name: str
    kind: str
    header: tuple[str, ...]
    encoding: str
    separator: str
    notices: tuple[RowMessage, ...]
    open_rows: Callable[[], Generator[Row, None, None]]
    titles: int = 1
    sheet: str = ""
    others: Callable[[], Alternatives] = lambda: NO_ALTERNATIVES

    def __iter__(self) -> Iterator[Row]:
        return self.open_rows()

    def some(self, columns: Collection[str]) -> Iterator[Row]:
        """Give the rows with the cells of some columns at least; lines that repeat the titles may be among them."""
        return self.open_rows.some(columns) if isinstance(self.open_rows, OpensSome) else self.open_rows()
