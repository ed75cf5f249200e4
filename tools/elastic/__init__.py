"""A real Elasticsearch for tests and benchmarks, without Docker: nodes started from a distribution kept in a cache."""
