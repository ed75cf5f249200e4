"""What to beat: SQLite's own full text, folded, unstemmed, every word required, BM25."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bench.relevance.measure import DEPTH
from search.text.analysis import STOP, words


@dataclass(frozen=True, slots=True)
class PlainText:
    """The same words as in the document of the product, before any analysis."""

    id: int
    title: str
    structure: str
    needs: str
    body: str


class Baseline:
    """FTS5 with ``unicode61 remove_diacritics 2`` over the plain texts, ordered by ``bm25()``, then by id.

    drop_stop_words   leave out the stop words of the product, as a database's French configuration would; otherwise
                      "la" and "de" are required too.
    """

    def __init__(self, texts: Iterable[PlainText], *, drop_stop_words: bool) -> None:
        self._dropped = STOP if drop_stop_words else frozenset()
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE fiche USING fts5"
            "(title, structure, needs, body, tokenize = 'unicode61 remove_diacritics 2')"
        )
        self._connection.executemany(
            "INSERT INTO fiche (rowid, title, structure, needs, body) VALUES (?, ?, ?, ?, ?)",
            ((one.id, one.title, one.structure, one.needs, one.body) for one in texts),
        )

    def ranking(self, text: str) -> list[int]:
        """Return the first fiches that hold every word of ``text``, best first."""
        kept = [word for word in words(text) if word not in self._dropped]
        if not kept:
            return []
        rows = self._connection.execute(
            "SELECT rowid FROM fiche WHERE fiche MATCH ? ORDER BY bm25(fiche), rowid LIMIT ?",
            (" ".join(f'"{word}"' for word in kept), DEPTH),
        )
        return [identifier for (identifier,) in rows]
