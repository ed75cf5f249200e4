"""Codes counted row by row: the same as counted in sets of rows, whatever moved since."""

import random

import numpy as np

from search.criteria import EVERYONE
from search.document import CODE_FIELDS
from search.sqlite import bits
from search.sqlite.columns import Columns
from search.sqlite.row_codes import RowCodes
from search.sqlite.rows import ColumnRow

ROWS = 700


def some_row(chance: random.Random, codes: int) -> ColumnRow:
    held = [[f"{field}-{code}" for code in chance.sample(range(codes), chance.randrange(3))] for field in CODE_FIELDS]
    if chance.random() < 0.3:
        held[CODE_FIELDS.index("audiences")].append(EVERYONE)
    return ColumnRow(1, 0, 1, 0, 0, False, 0, 0, held, [])


def some_columns(chance: random.Random) -> Columns:
    columns = Columns.blank(ROWS)
    for row in range(ROWS):
        columns.apply(row, some_row(chance, 9), fresh=True)
    return columns


def check(columns: Columns, codes: RowCodes, chance: random.Random) -> None:
    assert codes.fits(columns)
    for count in (0, 1, 40, 600):
        rows = np.array(sorted(chance.sample(range(ROWS), count)), dtype=np.int64)
        asked = bits.from_rows(rows, columns.words)
        counted = codes.counts(rows)
        for field in CODE_FIELDS:
            sets = columns.codes[field]
            held = [line | sets.rows_with(EVERYONE) for line in sets.matrix[: len(sets.lines)]]
            assert counted.of(field)[: len(held)] == [bits.count(line & asked) for line in held]
            assert counted.saying(field) == bits.count(sets.said & asked)


def test_codes_are_counted_as_the_columns_hold_them_now() -> None:
    chance = random.Random(17)
    columns = some_columns(chance)
    codes = RowCodes(columns)
    check(columns, codes, chance)
    moved = [*chance.sample(range(ROWS), 30), columns.capacity + 5]
    for row in moved:
        columns.bury(row)
        if row < ROWS and chance.random() < 0.7:
            columns.apply(row, some_row(chance, 9))
    codes.read_again(columns, moved)
    check(columns, codes, chance)


def test_new_rows_and_new_codes_find_room_or_are_told_to_have_none() -> None:
    chance = random.Random(18)
    columns = some_columns(chance)
    codes = RowCodes(columns)
    columns.apply(3, some_row(chance, 9)._replace(codes=[["new"] for _ in CODE_FIELDS]))
    codes.read_again(columns, [3])
    check(columns, codes, chance)
    columns.apply(3, some_row(chance, 9)._replace(codes=[[f"new-{code}" for code in range(9)] for _ in CODE_FIELDS]))
    assert not codes.fits(columns)
    codes = RowCodes(columns)
    columns.apply(columns.capacity, some_row(chance, 9))
    assert not codes.fits(columns)
