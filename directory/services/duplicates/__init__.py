"""Fiches that are one: found alike, kept apart, merged."""
