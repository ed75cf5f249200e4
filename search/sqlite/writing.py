"""Changes to the live generation: one short transaction for each chunk, its cursor moved inside it."""

import sqlite3
from collections import Counter
from collections.abc import Sequence

from search.document import ResourceDocument
from search.sqlite import schema
from search.sqlite.building import PatternNumbers, add_labels, insert_sql, labels_of
from search.sqlite.rows import DOC_COLUMNS, column_row, doc_values

CHUNK = 250
"""Documents a transaction: other writers wait 50 ms, not seconds."""

_UPSERT = (
    insert_sql()
    + " on conflict(row) do update set "
    + ", ".join(f"{name} = excluded.{name}" for name in DOC_COLUMNS.replace(" ", "").split(",") if name != "row")
)

_COUNTED = "words, title_key, service_label, structure_label"
"""By these a row is counted among words and labels."""


class Writer:
    """The one writer of a generation; the caller holds the lease of the index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._built = schema.state(connection, "built")
        self._pattern_of = PatternNumbers(connection)

    def put(self, documents: Sequence[ResourceDocument], cursor: int | None) -> None:
        """Add or replace documents; the cursor moves with the last chunk, unless it is None."""
        for start in range(0, max(1, len(documents)), CHUNK):
            last = start + CHUNK >= len(documents)
            self._transaction(documents[start : start + CHUNK], (), cursor if last else None)

    def remove(self, ids: Sequence[int], cursor: int) -> None:
        """Take documents away; the cursor moves with the last chunk."""
        for start in range(0, max(1, len(ids)), CHUNK):
            last = start + CHUNK >= len(ids)
            self._transaction((), ids[start : start + CHUNK], cursor if last else None)

    def _transaction(self, documents: Sequence[ResourceDocument], removed: Sequence[int], cursor: int | None) -> None:
        run = self._connection.execute
        run("begin immediate")
        try:
            words: Counter[str] = Counter()
            labels: Counter[tuple[str, str, str]] = Counter()
            rows: list[int] = []
            for document in documents:
                rows.extend(self._put_one(document, words, labels))
            for identifier in removed:
                row = self._remove_one(identifier, words, labels)
                if row is not None:
                    rows.append(row)
            self._count_words(words, rows)
            self._count_labels(labels)
            if cursor is not None:
                schema.set_state(self._connection, "cursor", cursor)
            run("commit")
        except BaseException:
            run("rollback")
            raise

    def _put_one(
        self, document: ResourceDocument, words: Counter[str], labels: Counter[tuple[str, str, str]]
    ) -> set[int]:
        """Return the rows that changed: of a fiche that was built with the index, the one it leaves as well."""
        run = self._connection.execute
        held = run(f"select row, seq, identifiers, {_COUNTED} from doc where id = ?", (document.id,)).fetchone()
        if held is not None and held[1] >= document.seq:
            return set()
        row = None
        changed: set[int] = set()
        if held is None:
            run("update state set value = value + 1 where key = 'documents'")
        else:
            row = int(held[0])
            changed.add(row)
            self._forget_identifiers(row, held[2])
            self._discount(held[3:], words, labels)
        if row is not None and row <= self._built:
            # The text of a row of the build stands in the files of its stems: the fiche moves to another row.
            run("delete from doc where row = ?", (row,))
            row = None
        if row is None:
            row = int(run("select max(coalesce(max(row), 0), ?) + 1 from doc", (self._built,)).fetchone()[0])
            changed.add(row)
        run(_UPSERT, doc_values(row, document, column_row(document, self._pattern_of)))
        self._connection.executemany(
            "insert or ignore into identifier values (?, ?)", [(value, row) for value in document.identifiers]
        )
        words.update(document.words)
        labels.update(labels_of(document.title_key, document.service_label, document.structure_label))
        return changed

    def _remove_one(self, identifier: int, words: Counter[str], labels: Counter[tuple[str, str, str]]) -> int | None:
        run = self._connection.execute
        held = run(f"select row, identifiers, {_COUNTED} from doc where id = ?", (identifier,)).fetchone()
        if held is None:
            return None
        self._forget_identifiers(held[0], held[1])
        self._discount(held[2:], words, labels)
        run("delete from doc where row = ?", (held[0],))
        run("update state set value = value - 1 where key = 'documents'")
        return int(held[0])

    def _forget_identifiers(self, row: int, values: str) -> None:
        # By value, as the table is sorted: by row, all of it would be read.
        self._connection.executemany(
            "delete from identifier where value = ? and row = ?", [(value, row) for value in values.split()]
        )

    @staticmethod
    def _discount(counted: Sequence[str], words: Counter[str], labels: Counter[tuple[str, str, str]]) -> None:
        """Take away what a row was counted for; ``counted``: its values of ``_COUNTED``."""
        text, *said = counted
        words.subtract(text.split())
        labels.subtract(labels_of(*said))

    def _count_words(self, words: Counter[str], rows: Sequence[int]) -> None:
        run = self._connection.execute
        seq = 0
        for row in rows:
            seq = run("insert into change(row) values (?) returning seq", (row,)).fetchone()[0]
        self._connection.executemany(
            "insert into vocab values (?, ?, ?)"
            " on conflict(word) do update set df = df + excluded.df, seq = excluded.seq",
            [(word, delta, seq) for word, delta in words.items() if delta],
        )

    def _count_labels(self, labels: Counter[tuple[str, str, str]]) -> None:
        moved = {key: delta for key, delta in labels.items() if delta}
        if not moved:
            return
        add_labels(self._connection, moved)
        for kind, key, label in (key for key, delta in moved.items() if delta < 0):
            self._connection.execute(
                "delete from label where kind = ? and key = ? and label = ? and count <= 0", (kind, key, label)
            )
            left = self._connection.execute(
                "select 1 from label where kind = ? and key = ? limit 1", (kind, key)
            ).fetchone()
            if left is None:
                gone = [(kind, word, key) for word in set(key.split())]
                self._connection.executemany("delete from label_word where kind = ? and word = ? and key = ?", gone)
