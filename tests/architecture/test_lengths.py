"""How long a function and a module may be; migrations, written once and never changed, apart."""

import ast
import statistics
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import named, relative

MOST_LINES = 300
MEDIAN_LINES = 90
LONGEST_FUNCTION = 45
USUAL_FUNCTION = 25
PRODUCT = ("directory/", "fiche/", "importers/", "search/")
ROOMS = (*PRODUCT, "tests/")
MIGRATIONS = "directory/store/migrations/"

RECORD = 20
"""The ``return`` of a record of so many named fields is a table, one row for each: it counts as one line."""


def modules() -> list[Path]:
    return [path for path in named(".py") if not relative(path).startswith(MIGRATIONS)]


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


@cache
def functions() -> tuple[tuple[str, int], ...]:
    """Return each function, nested ones too, as its file and its name, with the lines from its ``def`` to its end."""
    return tuple(
        (f"{relative(path)} {node.name}", height(node) - rows_of_record(node))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def rows_of_record(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    last = function.body[-1]
    is_record = isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and len(last.value.keywords) >= RECORD
    return height(last) - 1 if is_record else 0


def test_a_module_reads_in_one_go() -> None:
    sources = [*modules(), *named(".html", ".js")]
    long = {relative(path) for path in sources if lines(path) > MOST_LINES}
    assert sorted(long) == []


def test_half_of_the_modules_are_short() -> None:
    product = [path for path in modules() if relative(path).startswith(PRODUCT)]
    assert statistics.median(map(lines, product)) <= MEDIAN_LINES


def test_a_function_reads_at_one_glance() -> None:
    long = {name for name, length in functions() if length > LONGEST_FUNCTION}
    assert sorted(long) == []


@pytest.mark.parametrize("room", ROOMS)
def test_nine_functions_in_ten_are_short(room: str) -> None:
    lengths = [length for name, length in functions() if name.startswith(room)]
    assert sum(length <= USUAL_FUNCTION for length in lengths) >= 0.9 * len(lengths)
