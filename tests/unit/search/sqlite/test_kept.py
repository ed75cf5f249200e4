"""What is kept of the columns: found again, bounded, forgotten when a row moves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from search.criteria import Cost
from search.document import CODE_FIELDS
from search.query import Around, Box, Point, SearchQuery
from search.sqlite.bits import to_rows
from search.sqlite.columns import Columns
from search.sqlite.kept import FacetCounts, Kept
from search.sqlite.rows import ColumnRow
from search.text.plan import TYPED, Alternative, Group, TextPlan

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
COLUMNS = Columns.blank(100)


def around(commune: str) -> Around:
    return Around(frozenset({commune}), (f"com:{commune}", "fr"), Point(43.4, 5.05))


def test_a_place_asked_for_again_is_not_judged_again() -> None:
    kept = Kept()
    first = kept.spots(COLUMNS, around("13056"))
    assert kept.spots(COLUMNS, around("13056")) is first
    assert kept.spots(COLUMNS, around("13001")) is not first
    kept.forget()
    again = kept.spots(COLUMNS, around("13056"))
    assert again is not first
    assert all(np.array_equal(one, other) for one, other in zip(again, first, strict=True))


def test_the_place_asked_for_longest_ago_gives_way() -> None:
    weight = sum(rows.nbytes for rows in Kept().spots(COLUMNS, around("13056")))
    kept = Kept(most_bytes=2 * weight)
    one, two = kept.spots(COLUMNS, around("13001")), kept.spots(COLUMNS, around("13002"))
    assert kept.spots(COLUMNS, around("13001")) is one
    kept.spots(COLUMNS, around("13003"))
    assert kept.spots(COLUMNS, around("13001")) is one
    assert kept.spots(COLUMNS, around("13002")) is not two


def test_what_is_kept_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Kept().spots(COLUMNS, around("13056")).here[0] = 1


def counted(kept: Kept, query: SearchQuery) -> bool:
    """Tell whether the facets of a list are counted, not given again."""
    asked: list[SearchQuery] = []

    def count() -> FacetCounts:
        asked.append(query)
        return {}

    kept.facets(query, count)
    return bool(asked)


def test_facets_are_those_of_the_list_whatever_its_page_and_order() -> None:
    kept, query = Kept(), SearchQuery(NOW, need_families={"permis": "mobilite"})
    assert counted(kept, query)
    assert not counted(kept, replace(query, page=2, size=10, sort="nom", instant=NOW + timedelta(seconds=30)))
    for other in (
        replace(query, instant=NOW + timedelta(minutes=1)),
        replace(query, listing="plus-loin"),
        replace(query, around=around("13056")),
        replace(query, criteria=(Cost(("gratuit",)),)),
        replace(query, plan=TextPlan((Group("permis", "permis", False, (Alternative(TYPED, ("perm",)),)),))),
        replace(query, box=Box(43.0, 5.0, 44.0, 6.0)),
        replace(query, need_families={}),
    ):
        assert counted(kept, other)
    kept.forget()
    assert counted(kept, query)


def test_the_list_asked_for_longest_ago_gives_way() -> None:
    kept, queries = Kept(most_facets=2), [SearchQuery(NOW, listing=key) for key in ("", "plus-loin", "a-verifier")]
    for query in queries:
        assert counted(kept, query)
    assert not counted(kept, queries[1])
    assert counted(kept, queries[0])


def test_the_rows_valid_are_those_of_the_minute() -> None:
    columns = Columns.blank(100)
    columns.flags["live"][0] = 0b11
    columns.integers["valid_to"][:2] = 10, 20
    kept = Kept()
    assert [to_rows(kept.valid(columns, minute)).tolist() for minute in (5, 15, 25, 5)] == [[0, 1], [1], [], [0, 1]]


def test_what_a_criterion_says_is_worked_out_once_until_a_row_moves() -> None:
    columns, free = Columns.blank(100), Cost(("gratuit",))
    kept = Kept()
    first = kept.verdict(columns, free)
    assert kept.verdict(columns, Cost(("gratuit",))) is first
    assert kept.verdict(columns, Cost(("payant",))) is not first
    values = ColumnRow(7, 0, 1, 0, 0, False, 0, 0, [["gratuit"] * (name == "costs") for name in CODE_FIELDS], [])
    columns.apply(7, values)
    kept.forget_moved(columns, [7])
    assert to_rows(kept.verdict(columns, free).yes).tolist() == [7]


def test_criteria_asked_for_longest_ago_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    one, two, three = (Cost((code,)) for code in ("gratuit", "payant", "autre"))
    verdict = kept.verdict(COLUMNS, one)
    monkeypatch.setattr("search.sqlite.kept.MOST_VERDICTS", 2 * sum(rows.nbytes for rows in verdict))
    second = kept.verdict(COLUMNS, two)
    assert kept.verdict(COLUMNS, one) is verdict
    kept.verdict(COLUMNS, three)
    assert kept.verdict(COLUMNS, one) is verdict
    assert kept.verdict(COLUMNS, two) is not second
