"""Rows to dataclasses and back, by the names of columns and fields."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import TypeVar

from sqlalchemy import Column, RowMapping, Table

Record = TypeVar("Record")
_names: dict[type[object], tuple[str, ...]] = {}


def field_names(kind: type[object]) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass, in their order."""
    known = _names.get(kind)
    if known is None:
        assert isinstance(kind, type) and is_dataclass(kind)
        known = _names[kind] = tuple(field.name for field in fields(kind))
    return known


def record_of(kind: type[Record], row: RowMapping) -> Record:
    """Build a dataclass from the columns of the same names; every field must be among them."""
    return kind(**{name: row[name] for name in field_names(kind)})


def records_of(kind: type[Record], rows: Iterable[RowMapping]) -> list[Record]:
    return [record_of(kind, row) for row in rows]


def columns_for(kind: type[object], table: Table, *, without: tuple[str, ...] = ()) -> tuple[Column[object], ...]:
    """Return the columns of a table that hold the fields of a dataclass."""
    return tuple(table.c[name] for name in field_names(kind) if name not in without)


def values_of(record: object, *, without: tuple[str, ...] = ()) -> dict[str, object]:
    """Return what to write in the columns of the same names."""
    return {name: getattr(record, name) for name in field_names(type(record)) if name not in without}
