"""Columns on disk: written once, mapped by every worker."""

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np

from search.sqlite.columns import CodeSets, Columns, ExtraPlaces
from search.sqlite.rows import unpack


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
    alive = columns.extra.owner >= 0
    np.save(building / "extra-owner.npy", columns.extra.owner[alive])
    np.save(building / "extra-commune.npy", columns.extra.commune[alive])
    for name, reals in columns.extra.reals.items():
        np.save(building / f"extra-{name}.npy", reals[alive])
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
        columns.integers[name] = np.load(folder / f"integer-{name}.npy", mmap_mode="c")
    for name in columns.reals:
        columns.reals[name] = np.load(folder / f"real-{name}.npy", mmap_mode="c")
    for name in columns.flags:
        columns.flags[name] = np.load(folder / f"flag-{name}.npy", mmap_mode="c")
    for name in columns.codes:
        matrix = np.load(folder / f"codes-{name}.npy", mmap_mode="c")
        said = np.load(folder / f"said-{name}.npy", mmap_mode="c")
        lines = {code: line for line, code in enumerate(about["lines"][name])}
        columns.codes[name] = CodeSets(matrix, said, lines)
    columns.extra = ExtraPlaces(
        np.load(folder / "extra-owner.npy"),
        np.load(folder / "extra-commune.npy"),
        {name: np.load(folder / f"extra-{name}.npy") for name in columns.extra.reals},
    )
    return columns


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
    for row, packed in connection.execute("select row, columns from doc order by row"):
        columns.apply(row, unpack(packed), fresh=True)
    return columns
