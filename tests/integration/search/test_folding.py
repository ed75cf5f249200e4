"""The journal of the embedded engine, folded behind whoever writes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from search.sqlite import schema
from search.sqlite.folding import Folding, fold, journal_bytes

LONG = 200_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "index.db"
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("create table text(said)")
        connection.commit()
    return made


def write(connection: sqlite3.Connection, size: int) -> None:
    connection.execute("insert into text values (zeroblob(?))", (size,))


def test_a_long_journal_is_folded_and_begins_anew(path: Path) -> None:
    folding = Folding(from_bytes=LONG)
    with closing(schema.connect(path)) as pen:
        write(pen, 1000)
        assert folding.begin(path) is None
        write(pen, LONG)
        before = path.stat().st_size
        thread = folding.begin(path)
        assert thread is not None
        thread.join()
        assert path.stat().st_size > before + LONG
        write(pen, 1000)
        assert journal_bytes(path) < LONG
        assert pen.execute("select count(*) from text").fetchone() == (3,)


def test_what_a_reader_still_needs_is_left_and_what_it_sees_does_not_move(path: Path) -> None:
    with closing(schema.connect(path)) as pen, closing(schema.connect(path)) as reader:
        write(pen, LONG)
        reader.execute("begin")
        assert reader.execute("select count(*) from text").fetchone() == (1,)
        write(pen, LONG)
        fold(path)
        assert reader.execute("select count(*) from text").fetchone() == (1,)
        write(pen, 1000)
        assert journal_bytes(path) > 2 * LONG
        reader.execute("commit")
        fold(path)
        write(pen, 1000)
        assert journal_bytes(path) < LONG


def test_a_generation_that_was_thrown_away_is_left(path: Path) -> None:
    path.unlink()
    fold(path)
    assert Folding(from_bytes=0).begin(path.parent / "none" / "index.db") is not None
    assert journal_bytes(path) == 0
