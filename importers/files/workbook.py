"""Rows of a spreadsheet (XLSX, XLS, ODS). A workbook cannot be streamed: one sheet is held in memory, by calamine."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Generator

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from importers.base import RowMessage
from importers.files.csv_rows import clean_cell, clean_header, too_many_rows
from importers.files.rows import Limits, Row, UnreadableFile
from importers.files.workbook_size import check_size

_ESCAPED_CHAR = re.compile(r"_x([0-9A-F]{4})_")
# Not the binary form (XLSB): its size cannot be known before it is opened.
_MARKER_FILES = ("xl/workbook.xml", "content.xml")


def check_archive(content: bytes, limits: Limits) -> None:
    """Refuse an archive that is no workbook, or that holds more than the limits once opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
                raise UnreadableFile(
                    "trop-gros",
                    "Une fois décompressé, ce fichier est beaucoup trop gros pour être lu.",
                    "Découpez-le en plusieurs fichiers, ou exportez-le en CSV.",
                )
            if not any(entry.filename in _MARKER_FILES for entry in entries):
                raise UnreadableFile(
                    "archive",
                    "Ce fichier est une archive ou un document, pas un classeur.",
                    "Décompressez-le et envoyez le fichier CSV, XLSX ou JSON qu’il contient.",
                )
            check_size(archive, limits)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise UnreadableFile(
            "classeur-abime", "Ce classeur est abîmé ou incomplet.", "Ouvrez-le et enregistrez-le de nouveau."
        ) from error


def open_sheet(content: bytes) -> tuple[CalamineSheet, tuple[RowMessage, ...]]:
    """Return the first visible sheet with at least two rows, and a notice when others are left aside."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        sheets = [workbook.get_sheet_by_name(name) for name in visible]
    except BaseException as error:
        # A fault in calamine's own code comes as a PanicException, which is no Exception and can be named only so.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(
            "classeur-abime",
            "Ce classeur n’a pas pu être lu ; il est peut-être protégé par un mot de passe.",
            "Retirez la protection, puis enregistrez-le de nouveau au format XLSX.",
        ) from error
    filled = [sheet for sheet in sheets if sheet.height >= 2]
    if not filled:
        raise UnreadableFile(
            "sans-donnees", "Ce classeur n’a aucune ligne sous les titres des colonnes.", "Vérifiez le fichier exporté."
        )
    notices: tuple[RowMessage, ...] = ()
    if len(filled) > 1:
        others = ", ".join(f"« {sheet.name} »" for sheet in filled[1:])
        notices = (
            RowMessage(
                1,
                "feuilles-ignorees",
                f"Seule la feuille « {filled[0].name} » est lue ; sont laissées : {others}.",
                advice="Pour les importer, enregistrez chaque feuille dans un fichier.",
            ),
        )
    return filled[0], notices


def sheet_header(sheet: CalamineSheet, limits: Limits) -> tuple[tuple[str, ...], tuple[RowMessage, ...]]:
    for values in sheet.iter_rows():
        names = [cell_text(value) for value in values]
        if any(names):
            while names and not names[-1]:
                names.pop()
            return clean_header(names, limits)
    return (), ()


def sheet_rows(sheet: CalamineSheet, header: tuple[str, ...], limits: Limits) -> Generator[Row, None, None]:
    """Yield the rows under the header; ``line`` is the number the spreadsheet shows."""
    width, count, seen_header = len(header), 0, False
    for line, values in enumerate(sheet.iter_rows(), 1):
        cells = [cell_text(value) for value in values]
        if not any(cells):
            continue
        if not seen_header:
            seen_header = True
            continue
        count += 1
        if count > limits.rows:
            raise too_many_rows(limits)
        extra = any(cells[width:])
        cells = (cells + [""] * width)[:width]
        errors = (_beyond(line),) if extra else ()
        yield Row(line, dict(zip(header, cells, strict=True)), errors=errors)


def _beyond(line: int) -> RowMessage:
    return RowMessage(
        line,
        "ligne-trop-longue",
        "La ligne a des cellules remplies à droite de la dernière colonne nommée.",
        advice="Donnez un titre à chaque colonne, ou effacez ces cellules.",
    )


def cell_text(value: object) -> str:
    """Return a cell as a person would type it: whole numbers without decimals, dates in ISO form."""
    if isinstance(value, str):
        return clean_cell(_ESCAPED_CHAR.sub(_unescape, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if value is None else str(value)


def _unescape(match: re.Match[str]) -> str:
    """Spreadsheets write a carriage return in a cell as ``_x000D_``."""
    char = chr(int(match.group(1), 16))
    return char if char.isprintable() else " "
