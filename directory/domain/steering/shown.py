"""What may be shown of counts of use: a small one is said to be small, and no sum gives it back."""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST = 5
"""From so many on a count is shown; below, and above none, "< 5"."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum of cells as it is shown: ``value`` of those that are, and how many were too small to be."""

    value: int = 0
    hidden: int = 0

    def __add__(self, other: "Shown") -> "Shown":
        return Shown(self.value + other.value, self.hidden + other.hidden)

    @property
    def is_hidden(self) -> bool:
        """Whether nothing can be shown but that there was something."""
        return self.value == 0 and self.hidden > 0


NONE = Shown()


def shown(value: int) -> Shown:
    """Return what is shown of one cell. A small one adds nothing to any sum."""
    return Shown(value) if value == 0 or value >= FEWEST else Shown(0, 1)


def shown_part(value: int, *wholes: int) -> Shown:
    """Return what is shown of a part of cells that are shown: nothing where it, or what it leaves, is small."""
    return Shown(0, 1) if any(0 < whole - value < FEWEST for whole in wholes) else shown(value)


def total(cells: Iterable[Shown]) -> Shown:
    """Return the sum of cells, each already as it is shown: there is no other way to add them."""
    return sum(cells, NONE)
