"""Which column is what: mappings, their rules, and the template."""
