"""The database and its units of work: one transaction each, one writer at a time."""

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TypeAlias

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from directory.store.unit_of_work import UnitOfWork

logger = structlog.get_logger()

BUSY_TIMEOUT_MS = 15_000
WAL_LIMIT_BYTES = 64 * 1024 * 1024
# 16 MB: from there on a save folds the journal into the file, which takes it a tenth of a second.
FOLD_PAGES = 4_000
MOST_IDLE = 4
"""Connections kept to read with: a process answers one request at a time, or a few."""
# Any number of our own: whoever holds it is the only writer of this database.
WRITER_LOCK = 0x6272_7031


Commits: TypeAlias = tuple[int, int] | None
"""Compared, never looked into; None: not known."""


class Database:
    """A SQLite file or a PostgreSQL server.

    Writers take turns on both: ``BEGIN IMMEDIATE`` on SQLite, a transaction-level advisory lock taken first thing on
    PostgreSQL. So the numbers of the change log follow the order of commits, and two writers never deadlock.
    A reader sees one state of the base from its first statement to its last.

    Once ``write()`` has been left the save survives a killed process and a power cut: SQLite runs in WAL mode with
    ``synchronous=FULL``, which costs one fsync a commit: 0.3 ms on a quick disk, 5 to 12 on a busy one, during which
    nobody else writes.
    """

    def __init__(self, url: str) -> None:
        self.url = _with_driver(make_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)
        self._idle: list[Connection] = []
        self._watching: sqlite3.Connection | None = None
        self._watches = 0
        self._watch = threading.Lock()
        _open.add(self)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Give the repositories on one unchanging state of the base."""
        if self.is_sqlite:
            with self._reader() as connection, connection.begin():
                yield UnitOfWork(connection)
            return
        with self.engine.connect() as connection:
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield UnitOfWork(connection)

    def commits(self) -> Commits:
        """Return what is another value once anything was committed, by any process; None where nothing is kept of it.

        Some microseconds on SQLite, where nobody begins a transaction to learn that nothing moved. The values of two
        processes have nothing in common. A base that cannot be asked now is one of which nothing is kept: what is read
        of it next waits its turn, and says what is wrong.
        """
        if not self.is_sqlite or not self.url.database:
            return None
        with self._watch:
            try:
                if self._watching is None:
                    # Its own: a connection is never told of what it commits itself.
                    self._watching = sqlite3.connect(
                        self.url.database, timeout=0, isolation_level=None, check_same_thread=False
                    )
                    # Each connection counts from the same number.
                    self._watches += 1
                return self._watches, int(self._watching.execute("PRAGMA data_version").fetchone()[0])
            except sqlite3.Error:
                return None

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        """Lend a connection that reads, one that served before where none uses it.

        A page reads half a dozen times: to take a connection from SQLAlchemy and to give it back costs more than to
        read a fiche.
        """
        idle = self._idle
        try:
            connection = idle.pop()
        except IndexError:
            connection = self.engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        # Closed meanwhile, the base has another list.
        if idle is self._idle and len(idle) < MOST_IDLE:
            idle.append(connection)
        else:
            connection.close()

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Give the repositories, alone to write; everything is kept on leaving, or nothing."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection = connection.execution_options(sqlite_begin="IMMEDIATE")
            with connection.begin():
                if not self.is_sqlite:
                    connection.exec_driver_sql(_TAKE_TURN)
                yield UnitOfWork(connection)

    @contextmanager
    def write_unless_busy(self) -> Iterator[UnitOfWork]:
        """Give the repositories at once, alone to write; for what can wait for another time.

        Raises OperationalError where somebody writes.
        """
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                with connection.begin():
                    connection.exec_driver_sql("SET LOCAL lock_timeout = 1")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
                    yield UnitOfWork(connection)
                return
            connection = connection.execution_options(sqlite_begin="IMMEDIATE")
            self._wait_for_writers(connection, 0)
            try:
                with connection.begin():
                    self._wait_for_writers(connection, BUSY_TIMEOUT_MS)
                    yield UnitOfWork(connection)
            finally:
                self._wait_for_writers(connection, BUSY_TIMEOUT_MS)

    def _wait_for_writers(self, connection: Connection, longest_ms: int) -> None:
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(f"PRAGMA busy_timeout={longest_ms}")

    @contextmanager
    def write_lightly(self) -> Iterator[UnitOfWork]:
        """Give the repositories, alone to write, for what matters only while processes live, such as a lease.

        It survives a killed process. A power cut may take back what was written last, and leaves a base as sound.
        """
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection = connection.execution_options(sqlite_begin="IMMEDIATE", sqlite_synchronous="NORMAL")
            try:
                with connection.begin():
                    if not self.is_sqlite:
                        connection.exec_driver_sql(f"{_TAKE_TURN}; SET LOCAL synchronous_commit = off")
                    yield UnitOfWork(connection)
            finally:
                if self.is_sqlite:
                    # The connection goes back to those that wait for the disk.
                    with closing(connection.connection.cursor()) as cursor:
                        cursor.execute("PRAGMA synchronous=FULL")

    def fold_journal(self) -> None:
        """After writing much: fold SQLite's journal into its file, and let it look again at its statistics.

        Upkeep, which whoever comes next does as well: where another writer is at work it is left, never waited for, and
        never makes what was written before look undone.
        """
        if not self.is_sqlite:
            return
        with self.engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
            cursor.execute("PRAGMA busy_timeout=0")
            try:
                # Passive: it never makes a reader or a writer wait.
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
                cursor.execute("PRAGMA optimize")
            except sqlite3.OperationalError as error:
                logger.info("database.upkeep_left", reason=error.sqlite_errorname)
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")

    def close(self) -> None:
        """Close every connection; the next unit of work opens a new one."""
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
        self.engine.dispose()
        with self._watch:
            if self._watching is not None:
                self._watching.close()
                self._watching = None

    def forget_connections(self) -> None:
        """In a forked child: leave the parent's connections to the parent."""
        _parents.extend(self._idle)
        self._idle = []
        self.engine.dispose(close=False)
        if self._watching is not None:
            _parents.append(self._watching)
        self._watching, self._watch = None, threading.Lock()


