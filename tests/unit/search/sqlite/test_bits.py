"""Sets of rows, where the contract suite's bases are too small to go."""

import numpy as np

from search.sqlite import bits


def test_a_set_is_met_wherever_its_row_stands() -> None:
    words = bits.GLANCE * 2
    last = words * bits.WORD - 1
    matrix = np.stack([bits.from_rows(np.array(rows, dtype=np.int64), words) for rows in ([0], [last], [1, last], [])])
    assert bits.meets(matrix, bits.from_rows(np.array([0, last]), words)).tolist() == [True, True, True, False]
    assert bits.meets(matrix, bits.from_rows(np.array([1]), words)).tolist() == [False, False, True, False]
    assert bits.meets(matrix, bits.empty(words)).tolist() == [False] * 4


def test_rows_are_counted_among_few_words_and_many() -> None:
    chance = np.random.default_rng(5)
    for lines in (3, 0):
        matrix = chance.integers(0, 2**63, (lines, 40), dtype=np.uint64)
        for held in (0, 3, 40):
            base = np.zeros(40, dtype=np.uint64)
            base[chance.permutation(40)[:held]] = chance.integers(1, 2**63, held, dtype=np.uint64)
            assert bits.counts_among(matrix, base).tolist() == [bits.count(line & base) for line in matrix]


def test_the_rows_of_several_sets_come_one_set_after_the_other() -> None:
    parts = [np.array(rows, dtype=np.int64) for rows in ([0, 63, 64], [], [5, 127])]
    assert bits.to_rows_of_each([bits.from_rows(rows, 2) for rows in parts]).tolist() == [0, 63, 64, 5, 127]
