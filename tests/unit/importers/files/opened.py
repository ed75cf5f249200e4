"""What the tests of files share: a small table, and what is read of it."""

import io

from openpyxl import Workbook

from importers.files.rows import Rows

TEXT = "nom;ville\nPôle d’accueil où l’on reçoit;Évry\nCœur à l’écoute, déjà;Besançon\n"


def cells(rows: Rows) -> list[dict[str, str]]:
    return [row.cells for row in rows]


def errors(rows: Rows) -> list[tuple[int, str]]:
    return [(row.line, error.kind) for row in rows for error in row.errors]


def workbook(*rows: list[object], title: str = "Feuille") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("Vide")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
