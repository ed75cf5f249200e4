"""Places kept as sets of rows: found again, bounded, forgotten when a row moves."""

import numpy as np
import pytest

from search.query import Around, Point
from search.sqlite.columns import Columns
from search.sqlite.kept_spots import KeptSpots

COLUMNS = Columns.blank(100)


def around(commune: str) -> Around:
    return Around(frozenset({commune}), (f"com:{commune}", "fr"), Point(43.4, 5.05))


def test_a_place_asked_for_again_is_not_judged_again() -> None:
    kept = KeptSpots()
    first = kept.of(COLUMNS, around("13056"))
    assert kept.of(COLUMNS, around("13056")) is first
    assert kept.of(COLUMNS, around("13001")) is not first
    kept.forget()
    again = kept.of(COLUMNS, around("13056"))
    assert again is not first
    assert all(np.array_equal(one, other) for one, other in zip(again, first, strict=True))


def test_the_place_asked_for_longest_ago_gives_way() -> None:
    weight = sum(rows.nbytes for rows in KeptSpots().of(COLUMNS, around("13056")))
    kept = KeptSpots(most_bytes=2 * weight)
    one, two = kept.of(COLUMNS, around("13001")), kept.of(COLUMNS, around("13002"))
    assert kept.of(COLUMNS, around("13001")) is one
    kept.of(COLUMNS, around("13003"))
    assert kept.of(COLUMNS, around("13001")) is one
    assert kept.of(COLUMNS, around("13002")) is not two


def test_what_is_kept_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        KeptSpots().of(COLUMNS, around("13056")).here[0] = 1
