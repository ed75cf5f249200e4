"""What a workbook hides, told of parts that no spreadsheet writes."""

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from importers.files.hidden import hidden_told
from tests.unit.importers.files.opened import workbook

TITLES = ("nom", "tel")
SHEET, SHEET_PART = "Feuille", "xl/worksheets/sheet1.xml"


def hiding() -> bytes:
    """Return a workbook whose second column is hidden."""
    book = load_workbook(io.BytesIO(workbook(list(TITLES), ["Relais", "1"])))
    book.active.title = SHEET
    book.active.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as made:
        for each in read.namelist():
            made.writestr(each, change(read.read(each)) if each == SHEET_PART else read.read(each))
    return out.getvalue()


def test_columns_counted_from_below_zero_take_no_memory() -> None:
    content = with_sheet(hiding(), lambda part: part.replace(b'min="2"', b'min="-200000000"'))
    (told,) = hidden_told(content, SHEET, TITLES, 1)
    assert "2 colonnes masquées" in told.text.replace("\u00a0", " ")


@pytest.mark.parametrize("part", [SHEET_PART, "xl/workbook.xml"])
def test_a_part_that_cannot_be_unpacked_tells_nothing(part: str) -> None:
    content = bytearray(hiding())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        entry = book.getinfo(part)
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + entry.compress_size] = b"\xff" * entry.compress_size
    assert hidden_told(bytes(content), SHEET, TITLES, 1) == ()
