"""One file that means harm."""

from collections.abc import Callable
from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class HostileFile:
    """``is_large``: it takes seconds to make or to read."""

    name: str
    make: Callable[[], bytes]
    is_large: bool = False
