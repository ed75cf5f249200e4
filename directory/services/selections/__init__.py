"""Selections: fiches put together for one person, kept for who put them together, and read again later."""
