"""docs/privacy.md names every table and every column of the base, and nothing that is not there."""

import re
from pathlib import Path

from directory.store.tables import metadata

PAGE = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text(encoding="utf-8")


def test_the_register_names_every_column_of_every_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    told = {table: re.findall(r"`(\w+)`", columns) for table, columns, _, _ in rows}
    assert len(rows) == len(told), "a table is told once"
    assert told == {table.name: [column.name for column in table.columns] for table in metadata.sorted_tables}


def test_what_is_kept_of_the_person_who_is_helped_is_nothing() -> None:
    assert "Aucune personne aidée" in PAGE
