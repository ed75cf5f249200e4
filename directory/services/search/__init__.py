"""A question asked, answered, and told why: what pages and API search with."""
