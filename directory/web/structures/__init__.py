"""The page of a structure."""
