"""The workbook to download: read back as the template, its lists offered, its columns explained."""

import io

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from importers.base import AcceptedRow
from importers.convert import convert
from importers.files.reading import read_rows
from importers.native import native_mapping, template_columns, template_csv
from importers.recognition import recognised
from importers.registry import known_columns
from importers.template_book import FILL, HELP, LISTS, template_workbook
from tests.contract.importers.known import context

KNOWN = context().known_codes
BOOK = template_workbook({name: each.labels for name, each in KNOWN.lists.items()})


def test_the_workbook_is_read_as_the_csv_template() -> None:
    rows = read_rows(BOOK, "modele.xlsx", columns=known_columns())
    taken = recognised(rows, context()).taken
    assert taken is not None
    assert taken.name == "modele"
    drafts = [
        [item.draft.content for item in convert(each, native_mapping(), context()) if isinstance(item, AcceptedRow)]
        for each in (rows, read_rows(template_csv(), "modele.csv"))
    ]
    assert drafts[0] == drafts[1]
    assert drafts[0]


def test_each_column_is_explained_and_its_list_offered() -> None:
    book = load_workbook(io.BytesIO(BOOK))
    assert book.sheetnames == [FILL, HELP, LISTS]
    names = [each.name for each in template_columns()]
    assert [cell.value for cell in book[FILL][1]] == names
    assert [row[0].value for row in book[HELP].iter_rows(min_row=2)] == names
    listed = [each for each in template_columns() if each.vocabulary and KNOWN.of(each.vocabulary).labels]
    assert [cell.value for cell in book[LISTS][1]] == [each.name for each in listed]
    offered = book[FILL].data_validations.dataValidation
    assert len(offered) == len(listed)
    assert {each.type for each in offered} == {"list"}
    assert not any(each.showErrorMessage for each in offered)


def test_a_label_chosen_in_a_list_is_read_as_its_code() -> None:
    for column in template_columns():
        vocabulary = KNOWN.of(column.vocabulary)
        for code, label in vocabulary.labels.items():
            if label:
                assert vocabulary.labels[vocabulary.code_of(label)] == label, (column.name, code)


def test_what_is_typed_stays_text() -> None:
    sheet = load_workbook(io.BytesIO(BOOK))[FILL]
    at = [each.name for each in template_columns()].index("code_postal") + 1
    assert sheet.column_dimensions[get_column_letter(at)].number_format == "@"
    assert sheet.cell(2, at).number_format == "@"
