"""A column of many rows that say few different things: each said once, and a number a row."""

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)
Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coded(Generic[Value]):
    """``values``: each different one; ``codes``: for each row, its place in them."""

    values: tuple[Value, ...]
    codes: Numbers

    @classmethod
    def of(cls, column: Collection[Value]) -> "Coded[Value]":
        places: dict[Value, int] = {}
        codes = np.fromiter(
            (places.setdefault(value, len(places)) for value in column), dtype=np.int64, count=len(column)
        )
        return cls(tuple(places), codes)

    def told(self, tell: Callable[[Value], Other]) -> "Coded[Other]":
        """Return what each row says once its value is told otherwise."""
        other = Coded.of([tell(value) for value in self.values])
        return Coded(other.values, other.codes[self.codes])

    def where(self, holds: Callable[[Value], bool]) -> NDArray[np.bool_]:
        """Return the rows whose value is so."""
        return np.array([holds(value) for value in self.values], dtype=np.bool_)[self.codes]

    def rows(self) -> Iterator[tuple[Value, Numbers]]:
        """Give each value with its rows, in their order."""
        if not self.values:
            return
        order = np.argsort(self.codes, kind="stable")
        ends = np.cumsum(np.bincount(self.codes, minlength=len(self.values)))
        yield from zip(self.values, np.split(order, ends[:-1]), strict=True)

    def at(self, row: int) -> Value:
        return self.values[int(self.codes[row])]
