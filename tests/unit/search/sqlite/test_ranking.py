"""The first rows of several lists: the same whether far rows are put aside first or not."""

import random
import sqlite3

import numpy as np
import pytest

from search.document import CODE_FIELDS
from search.query import NEAR_KM, Point
from search.score import COMPLETE, freshness_points
from search.sqlite import bits, ranking
from search.sqlite.bits import Rows
from search.sqlite.columns import Columns
from search.sqlite.matching import Matches
from search.sqlite.merits import Merits
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
    close = PlaceIndex(columns).within(columns, MARTIGUES, NEAR_KM)
    matches = Matches(live, live, live)
    merits = Merits(columns, NOW_S)
    return Ranking(columns, sqlite3.connect(":memory:"), matches, merits, MARTIGUES, close).first(lists)


def wanted(columns: Columns, rows: Rows, sort: str, most: int) -> Wanted:
    return Wanted(bits.from_rows(rows, columns.words), len(rows), sort, most)


def test_far_rows_put_aside_change_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    columns = columns_of(chance)
    parts = np.array_split(np.arange(ROWS), (90, 120, 210))
    orders = ("pertinence", "tranches", "distance", "fraicheur")
    lists = [wanted(columns, rows, sort, most) for rows, sort in zip(parts, orders, strict=True) for most in (1, 3, 60)]
    measured = firsts(columns, lists)
    monkeypatch.setattr(ranking, "MEASURED_AT_ONCE", 0)
    for one, other, each in zip(measured, firsts(columns, lists), lists, strict=True):
        assert len(one.rows) == min(each.most, each.total)
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_there_may_be_no_row_and_no_list() -> None:
    columns = columns_of(random.Random(4))
    for sort in ("pertinence", "fraicheur"):
        assert [len(marks.rows) for marks in firsts(columns, [wanted(columns, bits.NO_ROWS, sort, 20)])] == [0]


def test_merits_are_those_of_the_score() -> None:
    columns = columns_of(random.Random(5))
    merits = Merits(columns, NOW_S)
    verified, complete = columns.integers["verified_at"], columns.flags["complete"]
    points = [freshness_points(int(verified[row]), NOW_S) + COMPLETE * bits.holds(complete, row) for row in range(ROWS)]
    assert merits.points[:ROWS].tolist() == points
    among = columns.flags["live"]
    for most in (1, 50, ROWS + 1):
        least = sorted(points, reverse=True)[: min(most, ROWS)][-1]
        expected = [row for row in range(ROWS) if points[row] >= least]
        assert sorted(merits.foremost(among, most).tolist()) == expected
