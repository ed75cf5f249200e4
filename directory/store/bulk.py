"""Many rows into one table, as fast as the driver takes them.

An import writes tens of rows for each fiche. On SQLite, going round SQLAlchemy halves the time; the types and
their conversions still come from it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

Values: TypeAlias = Sequence[Any]
"""In the order of the columns: a driver says no more."""
_Conversions: TypeAlias = tuple[tuple[int, Callable[[Any], Any]], ...]
_MOST_VALUES_KEPT = 2_000


class BulkInsert:
    """Writes rows of some columns of a table; the others take their default."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._table = table
        self._on_sqlite: tuple[str, _Conversions] | None = None

    def write(self, connection: Connection, rows: Sequence[Values]) -> None:
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(insert(self._table), [dict(zip(self._columns, row, strict=True)) for row in rows])
            return
        if self._on_sqlite is None:
            self._on_sqlite = self._compiled(connection.dialect)
        sql, conversions = self._on_sqlite
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(sql, [_converted(row, conversions) for row in rows] if conversions else rows)
        finally:
            cursor.close()

    def _compiled(self, dialect: Dialect) -> tuple[str, _Conversions]:
        preparer = dialect.identifier_preparer
        names = ", ".join(preparer.quote(name) for name in self._columns)
        marks = ", ".join("?" * len(self._columns))
        types = (self._table.c[name].type.dialect_impl(dialect) for name in self._columns)
        made = ((at, each.bind_processor(dialect)) for at, each in enumerate(types))
        # The rows of one import bear the same instants by the thousand.
        kept = ((at, lru_cache(maxsize=_MOST_VALUES_KEPT)(each)) for at, each in made if each is not None)
        return f"INSERT INTO {preparer.format_table(self._table)} ({names}) VALUES ({marks})", tuple(kept)


def _converted(row: Values, conversions: _Conversions) -> Values:
    values = list(row)
    for at, convert in conversions:
        values[at] = convert(values[at])
    return values
