"""Tables as a workbook: numbers stay numbers, no text runs, the same figures give the same bytes."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = Sequence[Cell]


def workbook(sheets: Iterable[tuple[str, Iterable[Row]]], at: datetime) -> bytes:
    """Return a workbook of sheets, each a title and its rows, the first one its heads. ``at``: when it was reckoned."""
    # Loaded at the first workbook, as by exports.
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    from directory.services.exports.workbook import SteadyArchive, text_cell

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    book.properties.created = book.properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    buffer = BytesIO()
    ExcelWriter(book, SteadyArchive(buffer, "w", zipfile.ZIP_DEFLATED)).save()
    return buffer.getvalue()
