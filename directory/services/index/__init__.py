"""The search index kept in step with the base."""
