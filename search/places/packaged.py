"""The packaged files of the gazetteer (``docs/sources.md``), as their generators wrote them."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from search.places.cedex import Cedex
from search.places.commune import Commune, commune_of
from search.text import analysis

DATA = Path(__file__).parent / "data"


def communes() -> Iterator[Commune]:
    for *values, _, parent in _packed("communes.csv.gz"):
        yield commune_of((*values, parent))


def territories() -> Mapping[str, str]:
    """Return the name of each area: "dep:13", "reg:93", "epci:200054807"."""
    return {f"{kind}:{code}": name for kind, code, name in _lines("territories.csv")}


def former_communes() -> list[tuple[str, str, str]]:
    """Return INSEE code, name and code of today's commune of those that were merged."""
    return [(code, name, today) for code, name, today in _lines("former_communes.csv")]


def cedex_codes() -> Mapping[str, Cedex]:
    return {code: Cedex(commune, place) for code, commune, place in _packed("cedex.csv.gz")}


def digest() -> str:
    """Return what changes when a packaged file moves, or the code that reads names."""
    found = sha256(analysis.FINGERPRINT.encode())
    for file in sorted([*DATA.iterdir(), *Path(__file__).parent.glob("*.py")]):
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _packed(name: str) -> Iterator[Sequence[str]]:
    text = gzip.decompress((DATA / name).read_bytes()).decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    return rows


def _lines(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
