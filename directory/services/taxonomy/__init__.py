"""Families, needs and the other vocabularies: read, edited, sown."""
