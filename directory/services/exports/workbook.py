"""Rows as a workbook, in constant memory; its library is loaded with this module, at the first of a process."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date
from pathlib import Path
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from directory.services.exports.cells import COLUMNS, Cell, Cells, as_text
from directory.services.exports.given import Facts
from directory.services.exports.tables import PIECE_BYTES
from importers.files.refused import protected
from importers.native import template_columns

SHEET = "Ressources"
_DAY = "DD/MM/YYYY"
_SPELLED = re.compile("_x[0-9A-F]{4}_")
"""What workbooks write for a character that XML cannot hold: a text that says it by itself is told apart."""


def workbook_pieces(rows: Iterable[Cells], facts: Facts) -> Iterator[bytes]:
    """Yield a workbook: the rows with their types, then what each column holds, the codes, the licence.

    It is made on disk, sheet by sheet, then read back: a workbook ends with its list of contents.
    """
    book = Workbook(write_only=True)
    _fill(book, rows)
    _explain(book, facts)
    at = facts.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = at
    book.properties.creator = facts.attribution
    with TemporaryFile() as kept:
        archive = SteadyArchive(kept, "w", zipfile.ZIP_DEFLATED)
        ExcelWriter(book, archive).save()
        kept.seek(0)
        while piece := kept.read(PIECE_BYTES):
            yield piece


def _fill(book: Workbook, rows: Iterable[Cells]) -> None:
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "B2"
    sheet.append([text_cell(sheet, name) for name in COLUMNS])
    for row in rows:
        sheet.append([_typed(sheet, row[name]) for name in COLUMNS])


def _typed(sheet: object, cell: Cell) -> object:
    """Return a cell of its type: numbers and days can be sorted, everything else is text, digits included."""
    if cell is None or isinstance(cell, float):
        return cell
    if isinstance(cell, date):
        found = WriteOnlyCell(sheet, value=cell)
        found.number_format = _DAY
        return found
    text = as_text(cell)
    return text_cell(sheet, text) if text else None


def text_cell(sheet: object, text: str) -> object:
    """Return a cell of text, which no spreadsheet runs, even once the sheet is saved as CSV."""
    text = protected(_SPELLED.sub(r"_x005F\g<0>", ILLEGAL_CHARACTERS_RE.sub(" ", text)))
    if text[:1] != "=":
        return text
    found = WriteOnlyCell(sheet, value=text)
    found.data_type = "s"
    return found


def _explain(book: Workbook, facts: Facts) -> None:
    columns = book.create_sheet("Colonnes")
    _lines(columns, ["Colonne", "Ce qu’elle contient", "Plusieurs valeurs", "Exemple"], ())
    for each in template_columns():
        several = "oui, séparées par «\u00a0|\u00a0»" if each.several else ""
        _lines(columns, [each.name, f"{each.label}. {each.help}".strip(), several, each.example], ())
    if facts.codes:
        codes = book.create_sheet("Codes")
        _lines(codes, ["Colonne", "Code", "Libellé"], facts.codes)
    about = book.create_sheet("À propos")
    _lines(
        about,
        ["Date", f"{facts.at:%d/%m/%Y %H:%M}"],
        (
            ("Ressources", str(facts.total)),
            ("Source", facts.attribution),
            ("Adresse", facts.address),
            ("Licence", facts.licence),
        ),
    )


def _lines(sheet: object, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for row in (head, *rows):
        sheet.append([text_cell(sheet, each) for each in row])  # type: ignore[attr-defined]


class SteadyArchive(zipfile.ZipFile):
    """An archive whose bytes do not tell when it was written: the same fiches give the same file."""

    def writestr(self, zinfo_or_arcname: object, data: object, *args: object, **options: object) -> None:
        info = _entry(str(getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)))
        super().writestr(info, data)  # type: ignore[arg-type]

    def write(self, filename: object, arcname: object = None, *args: object, **options: object) -> None:
        with Path(str(filename)).open("rb") as source, self.open(_entry(str(arcname or filename)), "w") as target:
            while piece := source.read(PIECE_BYTES):
                target.write(piece)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name.lstrip("/"), (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
