"""The template given to who may import: a workbook with the lists of the day, a CSV."""

import io

from openpyxl import load_workbook

from importers.template_book import HELP, LISTS
from tests.web.imports.conftest import Desk


def test_the_workbook_offers_the_lists_of_the_day(desk: Desk) -> None:
    page = desk.text("/imports/nouveau")
    assert "/imports/modele.xlsx" in page and "/imports/modele.csv" in page
    answer = desk.client.get("/imports/modele.xlsx")
    assert answer.status_code == 200
    assert 'filename="modele-ressources.xlsx"' in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.get_data()))
    assert HELP in book.sheetnames
    assert "besoins" in [cell.value for cell in book[LISTS][1]]
