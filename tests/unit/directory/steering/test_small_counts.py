"""Small counts: hidden, and given back by no sum of what is shown, whatever is asked together."""

import random
from datetime import date
from itertools import product

import numpy as np

from directory.domain.steering.counts import NO_OFFICE, Metric
from directory.domain.steering.periods import Quarter, period_of
from directory.domain.steering.shown import Shown, shown, shown_part, total
from directory.services.steering.figures import BY_KEY, Value
from directory.services.steering.reckoned import Reckoned, Scope
from directory.services.steering.snapshot import Cell, Snapshot
from directory.web.steering.words import change_said, ratio_said, value_said
from tests.fiches import NOW

NEEDS, TERRITORIES = ("permis", "garde", ""), ("secteur:a", "epci:b", "")
QUARTERS = tuple(Quarter(2026, rank) for rank in (1, 2, 3, 4))
KEYS = tuple(product(QUARTERS, NEEDS, TERRITORIES))


def snapshot_of(quarter: Quarter, counts: dict[tuple[Quarter, str, str], int]) -> Snapshot:
    cells = tuple(
        Cell(Metric.SEARCHES, need, territory, NO_OFFICE, shown(value))
        for (when, need, territory), value in counts.items()
        if when == quarter
    )
    nothing = np.zeros(0, dtype=np.int64)
    return Snapshot(quarter.last_day, NOW, nothing, {}, {}, {}, cells, (), (), {}, {}, ())


def exports(counts: dict[tuple[Quarter, str, str], int]) -> list[tuple[frozenset[int], int]]:
    """Return every sum that a page, a file or a curve can give: the cells that it is of, and its value."""
    kept = {quarter: snapshot_of(quarter, counts) for quarter in QUARTERS}
    found = []
    for code in ("2026-T1", "2026-T2", "2026-T3", "2026-T4", "2026-S1", "2026-S2", "2026"):
        period = period_of(code)
        assert period is not None
        whole = Reckoned(period, tuple(kept[quarter] for quarter in period.quarters))
        for need, territory in product((None, *NEEDS), (None, *TERRITORIES)):
            inside = frozenset(
                rank for rank, key in enumerate(KEYS)
                if key[0] in period.quarters and need in (None, key[1]) and territory in (None, key[2])
            )  # fmt: skip
            found.append((inside, whole.used(Metric.SEARCHES, need=need, territory=territory).value))
        for territory in TERRITORIES[:2]:
            narrowed = whole.within(Scope({"territoire": territory})).used_by_need(Metric.SEARCHES)
            inside = frozenset(
                rank for rank, key in enumerate(KEYS) if key[0] in period.quarters and key[2] == territory
            )
            found.append((inside, total(narrowed.values()).value))
    return found


def random_counts(seed: int) -> dict[tuple[Quarter, str, str], int]:
    draw = random.Random(seed)
    return {key: draw.choice((0, 1, 2, 3, 4, 5, 12, 40)) for key in KEYS}


def test_a_small_count_is_said_small_and_adds_nothing() -> None:
    assert [shown(value) for value in (0, 1, 4, 5)] == [Shown(0), Shown(0, 1), Shown(0, 1), Shown(5)]
    assert total([shown(3), shown(7), shown(2)]) == Shown(7, 2) and shown(2).is_hidden and not Shown(7, 2).is_hidden


def test_hidden_cells_cannot_be_solved_from_all_that_is_told() -> None:
    for seed in range(10):
        counts = random_counts(seed)
        told = exports(counts)
        matrix = np.zeros((len(told), len(KEYS)))
        for line, (inside, _) in enumerate(told):
            matrix[line, sorted(inside)] = 1
        solved, *_ = np.linalg.lstsq(matrix, np.array([value for _, value in told], dtype=np.float64), rcond=None)
        for rank, key in enumerate(KEYS):
            # Every cell is determined by what is told, and what is determined of a small one is that it adds nothing.
            expected = counts[key] if counts[key] >= 5 else 0
            assert round(float(solved[rank]), 6) == expected


def test_what_a_part_leaves_of_its_whole_is_not_solved_where_it_is_small() -> None:
    for answered, near, nothing in product(range(8), repeat=3):
        parts = {"searches": answered + near + nothing, "unanswered": near + nothing, "nothing": nothing}
        told, wholes = [], list[int]()
        for rank, value in enumerate(parts.values()):
            if not shown_part(value, *wholes).hidden:
                told.append([float(place >= rank) for place in range(3)])
                wholes.append(value)
        matrix = np.array(told).reshape(-1, 3)
        for asked in product((0.0, 1.0), repeat=3):
            solved = np.linalg.lstsq(matrix.T, np.array(asked), rcond=None)[0] if told else np.zeros(0)
            if np.allclose(matrix.T @ solved, asked):
                assert asked @ np.array([answered, near, nothing]) not in (1, 2, 3, 4)


def test_what_is_told_does_not_depend_on_what_is_hidden() -> None:
    for seed in range(10):
        counts, draw = random_counts(seed), random.Random(seed)
        others = {key: draw.randrange(1, 5) if 0 < value < 5 else value for key, value in counts.items()}
        assert exports(counts) == exports(others)
        for quarter in QUARTERS:
            assert snapshot_of(quarter, counts).cells == snapshot_of(quarter, others).cells


def test_a_small_count_is_not_said_to_have_moved_and_a_true_zero_is_a_zero() -> None:
    searches, share = BY_KEY["recherches"], BY_KEY["sans-reponse"]
    small, twelve = Value(0, hidden=2), Value(12)
    assert value_said(small, searches) == "<\u00a05" and change_said(small, twelve, searches) == "–"
    assert change_said(Value(0), twelve, searches) == "−\u00a012"
    none = Value(0, 40, of_hidden=1)
    assert (none.is_small, none.left_out) == (False, 1) and Value(0, 40, hidden=1, of_hidden=1).left_out == 2
    assert change_said(none, Value(4, 40), share) == "−\u00a010\u00a0pts"
    hidden = Value(0, 40, hidden=1)
    assert (value_said(hidden, share), ratio_said(hidden), ratio_said(none)) == ("caché", "", "0 sur 40")


def test_periods() -> None:
    half = period_of("2026-S2")
    assert half is not None and half.code == "2026-S2" and half.before.code == "2026-S1"
    assert (half.first_day, half.last_day) == (date(2026, 7, 1), date(2026, 12, 31))
    year = period_of("2026")
    assert year is not None and year.before.code == "2025" and len(year.quarters) == 4
    assert [period_of(code) for code in ("2026-T5", "2026-S3", "1999", "x", "2026-T1 ")] == [None] * 5
    assert Quarter(2026, 1).after(-1) == Quarter(2025, 4) and Quarter.of(date(2026, 12, 1)).code == "2026-T4"
