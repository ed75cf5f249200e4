"""The file of one generation of the embedded index."""

import sqlite3
from pathlib import Path

# FTS5 keeps its own copy of nothing: the stems stand in ``doc`` and three triggers follow it, always through
# UPSERT (INSERT OR REPLACE would not fire the delete trigger and corrupt the index).
DDL = """
create table doc(row integer primary key, id integer not null unique, seq integer not null,
  title text not null, needs_text text not null, structure text not null, body text not null,
  marks text not null, words text not null, title_key text not null, structure_key text not null,
  service_label text not null, structure_label text not null,
  identifiers text not null, columns text not null);
create virtual table fts using fts5(title, needs_text, structure, body,
  content='doc', content_rowid='row', tokenize='ascii');
create table identifier(value text not null, row integer not null, primary key(value, row)) without rowid;
create table vocab(word text primary key, df integer not null, seq integer not null) without rowid;
create table label(kind text not null, key text not null, label text not null, count integer not null,
  primary key(kind, key, label)) without rowid;
create table label_word(kind text not null, word text not null, key text not null,
  primary key(kind, word, key)) without rowid;
create table pattern(id integer primary key, kind text not null, value text not null, unique(kind, value));
create table change(seq integer primary key autoincrement, row integer not null);
create table state(key text primary key, value integer not null) without rowid;
insert into state values ('cursor', 0), ('snapshot', 0), ('pruned', 0), ('documents', 0), ('built', 0);
"""

AFTER_LOAD = """
create index doc_title on doc(title_key, id);
create index doc_structure on doc(structure_key);
create index vocab_seq on vocab(seq);
create trigger doc_added after insert on doc begin
  insert into fts(rowid, title, needs_text, structure, body)
  values (new.row, new.title, new.needs_text, new.structure, new.body); end;
create trigger doc_removed after delete on doc begin
  insert into fts(fts, rowid, title, needs_text, structure, body)
  values ('delete', old.row, old.title, old.needs_text, old.structure, old.body); end;
create trigger doc_changed after update of title, needs_text, structure, body on doc begin
  insert into fts(fts, rowid, title, needs_text, structure, body)
  values ('delete', old.row, old.title, old.needs_text, old.structure, old.body);
  insert into fts(rowid, title, needs_text, structure, body)
  values (new.row, new.title, new.needs_text, new.structure, new.body); end;
"""

BUSY_MS = 10_000
STEM_SPOTS = "stem_spots"
"""Table of each connection: where each stem stands, as FTS5 keeps it."""


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing generation; transactions are begun by hand (never the deferred read-then-write of sqlite3)."""
    connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None, check_same_thread=False)
    connection.executescript(
        f"pragma busy_timeout={BUSY_MS}; pragma journal_mode=wal; pragma synchronous=normal;"
        # Pages are the system's to keep, once for all processes: mapped, or kept again in each, they answer no faster.
        "pragma temp_store=memory; pragma mmap_size=0; pragma cache_size=-4000;"
        # Folded by ``folding``, which reads from its length when to do it.
        "pragma wal_autocheckpoint=0; pragma journal_size_limit=0;"
        f"create virtual table temp.{STEM_SPOTS} using fts5vocab(main, fts, instance);"
    )
    return connection


def create(path: Path) -> sqlite3.Connection:
    """Make the file of a generation being built: no journal, since an unfinished one is thrown away."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-16000;" + DDL)
    return connection


def state(connection: sqlite3.Connection, key: str) -> int:
    """Return a number of the generation; 0 for one that it does not know: an earlier version of the product made it."""
    row = connection.execute("select value from state where key = ?", (key,)).fetchone()
    return 0 if row is None else int(row[0])


def last_change(connection: sqlite3.Connection) -> int:
    """Return the number of the last row that changed; 0 when none did since the build."""
    return int(connection.execute("select coalesce(max(seq), 0) from change").fetchone()[0])


def changes_since_snapshot(connection: sqlite3.Connection) -> int:
    """Return how many changes a process that starts now would have to apply."""
    return last_change(connection) - state(connection, "snapshot")


def set_state(connection: sqlite3.Connection, key: str, value: int) -> None:
    connection.execute("update state set value = ? where key = ?", (value, key))
