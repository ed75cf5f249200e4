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


def test_several_matrices_are_counted_as_each_alone() -> None:
    chance = np.random.default_rng(5)
    matrices = [chance.integers(0, 2**63, (lines, 40), dtype=np.uint64) for lines in (3, 0, 7)]
    for held in (0, 3, 40):
        base = np.zeros(40, dtype=np.uint64)
        base[chance.permutation(40)[:held]] = chance.integers(1, 2**63, held, dtype=np.uint64)
        alone = [bits.counts(matrix, base).tolist() for matrix in matrices]
        assert bits.counts_of(matrices, base, bits.used_words(base)) == alone
