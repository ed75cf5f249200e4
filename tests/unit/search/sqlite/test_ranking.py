"""The first rows of several lists: the same whether far rows are put aside first or not."""

import random
import sqlite3

import numpy as np
import pytest

from search.document import CODE_FIELDS
from search.query import NEAR_KM, Point
from search.sqlite import ranking
from search.sqlite.columns import Columns
from search.sqlite.matching import Matches
from search.sqlite.place_index import PlaceIndex
from search.sqlite.ranking import Marks, Ranking, Wanted
from search.sqlite.rows import ColumnRow

ROWS = 400
DAY_S = 86_400
NOW_S = 1_000 * DAY_S
MARTIGUES = Point(43.4, 5.05)


def columns_of(chance: random.Random) -> Columns:
    columns = Columns.blank(ROWS)
    for row in range(ROWS):
        latitude = chance.choice((None, *(MARTIGUES.latitude + chance.gauss(0, 0.8) for _ in range(4))))
        point = (latitude, None if latitude is None else MARTIGUES.longitude + chance.gauss(0, 0.8), "")
        verified_at = chance.choice((-1, NOW_S - chance.randrange(500) * DAY_S))
        values = ColumnRow(
            ROWS - row, 0, 1, verified_at, 0, chance.random() < 0.5, 0, 0, [[] for _ in CODE_FIELDS], [point]
        )
        columns.apply(row, values, fresh=True)
    return columns


def firsts(columns: Columns, lists: list[Wanted]) -> list[Marks]:
    live = columns.flags["live"]
    (close,) = PlaceIndex(columns).within(columns, MARTIGUES, (NEAR_KM,))
    matches = Matches(live, live, live)
    return Ranking(columns, sqlite3.connect(":memory:"), matches, MARTIGUES, NOW_S, close).first(lists)


def test_far_rows_put_aside_change_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    columns = columns_of(chance)
    parts = np.array_split(np.arange(ROWS), (30, 30, 200))
    orders = ("pertinence", "tranches", "distance", "fraicheur")
    lists = [Wanted(rows, sort, most) for rows, sort in zip(parts, orders, strict=True) for most in (1, 3, 20)]
    measured = firsts(columns, lists)
    monkeypatch.setattr(ranking, "MEASURED_AT_ONCE", 0)
    for one, other, wanted in zip(measured, firsts(columns, lists), lists, strict=True):
        assert len(one.rows) == min(wanted.most, len(wanted.rows))
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_there_may_be_no_row_and_no_list() -> None:
    columns = columns_of(random.Random(4))
    nothing = np.empty(0, dtype=np.int64)
    assert [len(marks.rows) for marks in firsts(columns, [Wanted(nothing, "pertinence", 20)])] == [0]
    assert [len(marks.rows) for marks in firsts(columns, [Wanted(nothing, "fraicheur", 20)])] == [0]
