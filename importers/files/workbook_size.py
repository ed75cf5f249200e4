"""How large a workbook is once opened, found before it is: the reader keeps the whole rectangle of a sheet in memory.

One cell typed at the far corner of an empty sheet is enough to ask for gigabytes, and the reader then ends the process.
"""

import re
import zipfile
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import ParseError, iterparse

from importers.files.rows import Limits, UnreadableFile

_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 512
_REFERENCE = re.compile(rb"<(?:\w+:)?(c|row)\b([^>]*)>")
_POSITION = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(slots=True)
class Extent:
    """The rectangle down to the last cell of a sheet; ``unplaced`` cells follow one another without an address."""

    columns: int = 0
    rows: int = 0
    unplaced: int = 0

    @property
    def cells(self) -> int:
        return max(self.columns, self.unplaced) * max(self.rows, 1)

    @property
    def words(self) -> str:
        if self.unplaced > self.columns:
            return "Une feuille de ce classeur a beaucoup trop de cellules pour être lue."
        return f"Une feuille de ce classeur s’étend sur {self.columns} colonnes et {self.rows} lignes."


def check_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse a workbook with a sheet too large to open. Every entry is read, so that none is larger than it says.

    Raises UnreadableFile, and zipfile.BadZipFile for an archive that lies about itself.
    """
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            # A sheet may bear any name; no other part of a workbook looks like one.
            extent = _extent_of_ods(stream) if entry.filename == "content.xml" else _extent_of_sheet(stream, limits)
            while extent.unplaced <= limits.cells and stream.read(_CHUNK_BYTES):
                pass
        if extent.cells > limits.cells:
            raise UnreadableFile(
                "trop-gros",
                extent.words,
                "Effacez les cellules isolées loin du tableau, ou enregistrez-le en CSV.",
            )


def _extent_of_sheet(stream: IO[bytes], limits: Limits) -> Extent:
    """Return how far a part goes, or as far as its cells without an address are too many."""
    extent = Extent()
    left = b""
    while extent.unplaced <= limits.cells and (chunk := stream.read(_CHUNK_BYTES)):
        if len(chunk) == _CHUNK_BYTES and b"<" not in chunk:
            # Spreadsheets hold 32,767 signs in a cell; nothing else in a workbook goes so far without a tag.
            raise UnreadableFile(
                "trop-gros",
                "Une cellule de ce classeur est beaucoup trop longue pour être lue.",
                "Effacez-la, ou enregistrez le tableau en CSV.",
            )
        window = left + chunk
        at = 0
        for match in _REFERENCE.finditer(window):
            at = match.end()
            position = _POSITION.search(match[2])
            if position is None:
                extent.unplaced += 1
                continue
            extent.columns = max(extent.columns, _column(position[1]))
            extent.rows = max(extent.rows, int(position[2]))
        # A tag cut by the end of the window is found whole in the next one.
        left = window[max(at, len(window) - _OVERLAP_BYTES) :]
    return extent


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extent_of_ods(stream: IO[bytes]) -> Extent:
    """Rows and cells carry how many times they are repeated; only those with a value count."""
    largest = Extent()
    extent = Extent()
    row = column = 0
    try:
        for event, element in iterparse(stream, ("start", "end")):
            if event == "start":
                if element.tag == f"{_ODS}table":
                    extent, row = Extent(), 0
                elif element.tag == f"{_ODS}table-row":
                    column = 0
                continue
            if element.tag in (f"{_ODS}table-cell", f"{_ODS}covered-table-cell"):
                column += _repeated(element.get(f"{_ODS}number-columns-repeated"))
                if len(element):
                    extent.columns = max(extent.columns, column)
                    element.set("filled", "1")
                del element[:]
            elif element.tag == f"{_ODS}table-row":
                row += _repeated(element.get(f"{_ODS}number-rows-repeated"))
                if any(cell.get("filled") for cell in element):
                    extent.rows = row
                element.clear()
            elif element.tag == f"{_ODS}table":
                largest = max(largest, extent, key=lambda each: each.cells)
                element.clear()
    except ParseError:
        return largest
    return largest


def _repeated(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1
