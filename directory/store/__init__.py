"""SQL: sessions, tables, one repository per aggregate, migrations."""
