"""The table of rights as data, and who is tried against it."""
