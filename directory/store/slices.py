"""Long lists of values cut to what one statement can bind."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# Old SQLite builds bind at most 999 values in a statement.
MOST_VALUES = 900


def in_slices(values: Sequence[T], size: int = MOST_VALUES) -> Iterator[Sequence[T]]:
    """Give ``values`` in slices of at most ``size``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
