"""Processes forked from one that read the index: they share what it read, and see what was written since."""

import multiprocessing
from pathlib import Path

import pytest

from search.port import IndexMissing
from search.sqlite.engine import SqliteEngine
from tests.contract.search.arithmetic import NUMBERS, ask, document

NEW = NUMBERS[-1] + 1


def _open_files(folder: Path) -> list[str]:
    """Return the files of an index that are open: other tests leave theirs to the collector."""
    files = (link.resolve() for link in Path("/proc/self/fd").iterdir())
    return [str(file) for file in files if file.is_relative_to(folder) and file.name.startswith("index.db")]


def _sees_what_was_written(engine: SqliteEngine, folder: Path, columns: int) -> None:
    assert ask(engine).total == len(NUMBERS) - 1
    assert id(engine._reader.columns) == columns
    assert _open_files(folder)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_fork_shares_the_columns_and_sees_what_was_written_since(tmp_path: Path) -> None:
    engine, writer = SqliteEngine(tmp_path), SqliteEngine(tmp_path)
    writer.rebuild([document(number) for number in NUMBERS], cursor=1)
    assert engine.share()
    assert not _open_files(tmp_path)
    writer.put([document(NEW)], cursor=2)
    writer.remove({1: 3, 2: 3}, cursor=3)
    child = multiprocessing.get_context("fork").Process(
        target=_sees_what_was_written, args=(engine, tmp_path, id(engine._reader.columns))
    )
    child.start()
    child.join()
    assert child.exitcode == 0
    # The one that shared may ask again too.
    assert ask(engine).total == len(NUMBERS) - 1


def test_there_is_nothing_to_share_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        SqliteEngine(tmp_path).share()
