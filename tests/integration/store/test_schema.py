"""The migrations build exactly what the tables say, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from directory.store.database import Database
from directory.store.schema import is_current, upgrade
from directory.store.tables import metadata


def test_the_migrations_build_the_tables_as_described(database: Database) -> None:
    with database.read() as uow:
        context = MigrationContext.configure(uow.connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_give_sqlite_the_same_kinds_of_tables(sqlite_database: Database, tmp_path: Path) -> None:
    described = Database(f"sqlite:///{tmp_path / 'described.sqlite3'}")
    metadata.create_all(described.engine)
    assert _kinds(sqlite_database) == _kinds(described)
    described.close()


def _kinds(database: Database) -> dict[str, tuple[bool, bool]]:
    with database.read() as uow:
        rows = uow.connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    return {
        name: ("WITHOUT ROWID" in sql, "AUTOINCREMENT" in sql)
        for name, sql in rows
        if name in metadata.tables
    }  # fmt: skip


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert is_current(database)


def test_a_base_without_tables_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert not is_current(database)
    upgrade(database)
    assert is_current(database)
    assert set(metadata.tables) <= set(inspect(database.engine).get_table_names())
    database.close()
