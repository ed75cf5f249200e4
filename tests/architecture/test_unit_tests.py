"""Unit tests write no file and read no clock; tests/unit/conftest.py takes their sockets away."""

import ast
import re
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError, disable_socket, enable_socket

from tests.architecture.sources import named, relative

FILES = frozenset({"tmp_path", "tmp_path_factory", "mkdtemp", "TemporaryDirectory", "write_text", "write_bytes"})
CLOCK = re.compile(r"(.*\bdate(time)?\.(now|utcnow|today)|time\.\w+|sleep|monotonic|perf_counter)$")
MODULES = named(".py", under="tests/unit/")


def files_written(tree: ast.AST) -> set[str]:
    """Return the names, parameters included, by which a file would be written."""
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names & FILES


def clocks_read(tree: ast.AST) -> set[str]:
    """Return the calls that read the clock of the machine, such as ``date.today()``."""
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {call for call in calls if CLOCK.match(call)}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_unit_test_writes_no_file_and_reads_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert files_written(tree) | clocks_read(tree) == set()


def test_a_socket_is_refused_where_they_are_taken_away() -> None:
    disable_socket()
    try:
        with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
            socket.socket()
    finally:
        enable_socket()


@pytest.mark.parametrize("code", ["date.today()", "datetime.now(UTC)", "time.sleep(1)", "sleep(1)"])
def test_a_clock_is_recognised(code: str) -> None:
    assert clocks_read(ast.parse(code))
