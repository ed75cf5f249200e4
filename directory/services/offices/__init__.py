"""Offices: kept by their institutions, and named to whoever asks where a person lives."""
