"""A whole generation made from a stream of documents."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path

from search.document import ResourceDocument
from search.sqlite import occurrences, schema, snapshot
from search.sqlite.columns import Columns
from search.sqlite.filling import fill
from search.sqlite.rows import DOC_COLUMNS, ColumnRow, column_row, doc_values
from search.suggest import label_key

CHUNK = 1_000
MOST_LABELS = 20_000
"""Labels counted in memory before they are written."""
MOST_PATTERNS = 20_000
"""Patterns whose number is remembered."""


class PatternNumbers:
    """Numbers of shared patterns, given as they come and remembered."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], int] = {}

    def __call__(self, kind: str, value: str) -> int:
        number = self._known.get((kind, value))
        if number is None:
            row = self._connection.execute(
                "select id from pattern where kind = ? and value = ?", (kind, value)
            ).fetchone()
            if row is None:
                row = self._connection.execute(
                    "insert into pattern(kind, value) values (?, ?) returning id", (kind, value)
                ).fetchone()
            number = int(row[0])
            if len(self._known) > MOST_PATTERNS:
                self._known.clear()
            self._known[kind, value] = number
        return number


def insert_sql() -> str:
    marks = ", ".join("?" for _ in DOC_COLUMNS.split(","))
    return f"insert into doc({DOC_COLUMNS}) values ({marks})"


def build(folder: Path, documents: Iterable[ResourceDocument], cursor: int) -> None:
    """Write ``index.db``, the files of its stems and its first snapshot into ``folder``.

    documents   each identifier once; memory stays flat whatever their number.
    """
    connection = schema.create(folder / "index.db")
    try:
        connection.execute("begin")
        total, columns = _load(connection, documents)
        connection.execute("insert into fts(fts) values ('rebuild')")
        connection.execute("commit")
        connection.executescript(schema.AFTER_LOAD)
        schema.set_state(connection, "cursor", cursor)
        schema.set_state(connection, "documents", total)
        schema.set_state(connection, "built", total)
        occurrences.write(connection, folder)
        snapshot.save(columns, folder / "columns-0")
    finally:
        connection.close()


def _load(connection: sqlite3.Connection, documents: Iterable[ResourceDocument]) -> tuple[int, Columns]:
    """Write the documents; return how many, and their columns."""
    columns = Columns.blank(0)
    pattern_of = PatternNumbers(connection)
    vocabulary: Counter[str] = Counter()
    labels: Counter[tuple[str, str, str]] = Counter()
    row = 0
    stream = iter(documents)
    while chunk := list(islice(stream, CHUNK)):
        first = row + 1
        filled: list[ColumnRow] = []
        values: list[tuple[int | str, ...]] = []
        identifiers: list[tuple[str, int]] = []
        for document in chunk:
            row += 1
            filled.append(column_row(document, pattern_of))
            values.append(doc_values(row, document, filled[-1]))
            identifiers.extend((value, row) for value in document.identifiers)
            vocabulary.update(document.words)
            labels.update(labels_of(document.title_key, document.service_label, document.structure_label))
        connection.executemany(insert_sql(), values)
        connection.executemany("insert or ignore into identifier values (?, ?)", identifiers)
        columns.make_room(row)
        fill(columns, range(first, row + 1), filled)
        if len(labels) > MOST_LABELS:
            add_labels(connection, labels)
            labels.clear()
    add_labels(connection, labels)
    connection.executemany("insert into vocab values (?, ?, 0)", vocabulary.items())
    # As much room as a base read again has: a row that comes later moves nothing in the processes that map this.
    columns.make_room(row + 1, with_slack=True)
    return row, columns


def add_labels(connection: sqlite3.Connection, labels: Mapping[tuple[str, str, str], int]) -> None:
    """Count labels, and make those that are there be found by their words; ``labels``: what is added to each."""
    connection.executemany(
        "insert into label values (?, ?, ?, ?) on conflict do update set count = count + excluded.count",
        # In order: neighbours of a table sorted by them are written together.
        ((*key, labels[key]) for key in sorted(labels)),
    )
    there = (key for key, delta in labels.items() if delta > 0)
    connection.executemany("insert or ignore into label_word values (?, ?, ?)", sorted(label_words(there)))


def labels_of(title_key: str, service: str, structure: str) -> list[tuple[str, str, str]]:
    """Return kind, folded form and label of what a document adds to suggestions.

    title_key   the folded form of the label of the service, told already.
    """
    found = (("service", title_key, service), ("structure", _structure_key(structure), structure))
    return [each for each in found if each[1]]


# A structure has several services.
_structure_key = lru_cache(maxsize=20_000)(label_key)


def label_words(labels: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, str, str]]:
    return ((kind, word, key) for kind, key, _ in labels for word in set(key.split()))
