"""Rows to fiches and back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from directory.domain.resource import Origin, Resource, SaveOrigin, missing_fields
from directory.store import content_columns
from directory.store.content_columns import CONTENT_COLUMNS, content_of, kept_values
from directory.store.tables import place, resource
from directory.store.types import codes_json
from fiche.parts import Place

Value: TypeAlias = "content_columns.Value | datetime"
Row: TypeAlias = Any
"""A sequence of values: a driver says no more."""

_HEAD_COLUMNS = (
    "id", "version", "created_at", "modified_at", "verified_at", "imported_at",
    "origin_kind", "origin_source", "origin_source_id", "origin_batch", "merged_into",
)  # fmt: skip
_HEAD = len(_HEAD_COLUMNS)
_KINDS = {kind.value: kind for kind in SaveOrigin}

RESOURCE_COLUMNS = tuple(resource.c[name] for name in (*_HEAD_COLUMNS, *(each.name for each in CONTENT_COLUMNS)))
PLACE_COLUMNS = tuple(place.c[name] for name in ("resource_id", *(each.name for each in content_columns.PLACE_COLUMNS)))


def resource_of(row: Row, places: tuple[Place, ...]) -> Resource:
    """Build a fiche from a row of ``RESOURCE_COLUMNS``."""
    number, version, created_at, modified_at, verified_at, imported_at, *where, merged_into = row[:_HEAD]
    kind, source, source_id, batch = where
    origin = Origin(_KINDS[kind], source, source_id, batch)
    content = content_of(list(row[_HEAD:]), places)
    return Resource(number, version, content, origin, created_at, modified_at, verified_at, imported_at, merged_into)


WRITTEN_COLUMNS = (*_HEAD_COLUMNS, "structure_id", "missing", *(each.name for each in CONTENT_COLUMNS))


def columns_of(saved: Resource, structure_id: int | None) -> dict[str, Value]:
    """Return what the row of a fiche holds, by column."""
    return dict(zip(WRITTEN_COLUMNS, values_of(saved, structure_id), strict=True))


def values_of(saved: Resource, structure_id: int | None) -> tuple[Value, ...]:
    """Return what the row of a fiche holds, in the order of ``WRITTEN_COLUMNS``."""
    content, origin = saved.content, saved.origin
    return (
        saved.id, saved.version, saved.created_at, saved.modified_at, saved.verified_at, saved.imported_at,
        origin.kind.value, origin.source, origin.source_id, origin.batch, saved.merged_into,
        structure_id, codes_json(missing_fields(content)), *kept_values(content),
    )  # fmt: skip


WRITTEN_PLACE_COLUMNS = ("resource_id", "rank", *content_columns.PLACE_NAMES)


def place_values_of(resource_id: int, places: Sequence[Place]) -> Iterable[tuple[Value, ...]]:
    """Return the rows of the places of a fiche, in their order, by ``WRITTEN_PLACE_COLUMNS``."""
    for rank, each in enumerate(places):
        yield resource_id, rank, *content_columns.place_values(each)
