"""Repositories of what people say of fiches."""
