"""The schema, one migration at a time."""
