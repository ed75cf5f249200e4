"""Taking fiches away as a file."""
