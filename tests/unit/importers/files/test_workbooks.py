"""Workbooks: cells as a person would type them, sheets, and sizes known before they are opened."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from importers.files.reading import Limits, UnreadableFile, read_rows
from tests.unit.importers.files.opened import cells, errors, workbook


def archive(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_that_is_no_workbook_is_told() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(archive("word/document.xml", b"<a/>"), "a.docx")
    assert caught.value.code == "archive"


def test_an_archive_that_swells_is_not_unpacked() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(archive("xl/workbook.xml", bytes(2_000_000)), "a.xlsx", limits=Limits(unpacked_bytes=1_000_000))
    assert caught.value.code == "trop-gros"


def test_a_cell_far_from_the_table_does_not_ask_for_all_the_memory() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "nom", "Arles", "perdue"
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableFile, match="16384 colonnes et 1048576 lignes") as caught:
        read_rows(buffer.getvalue(), "a.xlsx")
    assert caught.value.code == "trop-gros"


def test_cells_without_an_address_are_counted_until_they_are_too_many() -> None:
    sheet = b"<worksheet><sheetData><row>" + b"<c><v>1</v></c>" * 2_000 + b"</row></sheetData></worksheet>"
    with pytest.raises(UnreadableFile, match="beaucoup trop de cellules"):
        read_rows(archive("xl/workbook.xml", sheet), "a.xlsx", limits=Limits(cells=1_000))


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>"""


def ods(rows: str) -> bytes:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    table = f'<table:table table:name="F">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", content)
    return buffer.getvalue()


CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def test_an_ods_workbook_is_read_and_its_trailing_blanks_are_no_cells() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    last = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    rows = "".join(
        f"<table:table-row>{CELL.format('', left)}{CELL.format('', right)}</table:table-row>"
        for left, right in (("nom", "ville"), ("Accueil", "Arles"))
    )
    assert cells(read_rows(ods(rows + last), "a.ods")) == [{"nom": "Accueil", "ville": "Arles"}]


def test_an_ods_workbook_that_repeats_a_cell_without_end_is_not_opened() -> None:
    repeated = CELL.format(' table:number-columns-repeated="16000"', "x")
    content = ods(f'<table:table-row table:number-rows-repeated="1000000">{repeated}</table:table-row>')
    with pytest.raises(UnreadableFile) as caught:
        read_rows(content, "a.ods")
    assert caught.value.code == "trop-gros"


def test_a_workbook_gives_cells_as_a_person_would_type_them() -> None:
    content = workbook(
        [],
        ["nom", "cp", "tel", "debut", "actif", "heure"],
        ["Arles", 13200.0, 442000000.0, date(2024, 3, 1), True, datetime.fromisoformat("2024-03-01T09:30")],
        [],
        ["Gap", 5000, "04 92 00 00 00", None, False, 1.5],
    )
    rows = list(read_rows(content, "a.xlsx"))
    assert [row.line for row in rows] == [3, 5]
    assert rows[0].cells == {
        "nom": "Arles",
        "cp": "13200",
        "tel": "442000000",
        "debut": "2024-03-01",
        "actif": "oui",
        "heure": "2024-03-01 09:30",
    }
    assert rows[1].cells["heure"] == "1.5"


def test_what_a_spreadsheet_escapes_is_read_once() -> None:
    """A carriage return is written ``_x000D_``; a text that says just that, with its first sign escaped."""
    content = workbook(["nom", "texte"], ["a", "b_x000D_c"], ["b", "b_x005F_x000D_c"])
    assert [each["texte"] for each in cells(read_rows(content, "a.xlsx"))] == ["b\rc", "b_x000D_c"]


def test_cells_beyond_the_last_title_of_a_workbook_are_an_error() -> None:
    assert errors(read_rows(workbook(["a", "b"], [1, 2, 3], [4, 5]), "a.xlsx")) == [(2, "ligne-trop-longue")]


def test_a_last_column_without_a_title_that_most_rows_fill_is_read() -> None:
    rows = read_rows(workbook(["a", "b", None], ["1", "2", "3"], ["4", "5", "6"], ["7", "8", None]), "a.xlsx")
    assert (rows.header, errors(rows)) == (("a", "b", "colonne 3"), [])
    assert [row.cells["colonne 3"] for row in rows] == ["3", "6", ""]


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    content = workbook(["nom", "tél & fax"], ["Relais", "1"], ["Garage", "2"], ["Atelier", "3"])
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    sheet.title = "L’été & co"
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    rows = read_rows(out.getvalue(), "a.xlsx")
    assert len(list(rows)) == 3
    (told,) = (each.text for each in rows.notices if each.kind == "masquees")
    assert told.replace("\u00a0", " ") == (
        "Cette feuille a 2 lignes masquées et 1 colonne masquée (« tél & fax ») : elles sont lues comme les autres."
    )
    assert not read_rows(workbook(["a", "b"], [1, 2]), "a.xlsx").notices


def test_the_other_sheets_of_a_workbook_are_named() -> None:
    book = Workbook()
    for title in ("Un", "Deux"):
        sheet = book.create_sheet(title)
        sheet.append(["a"])
        sheet.append([title])
    buffer = io.BytesIO()
    book.save(buffer)
    rows = read_rows(buffer.getvalue(), "a.xlsx")
    assert cells(rows) == [{"a": "Un"}]
    assert "Deux" in rows.notices[0].text


def test_a_cell_of_a_megabyte_is_refused_before_the_workbook_is_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a", "b"], ["1", "2"]))) as good, zipfile.ZipFile(out, "w") as made:
        for entry in good.infolist():
            content = good.read(entry)
            made.writestr(entry.filename, content.replace(b">2<", b">" + b"x" * 3_000_000 + b"<"))
    with pytest.raises(UnreadableFile, match="beaucoup trop longue"):
        read_rows(out.getvalue(), "a.xlsx")
