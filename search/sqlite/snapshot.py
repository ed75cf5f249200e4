"""Columns on disk: written once, mapped by every worker."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.sqlite.columns import CodeSets, Columns, ExtraPlaces
from search.sqlite.filling import fill
from search.sqlite.rows import unpack

ROWS_AT_ONCE = 2_000


def save(columns: Columns, folder: Path) -> None:
    """Write the columns into ``folder``, which appears whole or not at all."""
    building = folder.with_suffix(".tmp")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for name, integers in columns.integers.items():
        np.save(building / f"integer-{name}.npy", integers)
    for name, reals in columns.reals.items():
        np.save(building / f"real-{name}.npy", reals)
    for name, flags in columns.flags.items():
        np.save(building / f"flag-{name}.npy", flags)
    for name, sets in columns.codes.items():
        np.save(building / f"codes-{name}.npy", sets.matrix)
        np.save(building / f"said-{name}.npy", sets.said)
    np.save(building / "second.npy", columns.second)
    extra = columns.extra
    np.save(building / "extra-owner.npy", extra.owner)
    np.save(building / "extra-following.npy", extra.following)
    np.save(building / "extra-commune.npy", extra.commune)
    for name, reals in extra.reals.items():
        np.save(building / f"extra-{name}.npy", reals)
    lines = {name: list(sets.lines) for name, sets in columns.codes.items()}
    about = {"rows": columns.rows, "lines": lines, "communes": list(columns.communes)}
    (building / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)


def load(folder: Path) -> Columns:
    """Map a snapshot copy-on-write. Raises OSError or ValueError when it is absent or damaged."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    columns = Columns.blank(0)
    columns.rows = about["rows"]
    columns.communes = {code: number for number, code in enumerate(about["communes"])}
    for name in columns.integers:
        columns.integers[name] = _mapped(folder / f"integer-{name}.npy")
    for name in columns.reals:
        columns.reals[name] = _mapped(folder / f"real-{name}.npy")
    for name in columns.flags:
        columns.flags[name] = _mapped(folder / f"flag-{name}.npy")
    for name in columns.codes:
        lines = {code: line for line, code in enumerate(about["lines"][name])}
        columns.codes[name] = CodeSets(
            _mapped(folder / f"codes-{name}.npy"), _mapped(folder / f"said-{name}.npy"), lines
        )
    columns.second = _mapped(folder / "second.npy")
    columns.extra = ExtraPlaces(
        _mapped(folder / "extra-owner.npy"),
        _mapped(folder / "extra-following.npy"),
        _mapped(folder / "extra-commune.npy"),
        {name: _mapped(folder / f"extra-{name}.npy") for name in columns.extra.reals},
    )
    return columns


def _mapped(file: Path) -> NDArray[Any]:
    # A plain array: every operation on numpy's own class for mapped files passes through Python.
    mapped: NDArray[Any] = np.load(file, mmap_mode="c")
    return mapped.view(np.ndarray)


def load_patterns(connection: sqlite3.Connection, columns: Columns, *, after: int = 0) -> int:
    """Learn the shared patterns numbered above ``after``; return the highest number known."""
    highest = after
    rows = connection.execute("select id, kind, value from pattern where id > ? order by id", (after,))
    for number, kind, value in rows:
        (columns.hour_patterns if kind == "hours" else columns.area_sets).add(number, value)
        highest = number
    return highest


def read_all(connection: sqlite3.Connection) -> Columns:
    """Make the columns from the documents themselves: the slow way, when there is no snapshot."""
    highest = connection.execute("select coalesce(max(row), 0) from doc").fetchone()[0]
    columns = Columns.blank(highest + 1)
    found = connection.execute("select row, columns from doc order by row")
    while some := found.fetchmany(ROWS_AT_ONCE):
        fill(columns, [row for row, _ in some], [unpack(packed) for _, packed in some])
    return columns
