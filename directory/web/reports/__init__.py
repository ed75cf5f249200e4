"""Errors reported on fiches: told, listed, answered."""
