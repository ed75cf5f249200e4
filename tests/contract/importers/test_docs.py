"""The documentation of mappings names everything a mapping may hold."""

from pathlib import Path

import pytest

from importers.formats.fields import FIELDS, PLACE_FIELDS
from importers.formats.mapping import CASE_KEYS, FILE_KEYS, PLACE_KEYS, RULE_KEYS

PAGE = (Path(__file__).parents[3] / "docs" / "imports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", sorted({*FIELDS, *PLACE_FIELDS, *FILE_KEYS, *PLACE_KEYS, *RULE_KEYS} | (CASE_KEYS - {"libelle"}))
)
def test_every_key_of_a_mapping_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE or f'"{name}"' in PAGE
