"""The template as a workbook: a sheet to fill, with lists to choose from, one that explains, one of the values."""

import csv
import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from importers.native import TemplateColumn, template_columns, template_csv

FILL, HELP, LISTS = "Ressources", "Mode d’emploi", "Valeurs"
ROWS_WITH_LISTS = 2_000
_WIDTH, _HELP_WIDTHS = 24, (26, 28, 14, 22, 70, 34)
_TEXT = "@"
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SEVERAL = "Plusieurs valeurs\u00a0: séparez-les par une barre verticale, sans tenir compte de la liste."


def template_workbook(lists: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the workbook to download.

    lists   vocabulary of a column → its codes and labels; the label is what one chooses, and is read as the code.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = FILL
    columns = template_columns()
    for row in csv.reader(io.StringIO(template_csv().decode("utf-8-sig")), delimiter=";"):
        sheet.append([cell or None for cell in row])
    for at in range(1, len(columns) + 1):
        # A postal code, a phone, a SIRET keep the zero they begin with.
        sheet.column_dimensions[get_column_letter(at)].number_format = _TEXT
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTH
    for row_of_cells in sheet.iter_rows():
        for cell in row_of_cells:
            cell.number_format = _TEXT
    for cell in sheet[1]:
        cell.font = _BOLD
    sheet.freeze_panes = "B2"
    _explain(book.create_sheet(HELP), columns)
    _offer(sheet, book.create_sheet(LISTS), columns, lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _explain(sheet: Worksheet, columns: tuple[TemplateColumn, ...]) -> None:
    sheet.append(["Colonne", "Ce que c’est", "Obligatoire", "Plusieurs valeurs", "Comment la remplir", "Exemple"])
    for each in columns:
        several = "oui, séparées par «\u00a0|\u00a0»" if each.several else ""
        sheet.append([each.name, each.label, "oui" if each.required else "", several, each.help, each.example or None])
    for at, width in enumerate(_HELP_WIDTHS, 1):
        sheet.cell(1, at).font = _BOLD
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = _WRAPPED
            cell.number_format = _TEXT
    sheet.freeze_panes = "A2"


def _offer(
    sheet: Worksheet, values: Worksheet, columns: tuple[TemplateColumn, ...], lists: Mapping[str, Mapping[str, str]]
) -> None:
    """Put the values of each list in a column of their own, and offer them in the sheet to fill."""
    used = 0
    for at, column in enumerate(columns, 1):
        labels = [label for label in lists.get(column.vocabulary, {}).values() if label]
        if not labels:
            continue
        used += 1
        for row, label in enumerate((column.name, *labels), 1):
            values.cell(row, used, label)
        letter, target = get_column_letter(used), get_column_letter(at)
        values.cell(1, used).font = _BOLD
        values.column_dimensions[letter].width = _WIDTH
        offered = DataValidation("list", f"'{LISTS}'!${letter}$2:${letter}${len(labels) + 1}", allow_blank=True)
        # Several values, a code, words of the country are read too: the list helps, and forbids nothing.
        offered.showErrorMessage = False
        if column.several:
            offered.promptTitle, offered.prompt, offered.showInputMessage = column.label[:32], _SEVERAL, True
        offered.add(f"{target}2:{target}{ROWS_WITH_LISTS}")
        sheet.add_data_validation(offered)
    values.freeze_panes = "A2"
