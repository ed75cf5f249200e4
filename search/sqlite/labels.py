"""Suggestions from the labels of the index, in the order of ``search.suggest``."""

import sqlite3

from search.suggest import suggestion_words

_LABEL = "select key, min(label) from label where count > 0 and kind = ?"


def labels_matching(connection: sqlite3.Connection, kind: str, text: str, limit: int) -> tuple[str, ...]:
    """Return at most ``limit`` labels of a kind: those that start with the text, then those that hold its words."""
    whole, beginning = suggestion_words(text)
    if not beginning:
        return ()
    start = " ".join((*whole, beginning))
    found = connection.execute(
        f"{_LABEL} and key >= ? and key < ? group by key order by key limit ?",
        (kind, start, _after(start), limit),
    ).fetchall()
    if len(found) < limit:
        found += _holding(connection, kind, whole, beginning, start, limit - len(found))
    return tuple(label for _, label in found)


def _after(prefix: str) -> str:
    """Return a text above every text that starts with ``prefix``; folded words hold no character this high."""
    return prefix + "\U0010ffff"


def _holding(
    connection: sqlite3.Connection, kind: str, whole: tuple[str, ...], beginning: str, start: str, limit: int
) -> list[tuple[str, str]]:
    conditions = ["key in (select key from label_word where kind = ? and word >= ? and word < ?)"]
    values: list[str | int] = [kind, kind, beginning, _after(beginning)]
    for word in whole:
        conditions.append("key in (select key from label_word where kind = ? and word = ?)")
        values += [kind, word]
    values += [start, _after(start), limit]
    return connection.execute(
        f"{_LABEL} and {' and '.join(conditions)} and not (key >= ? and key < ?) group by key order by key limit ?",
        values,
    ).fetchall()
