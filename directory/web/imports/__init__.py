"""Imports on screen: one address for each step, safe to leave, to load again and to come back to."""
