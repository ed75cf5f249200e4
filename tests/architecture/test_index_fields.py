"""An indexed field is named in search/document.py alone; engines use those names and answer every criterion."""

import ast
import re

from search.criteria import CRITERIA
from search.document import CODE_FIELDS, FIELDS
from search.sqlite import schema
from search.sqlite.clauses import CLAUSES
from search.sqlite.columns import FLAGS, INTEGERS, REALS
from tests.architecture.sources import modules, relative

DERIVED = {
    "live": ("id",),
    "pointed": ("places",),
    "placed": ("places",),
    "known_area": ("areas",),
    "hours": ("open_minutes", "possible_minutes", "timezone"),
    "area": ("areas",),
    "commune": ("places",),
    "latitude": ("places",),
    "longitude": ("places",),
    "x": ("places",),
    "y": ("places",),
    "z": ("places",),
}
"""Columns of the embedded engine that are no field of the document, and the fields they are worked out from."""


def test_every_column_of_the_embedded_engine_is_a_field_or_is_derived_from_fields() -> None:
    columns = {*INTEGERS, *REALS, *FLAGS}
    assert columns - set(FIELDS) == set(DERIVED)
    assert {field for fields in DERIVED.values() for field in fields} <= set(FIELDS)


def test_the_embedded_engine_reads_no_other_column() -> None:
    known = {"codes": {*CODE_FIELDS}, "integers": {*INTEGERS}, "reals": {*REALS}, "flags": {*FLAGS}}
    read = 0
    for path, tree in modules("search/sqlite"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
                continue
            holder = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if holder in known and isinstance(node.slice.value, str):
                read += 1
                assert node.slice.value in known[holder], f"{relative(path)}:{node.lineno} reads {node.slice.value!r}"
    assert read > 20


def test_the_stored_document_has_fields_for_columns() -> None:
    found = re.search(r"create table doc\((.*?)\);", schema.DDL, re.DOTALL)
    assert found is not None
    columns = {line.split()[0] for line in found.group(1).split(",")}
    assert columns - {"row", "columns"} <= set(FIELDS)


def test_every_criterion_has_its_clause_in_the_embedded_engine() -> None:
    assert set(CLAUSES) == set(CRITERIA)
