"""The embedded engine: FTS5 identifiers and numpy columns in one SQLite file."""
