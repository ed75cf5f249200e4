"""Word lists kept as plain files: one entry a line, ``#`` starts a comment."""

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"
WITHDRAWN = "-"
"""Begins a line of an instance that takes something out of a list of the product."""


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line that says something, comments and outer blanks removed."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        said = line.partition("#")[0].strip()
        if said:
            yield number, said


def entries_of(name: str) -> frozenset[str]:
    """Return the entries of the list ``name`` of the ``data`` folder; a line may hold several, separated by blanks."""
    return frozenset(entry for _, line in lines_of(DATA / name) for entry in line.split())
