"""Measurements: how fast (``python -m bench``) and how well (``bench.relevance``) the product answers."""
