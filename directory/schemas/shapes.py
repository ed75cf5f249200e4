"""The shapes that answers of the API are described with: each always given, and explained in French."""

from copy import deepcopy
from typing import Any, TypeAlias

from marshmallow import Schema, fields

Shape: TypeAlias = "fields.Field[Any]"


def text(help: str = "", **options: object) -> fields.String:
    return fields.String(required=True, metadata={"description": help}, **options)  # type: ignore[arg-type]


def number(help: str = "", **options: object) -> fields.Integer:
    return fields.Integer(required=True, strict=True, metadata={"description": help}, **options)  # type: ignore[arg-type]


def maybe(help: str = "") -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": help})


def degrees(help: str = "", *, optional: bool = True) -> fields.Float:
    return fields.Float(required=True, allow_none=optional, metadata={"description": help})


def codes(help: str = "") -> fields.List:  # type: ignore[type-arg]
    return fields.List(fields.String(), required=True, metadata={"description": help})


def flag(help: str = "") -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": help})


def instant(help: str = "") -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": help, "format": "date-time"})


def line_of(schema: type[Schema], always: str) -> type[Schema]:
    """Return the shape of a line whose fields can be chosen: only ``always`` is given whatever is asked."""
    shapes = deepcopy(schema().declared_fields)
    for name, shape in shapes.items():
        shape.required = name == always
    return Schema.from_dict(dict(shapes), name=f"{schema.__name__.removesuffix('Schema')}LineSchema")


def listed(schema: type[Schema], help: str = "") -> fields.List:  # type: ignore[type-arg]
    return fields.List(fields.Nested(schema), required=True, metadata={"description": help})


def one(schema: type[Schema], help: str = "") -> fields.Nested:
    return fields.Nested(schema, required=True, metadata={"description": help})
