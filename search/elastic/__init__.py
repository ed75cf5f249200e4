"""The Elasticsearch adapter: the same meaning as the reference, on a cluster."""