# Nobody waits for ever behind a writer that hangs; on SQLite, busy_timeout does the same.
_TAKE_TURN = f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}; SELECT pg_advisory_xact_lock({WRITER_LOCK})"
_open: "weakref.WeakSet[Database]" = weakref.WeakSet()
_parents: list[Connection | sqlite3.Connection] = []
"""Connections of the parent of a fork, held so that this process never closes them."""


def _forget_after_fork() -> None:
    for database in list(_open):
        database.forget_connections()


os.register_at_fork(after_in_child=_forget_after_fork)


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _postgresql_engine(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: URL) -> Engine:
    # Names and addresses are values: an error that is written somewhere holds none of them.
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would otherwise begin by itself, deferred: a read that turns into a write then fails at once.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"journal_size_limit={WAL_LIMIT_BYTES}",
        f"wal_autocheckpoint={FOLD_PAGES}",
        # Kilobytes. Pages are the system's to keep, once for all processes: more of them here answer no faster.
        "cache_size=-4000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    kind = options.get("sqlite_begin", "DEFERRED")
    # By the driver: each page of results begins a transaction, and SQLAlchemy's way costs more than all of SQLite's.
    cursor = connection.connection.cursor()
    if synchronous := options.get("sqlite_synchronous"):
        # Nothing but before a transaction.
        cursor.execute(f"PRAGMA synchronous={synchronous}")
    try:
        cursor.execute(f"BEGIN {kind}")
    except sqlite3.OperationalError as error:
        # By the driver's hand, it would be none of the errors that those who can wait catch.
        raise OperationalError(f"BEGIN {kind}", None, error) from error
    finally:
        cursor.close()
