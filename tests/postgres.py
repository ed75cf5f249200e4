"""Migrated PostgreSQL databases that tests use one after the other: emptying one costs a tenth of making it.

Making a database writes three hundred files, and taking them away was the longest part of a run on a slow disk.
"""

import itertools
from typing import Any

import psycopg

from directory.store.database import Database
from directory.store.schema import upgrade

TEMPLATE = "migrated"
KEPT = "kept"
"""A schema of the template: the rows that migrations leave, for putting them back."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SHAPE = """SELECT md5(string_agg(concat(table_name, column_name, data_type, is_nullable, column_default), ';'
  ORDER BY table_name, column_name)) FROM information_schema.columns WHERE table_schema = 'public'"""
OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()"""
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"


class Databases:
    """The databases of one server."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        self.create(TEMPLATE, "template0")
        database = Database(self._url(TEMPLATE))
        upgrade(database)
        database.close()
        with psycopg.connect(self._url(TEMPLATE), autocommit=True) as connection:
            self._shape = _first(connection, SHAPE)
            self._emptying = _emptying(connection)

    def create(self, name: str, template: str) -> str:
        """Create a database and return its address."""
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self._url(name)

    def new(self) -> str:
        """Return the address of a migrated database that no test has used."""
        return self.create(f"test_{next(self._numbers)}", TEMPLATE)

    def take(self) -> str:
        """Return the address of a migrated database that holds what migrations leave, and nothing else."""
        return self._free.pop() if self._free else self.new()

    def give_back(self, url: str) -> None:
        """Empty a database for the next test; one whose tables a test changed is left aside."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(OTHERS.encode())
            if _first(connection, SHAPE) != self._shape:
                return
            connection.execute(self._emptying.encode())
        self._free.append(url)

    def _url(self, name: str) -> str:
        return self._server.replace("/postgres?", f"/{name}?")


def _first(connection: psycopg.Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def _emptying(connection: psycopg.Connection) -> str:
    """Keep the rows of a migrated database in a schema of their own; return what brings a used one back to them."""
    tables = [str(row[0]) for row in connection.execute(TABLES.encode())]
    filled = [each for each in tables if _first(connection, f'SELECT EXISTS (SELECT 1 FROM "{each}")')]
    connection.execute(f"CREATE SCHEMA {KEPT}".encode())
    for each in filled:
        connection.execute(f'CREATE TABLE {KEPT}."{each}" AS TABLE public."{each}"'.encode())
    sequences = [_reset(connection, str(row[0])) for row in connection.execute(SEQUENCES.encode()).fetchall()]
    return ";\n".join(
        (
            "BEGIN",
            "SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM "{each}"' for each in tables),
            *(f'INSERT INTO "{each}" OVERRIDING SYSTEM VALUE SELECT * FROM {KEPT}."{each}"' for each in filled),
            *sequences,
            "COMMIT",
        )
    )


def _reset(connection: psycopg.Connection, sequence: str) -> str:
    last = _first(connection, f'SELECT last_value FROM "{sequence}"')
    called = _first(connection, f'SELECT is_called FROM "{sequence}"')
    return f"""SELECT setval('public."{sequence}"', {last}, {called})"""
