"""Codes of a field in the columns of the embedded engine."""

import random

from search.document import CODE_FIELDS
from search.sqlite import bits
from search.sqlite.columns import Columns
from search.sqlite.filling import fill
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
    some = ("need-7", "unknown", "need-0")
    words = bits.used_words(needs.said)
    expected = [needs.rows_with(code)[words].tolist() for code in some]
    assert needs.rows_with_each(some, words).tolist() == expected


PLACES: list[tuple[float | None, float | None, str]] = [(43.3, 5.4, "13055"), (None, None, "13004"), (None, None, "")]


def test_rows_written_at_once_are_as_if_each_had_been_applied() -> None:
    draw = random.Random(3)
    some = [
        ColumnRow(
            number, draw.randrange(9), draw.randrange(9), -1, 5, draw.random() < 0.5, draw.randrange(4),
            draw.randrange(3), [draw.choices("abcdefghijkl", k=draw.choice((0, 1, 3))) for _ in CODE_FIELDS],
            draw.choices(PLACES, k=draw.choice((0, 1, 3))),
        )
        for number in range(1, 300)
    ]  # fmt: skip
    one_by_one, at_once = Columns.blank(300), Columns.blank(300)
    for row in some:
        one_by_one.apply(row.id, row, fresh=True)
    for part in (some[:100], some[100:]):
        fill(at_once, [row.id for row in part], part)
    assert _plain(at_once) == _plain(one_by_one)


def _plain(columns: Columns) -> list[object]:
    extra = columns.extra
    arrays = [
        *columns.integers.values(), *columns.reals.values(), *columns.flags.values(), columns.second, extra.owner,
        extra.following, extra.commune, *extra.reals.values(),
        *(part for sets in columns.codes.values() for part in (sets.matrix, sets.said)),
    ]  # fmt: skip
    lines = [sets.lines for sets in columns.codes.values()]
    return [columns.rows, columns.communes, lines, *(array.tobytes() for array in arrays)]


def test_room_is_made_before_rows_come() -> None:
    columns = Columns.blank(0)
    before = columns.capacity
    columns.make_room(before - 1)
    assert columns.capacity == before
    columns.make_room(before)
    assert columns.capacity > before
    columns.make_room(before, with_slack=True)
    assert columns.capacity == Columns.blank(before).capacity
