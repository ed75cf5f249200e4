"""One transaction each, all or nothing; writers take turns, readers see one state."""

import gc
import multiprocessing
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from directory.domain.institution import Institution
from directory.store.database import BUSY_TIMEOUT_MS, Database
from directory.store.still import Still

CAF = Institution("caf-13", "Caf")


def test_what_a_unit_of_work_wrote_is_kept_when_it_ends(database: Database) -> None:
    with database.write() as uow:
        uow.institutions.save(CAF)
    with database.read() as uow:
        assert uow.institutions.get("caf-13") == CAF


def test_an_error_takes_back_everything_the_unit_wrote(database: Database) -> None:
    def fail_half_way() -> None:
        with database.write() as uow:
            uow.institutions.save(CAF)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.read() as uow:
        assert uow.institutions.all() == {}


def test_what_was_written_lightly_is_kept_and_the_next_save_waits_for_the_disk(database: Database) -> None:
    with database.write_lightly() as uow:
        uow.institutions.save(CAF)
    with database.write() as uow:
        assert uow.institutions.get("caf-13") == CAF
        if database.is_sqlite:
            assert uow.connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


def test_a_reader_sees_the_same_state_to_its_end(database: Database) -> None:
    with database.read() as reader:
        assert reader.institutions.all() == {}
        with database.write() as writer:
            writer.institutions.save(CAF)
        assert reader.institutions.all() == {}


def test_a_connection_that_read_reads_again(sqlite_database: Database) -> None:
    def held() -> Connection:
        with sqlite_database.read() as uow:
            uow.institutions.all()
            return uow.connection

    first = held()
    assert held() is first
    with sqlite_database.read() as outer, sqlite_database.read() as inner:
        assert outer.connection is first and inner.connection is not first

    def fail() -> None:
        with sqlite_database.read() as uow:
            assert uow.connection is first
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    second = held()
    assert first.closed and second is not first
    sqlite_database.close()
    assert second.closed
    with sqlite_database.read() as before_closing:
        sqlite_database.close()
        kept = before_closing.connection
    assert kept.closed
    with sqlite_database.write() as uow:
        uow.institutions.save(CAF)
    with sqlite_database.read() as uow:
        assert uow.institutions.get("caf-13") == CAF


def test_two_writers_read_then_write_without_losing_a_step(database: Database) -> None:
    steps = 25
    with database.write() as uow:
        uow.institutions.save(Institution("count", "0", verification_months=0))

    def add() -> None:
        for _ in range(steps):
            with database.write() as uow:
                found = uow.institutions.get("count")
                assert found is not None
                uow.institutions.save(Institution("count", "0", verification_months=found.verification_months + 1))

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as uow:
        found = uow.institutions.get("count")
    assert found is not None
    assert found.verification_months == 3 * steps


@pytest.mark.postgres
def test_a_read_unit_cannot_write_on_postgresql(postgresql_database: Database) -> None:
    with pytest.raises(Exception, match="read-only"), postgresql_database.read() as uow:
        uow.institutions.save(CAF)


def test_a_sqlite_file_is_opened_as_the_design_asks(sqlite_database: Database) -> None:
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
    with sqlite_database.read() as uow:
        found = {name: uow.connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked}
    assert found == asked


def _save_in_child(database: Database, number: int) -> None:
    with database.write() as uow:
        uow.institutions.save(Institution(f"child-{number}", "Child"))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_forked_workers_open_their_own_connections(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.write() as uow:
        uow.institutions.save(CAF)
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_save_in_child, args=(sqlite_database, number)) for number in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    with sqlite_database.read() as uow:
        assert sorted(uow.institutions.all()) == ["caf-13", "child-0", "child-1", "child-2"]
        assert uow.connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_a_forked_worker_never_closes_what_its_parent_opened(sqlite_database: Database) -> None:
    def open_files() -> set[str]:
        return {f"{each.name} {each.readlink()}" for each in Path("/proc/self/fd").iterdir() if each.exists()}

    sqlite_database.close()
    gc.collect()
    before = open_files()
    assert sqlite_database.commits() is not None
    opened = open_files() - before
    # What a child does first.
    sqlite_database.forget_connections()
    gc.collect()
    assert opened and opened <= open_files()


def test_nothing_is_kept_of_a_base_that_is_held(sqlite_database: Database) -> None:
    sqlite_database.close()
    assert sqlite_database.url.database
    with closing(sqlite3.connect(sqlite_database.url.database, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        assert sqlite_database.commits() is None
    assert sqlite_database.commits() is not None


def test_a_base_that_cannot_be_opened_is_told_by_reading_it(tmp_path: Path) -> None:
    away = Database(f"sqlite:///{tmp_path}/away/directory.sqlite3")
    with pytest.raises(OperationalError):
        Still[str, Institution](away, 1).get("caf-13", lambda uow: uow.institutions.all()["caf-13"])


@pytest.mark.postgres
def test_a_writer_does_not_wait_for_ever_behind_one_that_hangs(postgresql_database: Database) -> None:
    with postgresql_database.write() as uow:
        waits = uow.connection.execute(text("SHOW lock_timeout")).scalar_one()
    with postgresql_database.read() as uow:
        elsewhere = uow.connection.execute(text("SHOW lock_timeout")).scalar_one()
    assert (waits, elsewhere) == ("15s", "0")


def test_upkeep_is_left_and_fails_nothing_while_another_writes(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        for number in range(400):
            uow.institutions.save(Institution(f"caf-{number}", "Caf"))
    other = Database(f"sqlite:///{sqlite_database.url.database}")
    with other.write() as uow:
        uow.institutions.save(CAF)
        sqlite_database.fold_journal()
    other.close()
    # The connection it borrowed waits for its turn again.
    with sqlite_database.read() as uow:
        assert uow.connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == BUSY_TIMEOUT_MS
