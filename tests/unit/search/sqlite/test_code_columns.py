"""Codes of a field in the columns of the embedded engine."""

from search.document import CODE_FIELDS
from search.sqlite import bits
from search.sqlite.columns import Columns
from search.sqlite.rows import ColumnRow


def a_row(number: int, need: str) -> ColumnRow:
    codes = [[need] if name == "needs" else [] for name in CODE_FIELDS]
    return ColumnRow(number, 0, 1, 0, 0, False, 0, 0, codes, [])


def test_a_field_may_hold_more_codes_than_there_was_room_for() -> None:
    columns = Columns.blank(0)
    for number in range(50):
        columns.apply(number, a_row(number, f"need-{number}"), fresh=True)
    needs = columns.codes["needs"]
    assert [bits.to_rows(needs.rows_with(f"need-{number}")).tolist() for number in range(50)] == [
        [n] for n in range(50)
    ]
