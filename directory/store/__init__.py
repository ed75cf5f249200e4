"""SQL: the records, their versions and the change log. Repositories never commit; a unit of work does."""
