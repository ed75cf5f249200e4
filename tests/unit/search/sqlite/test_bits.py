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
