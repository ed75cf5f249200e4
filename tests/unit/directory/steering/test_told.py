"""Sums of answers of fiches of several needs: none gives back a fiche, or a group of a few answers."""

import random
from itertools import chain, combinations

import numpy as np

from directory.services.steering.told import needs_told

Fiches = list[tuple[frozenset[str], int]]


def fiches(*said: tuple[str, int]) -> Fiches:
    """Return fiches from letters, one for each need, and their answers."""
    return [(frozenset(letters), count) for letters, count in said]


def test_from_five_answers_and_two_fiches() -> None:
    assert needs_told(fiches(("a", 3), ("a", 2))) == {"a"}
    assert needs_told(fiches(("a", 2), ("a", 2))) == needs_told(fiches(("a", 40))) == needs_told([]) == frozenset()


def test_a_need_that_differs_from_another_by_one_fiche_or_by_few_answers_is_not_told_with_it() -> None:
    assert needs_told(fiches(("ab", 4), ("ab", 4), ("b", 9))) == {"a"}
    assert needs_told(fiches(("ab", 4), ("ab", 4), ("b", 1), ("b", 2))) == {"a"}
    assert needs_told(fiches(("ab", 4), ("ab", 4), ("b", 3), ("b", 2))) == {"a", "b"}
    assert needs_told(fiches(("ab", 4), ("ab", 4))) == {"a", "b"}, "the same sum said twice gives nothing more"
    # Here only the sum of two less a third does.
    assert needs_told(fiches(("ac", 5), ("ac", 5), ("bc", 5), ("bc", 5), ("c", 1))) == {"a", "b"}


def test_what_is_told_of_random_fiches_gives_back_nothing_small() -> None:
    told_at_all = withheld = 0
    for seed in range(60):
        draw = random.Random(seed)
        known = [(frozenset(draw.sample("abcd", draw.randrange(1, 4))), draw.choice((1, 1, 2, 6))) for _ in range(9)]
        told = needs_told(known)
        told_at_all += len(told)
        matrix = np.array([[float(need in needs) for needs, _ in known] for need in sorted(told)]).reshape(-1, 9)
        large = {need for need in "abcd" if is_large([count for needs, count in known if need in needs])}
        withheld += len(large - told)
        groups = {needs for needs, _ in known}
        unions = chain(combinations(groups, 1), combinations(groups, 2))
        asked = [np.array([float(needs in union) for needs, _ in known]) for union in unions]
        for line in (*np.eye(9), *asked):
            solved = np.linalg.lstsq(matrix.T, line, rcond=None)[0] if len(told) else np.zeros(0)
            if np.allclose(matrix.T @ solved, line):
                assert is_large([count for share, (_, count) in zip(line, known, strict=True) if share])
    assert told_at_all > 60 and withheld > 5


def is_large(counts: list[int]) -> bool:
    return len(counts) > 1 and sum(counts) >= 5
