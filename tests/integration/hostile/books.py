"""Workbooks that mean harm: far cells, entities, bombs, parts that lie."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial

from openpyxl import Workbook

from tests.integration.hostile.archives import archive
from tests.integration.hostile.hostile_file import MB, HostileFile
from tests.integration.hostile.texts import CSV

_SHEET = '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
BOMB = (
    "<!DOCTYPE a ["
    + '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + rank)} "{f"&{chr(97 + rank)};" * 10}">' for rank in range(12))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def book() -> bytes:
    out, made = io.BytesIO(), Workbook()
    sheet = made.active
    assert sheet is not None
    for line in CSV.splitlines():
        sheet.append(line.split(";"))
    made.save(out)
    return out.getvalue()


def xlsx(sheet: bytes, **others: bytes) -> bytes:
    """Return the workbook of ``book`` with another sheet. ``others``: parts by the end of their name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in good.infolist():
            part = entry.filename.rsplit("/", 1)[-1].partition(".")[0]
            content = sheet if part == "sheet1" and sheet else others.get(part, good.read(entry))
            made.writestr(entry.filename, content)
    return out.getvalue()


def _sheet(rows: str, doctype: str = "", end: str = "</sheetData></worksheet>") -> bytes:
    return (_SHEET.format(doctype=doctype) + "<sheetData>" + rows + end).encode()


def _row(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(cells) + "</row>"


def _text(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbooks() -> Iterator[HostileFile]:
    two = _row(1, _text("A1", "titre"), _text("B1", "structure")) + _row(2, _text("A2", "x"), _text("B2", "y"))
    sheets = {
        "coin.xlsx": _sheet(two + _row(1048576, _text("XFD1048576", "loin"))),
        "hors-de-tout.xlsx": _sheet(two + _row(9999999, _text("ZZZ9999999", "loin"))),
        "references-fausses.xlsx": _sheet('<row r="x"><c r="1A"/><c r=""/><c r="A-1"><v>1</v></c></row>' + two),
        "rangs-a-l-envers.xlsx": _sheet(_row(9, _text("B9", "a")) + _row(1, _text("A1", "b"))),
        "entites.xlsx": _sheet(_row(1, _text("A1", "&l;"), _text("B1", "b")) + two, BOMB),
        "entite-dehors.xlsx": _sheet(_row(1, _text("A1", "&x;"), _text("B1", "b")) + two, _OUTSIDE),
        "profond.xlsx": _sheet("<a>" * 100_000 + two),
        "sans-fin.xlsx": _sheet(two, end=""),
        "vide.xlsx": b"",
        "pas-du-xml.xlsx": b"\0\1\2" * 999,
        "type-inconnu.xlsx": _sheet(_row(1, '<c r="A1" t="zz"><v>1</v></c>', '<c r="B1" t="s"><v>99999</v></c>') + two),
        "nombres.xlsx": _sheet(_row(1, _text("A1", "a"), _text("B1", "b")) + _row(
            2, '<c r="A2"><v>1e999</v></c>', '<c r="B2"><v>NaN</v></c>', '<c r="C2" s="1"><v>-99999999999</v></c>')),
        "dates.xlsx": _sheet(_row(1, _text("A1", "a"), _text("B1", "b")) + _row(
            2, '<c r="A2" t="d"><v>99999-99-99</v></c>', '<c r="B2" t="e"><v>#REF!</v></c>')),
        "dimension-fausse.xlsx": _sheet(two).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'),
        "fusions.xlsx": _sheet(two, end='</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/>'
                                        '<mergeCell ref="B2:A1"/><mergeCell ref="?"/></mergeCells></worksheet>'),
        "echappements.xlsx": _sheet(_row(1, _text("A1", "_x0000_a"), _text("B1", "_xD800_")) + _row(
            2, _text("A2", "_xFFFF_"), _text("B2", "_x005F_x000D_"))),
    }  # fmt: skip
    for name, sheet in sheets.items():
        yield HostileFile(name, partial(xlsx, sheet))
    yield HostileFile("sans-feuille.xlsx", lambda: xlsx(b"", workbook=b"<workbook/>"))
    yield HostileFile("classeur-entites.xlsx", lambda: xlsx(b"", workbook=(BOMB + "<workbook>&l;</workbook>").encode()))
    yield HostileFile("styles-casses.xlsx", lambda: xlsx(b"", styles=b"<styleSheet><cellXfs count='-1'>"))
    yield HostileFile("cent-mille-feuilles.xlsx", lambda: xlsx(b"", workbook=_many_sheets(100_000)), True)
    yield HostileFile("bombe.xlsx", lambda: xlsx(_sheet("<row/>" * (60 * MB))), True)
    yield HostileFile(
        "bombe-cellules.xlsx", lambda: xlsx(_sheet("<row>" + "<c><v>1</v></c>" * (15 * MB) + "</row>")), True
    )
    yield HostileFile("bombe-texte.xlsx", lambda: xlsx(_sheet(_row(1, _text("A1", "x" * (280 * MB))))), True)
    yield HostileFile("coin.ods", lambda: ods(cells("a", "b") + _repeated(1048576, 16384, "x")))
    yield HostileFile(
        "vides-repetes.ods", lambda: ods(cells("a", "b") + cells("1", "2") + _repeated(1048576, 16384, ""))
    )
    yield HostileFile("repetition-folle.ods", lambda: ods(cells("a", "b") + _repeated(10**12, 10**12, "x")))
    yield HostileFile("entites.ods", lambda: ods(cells("&l;", "b"), BOMB))
    yield HostileFile("profond.ods", lambda: ods("<table:x>" * 100_000))


def _many_sheets(count: int) -> bytes:
    sheets = "".join(f'<sheet name="F{rank}" sheetId="{rank}" r:id="rId1"/>' for rank in range(1, count + 1))
    spaces = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    return f"<workbook {spaces}><sheets>{sheets}</sheets></workbook>".encode()


def ods(rows: str, doctype: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="F">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return archive({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
        "META-INF/manifest.xml": b"<manifest/>",
    })  # fmt: skip


def cells(*texts: str) -> str:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in texts
    )
    return "<table:table-row>" + "".join(cells) + "</table:table-row>"


def _repeated(rows: int, columns: int, text: str) -> str:
    inside = f"<text:p>{text}</text:p>" if text else ""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string">{inside}</table:table-cell>'
        "</table:table-row>"
    )
