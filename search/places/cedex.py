"""CEDEX codes: postal codes of large mail users, each of one town."""

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "cedex.csv.gz"


@dataclass(frozen=True, slots=True)
class Cedex:
    """What is known of one code. ``commune``: INSEE code, empty when no commune is sure."""

    commune: str
    place: str


@cache
def cedex_codes() -> Mapping[str, Cedex]:
    """Return the CEDEX codes of the packaged file (``docs/sources.md``), read once per process."""
    rows = csv.reader(io.StringIO(gzip.decompress(DATA.read_bytes()).decode(), newline=""))
    next(rows)
    return {code: Cedex(commune, place) for code, commune, place in rows}
