"""A selection keeps its order, its bound, and what was handed over."""

from datetime import date, timedelta

import pytest

from directory.domain.selections import (
    IDLE,
    MOST_ITEMS,
    Item,
    Selection,
    SelectionFull,
    added,
    handed,
    in_place_of,
    moved,
    without,
)
from tests.fiches import NOW


def item(number: int) -> Item:
    return Item(number, "", 1, NOW)


def holding(*numbers: int) -> Selection:
    return Selection(1, 7, "", NOW, NOW, tuple(map(item, numbers)))


def test_a_fiche_is_added_once_and_at_the_end() -> None:
    assert added(holding(1, 2), item(3)).ids == (1, 2, 3)
    assert added(holding(1, 2), item(1)).ids == (1, 2)


def test_a_full_selection_takes_no_more_but_what_it_holds() -> None:
    full = holding(*range(MOST_ITEMS))
    assert added(full, item(0)) == full
    with pytest.raises(SelectionFull):
        added(full, item(99))


@pytest.mark.parametrize(
    "number, step, expected",
    [(2, -1, (2, 1, 3)), (2, 1, (1, 3, 2)), (1, -1, (1, 2, 3)), (3, 1, (1, 2, 3)), (9, 1, (1, 2, 3))],
)
def test_a_fiche_moves_and_never_leaves(number: int, step: int, expected: tuple[int, ...]) -> None:
    assert moved(holding(1, 2, 3), number, step).ids == expected


def test_another_fiche_takes_the_place_of_one() -> None:
    assert in_place_of(holding(1, 2, 3), 2, item(9)).ids == (1, 9, 3)
    assert in_place_of(holding(1, 2, 3), 2, item(3)).ids == (1, 3)
    assert in_place_of(holding(1), 5, item(9)).ids == (1,)
    assert without(holding(1, 2), 1).ids == (2,)


def test_what_is_handed_over_is_read_as_it_was_that_day() -> None:
    kept = handed(holding(1, 2), [(2, 5), (9, 1)], date(2026, 3, 2))
    assert [(each.handed_on, each.seen_version) for each in kept.items] == [(None, 1), (date(2026, 3, 2), 5)]


def test_a_selection_left_alone_is_no_longer_under_way() -> None:
    assert holding().is_current(NOW + IDLE - timedelta(seconds=1))
    assert not holding().is_current(NOW + IDLE)
