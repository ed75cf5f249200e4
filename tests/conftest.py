"""Databases for every test that needs one: a fresh, migrated SQLite file, or a fresh PostgreSQL database.

``database`` runs the same test on both; ``sqlite_database`` and ``postgresql_database`` on one.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import structlog
from hypothesis import HealthCheck, settings
from structlog.testing import capture_logs

from directory.store.database import Database
from directory.store.schema import upgrade
from tests.elastic import shared_server
from tests.postgres import Databases
from tools.elastic.distribution import NoServer
from tools.postgresql import postgresql

# No test is timed, those with examples made at random included: a busy machine is no fault of the product.
# Half of the usual examples, the same at each run: a change is refused for what it breaks. EXAMPLES=other draws others.
settings.register_profile(
    "untimed", deadline=None, max_examples=50, derandomize=os.environ.get("EXAMPLES") != "other",
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("untimed")

pytest_plugins = ("tests.house.personal", "tests.house.fixtures", "tests.house.memory", "tests.house.whole_run")

BOTH = (pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres))


@pytest.fixture
def log_lines() -> Iterator[list[MutableMapping[str, object]]]:
    """Every event the test logs, however little the sites of other tests were told to say."""
    kept = structlog.get_config()
    structlog.reset_defaults()
    with capture_logs() as lines:
        yield lines
    structlog.configure(**kept)


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgresql())
        except NoServer as reason:
            pytest.skip(str(reason))
        with psycopg.connect(address, autocommit=True) as connection:
            # Nobody pulls the plug of a test: stopping would otherwise write hundreds of databases to disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: str) -> Databases:
    return Databases(postgresql_server)


@pytest.fixture(scope="session")
def new_postgresql_url(postgresql_databases: Databases) -> Callable[[], str]:
    """Give the address of a new migrated database at each call."""
    return postgresql_databases.new


@pytest.fixture
def sqlite_database(migrated_sqlite_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "directory.sqlite3"
    shutil.copy(migrated_sqlite_file, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgresql_database(postgresql_databases: Databases) -> Iterator[Database]:
    url = postgresql_databases.take()
    database = Database(url)
    yield database
    database.close()
    postgresql_databases.give_back(url)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    """An empty migrated database, once on SQLite and once on PostgreSQL."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'bare.sqlite3'}")
    else:
        databases: Databases = request.getfixturevalue("postgresql_databases")
        database = Database(databases.create(f"bare_{secrets.token_hex(6)}", "template0"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], str]]:
    """Give the address of a server of a major version; started at the first call, for all workers of the run."""
    # Each worker of pytest-xdist has a folder of its own below one that the run shares.
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with ExitStack() as kept:
        urls: dict[int, str] = {}
        missing: dict[int, str] = {}

        def url_of(major: int) -> str:
            if major not in urls and major not in missing:
                try:
                    urls[major] = kept.enter_context(shared_server(major, folder))
                except NoServer as reason:
                    missing[major] = str(reason)
            if major in missing:
                pytest.skip(f"no Elasticsearch {major} here: {missing[major]}")
            return urls[major]

        yield url_of


MUST_RUN_IN_CI = ("elasticsearch", "postgres", "samples", "browser", "verapdf")
"""Markers of tests that a developer's machine may skip, never CI."""


def _wrongly_skipped(config: pytest.Config) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None or hasattr(config, "workerinput"):
        return []
    skipped = reporter.stats.get("skipped", [])
    return [report.nodeid for report in skipped if any(marker in report.keywords for marker in MUST_RUN_IN_CI)]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _wrongly_skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    passed = terminalreporter.stats.get("passed", [])
    servers = {version for report in passed for name, version in report.user_properties if name == "elasticsearch"}
    if servers:
        terminalreporter.line(f"Elasticsearch {' and '.join(sorted(map(str, servers)))}")
    compared = [count for report in passed for name, count in report.user_properties if name == "access"]
    if compared:
        terminalreporter.line(f"{sum(compared)} answers compared with the table of rights")
    missed = _wrongly_skipped(config)
    if missed:
        terminalreporter.section("skipped where CI=true, which fails the run")
        for nodeid in missed:
            terminalreporter.line(nodeid)
