"""A document as a row of the index file, and the part of it that the columns need."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from search.document import CODE_FIELDS, IndexedPlace, ResourceDocument


class ColumnRow(NamedTuple):
    """What the columns hold of one row.

    hours, area   numbers of shared patterns (zone with intervals open and possible, sets of areas); area 0 = unknown.
    codes         the codes of each field of ``CODE_FIELDS``, in that order.
    places        (latitude or None, longitude or None, commune).
    """

    id: int
    valid_from: int
    valid_to: int
    verified_at: int
    modified_at: int
    complete: bool
    hours: int
    area: int
    codes: list[list[str]]
    places: list[tuple[float | None, float | None, str]]


PatternOf = Callable[[str, str], int]
"""Number of a shared pattern, from its kind and value; the same value always gives the same number."""


def column_row(document: ResourceDocument, pattern_of: PatternOf) -> ColumnRow:
    intervals = (document.open_minutes, document.possible_minutes)
    hours = orjson.dumps([document.timezone, *intervals]).decode()
    area = pattern_of("area", _areas_text(document.areas)) if document.areas else 0
    return ColumnRow(
        document.id,
        document.valid_from,
        document.valid_to,
        document.verified_at,
        document.modified_at,
        document.complete,
        pattern_of("hours", hours),
        area,
        list(map(list, _codes_of(document))),
        [(place.latitude, place.longitude, place.commune) for place in document.places],
    )


_codes_of: Callable[[ResourceDocument], tuple[tuple[str, ...], ...]] = attrgetter(*CODE_FIELDS)
# Most fiches of a base are for one of a few hundred sets of areas.
_areas_text = lru_cache(maxsize=5_000)(json.dumps)


def pack(row: ColumnRow) -> str:
    return orjson.dumps(tuple(row)).decode()


def unpack(text: str) -> ColumnRow:
    return ColumnRow(*orjson.loads(text))


DOC_COLUMNS = (
    "row, id, seq, title, needs_text, structure, body, marks, words, title_key, structure_key, "
    "service_label, structure_label, identifiers, columns"
)


def doc_values(row: int, document: ResourceDocument, columns: ColumnRow) -> tuple[int | str, ...]:
    """Return the values of ``DOC_COLUMNS``."""
    return (
        row,
        document.id,
        document.seq,
        document.title,
        document.needs_text,
        document.structure,
        document.body,
        document.marks,
        " ".join(document.words),
        document.title_key,
        document.structure_key,
        document.service_label,
        document.structure_label,
        " ".join(document.identifiers),
        pack(columns),
    )


def document_of(values: Sequence[Any], patterns: Mapping[int, str]) -> ResourceDocument:
    """Return the document of a row, from the values of ``DOC_COLUMNS`` and the shared patterns by number."""
    _, identifier, seq, title, needs_text, structure, body, marks, words_text = values[:9]
    title_key, structure_key, service, structure_label, identifiers, packed = values[9:]
    columns = unpack(packed)
    zone, opening, possible = json.loads(patterns[columns.hours])
    codes = {name: tuple(found) for name, found in zip(CODE_FIELDS, columns.codes, strict=True)}
    return ResourceDocument(
        id=identifier,
        seq=seq,
        title=title,
        needs_text=needs_text,
        structure=structure,
        body=body,
        marks=marks,
        words=tuple(words_text.split()),
        title_key=title_key,
        structure_key=structure_key,
        service_label=service,
        structure_label=structure_label,
        areas=tuple(json.loads(patterns[columns.area])) if columns.area else (),
        places=tuple(IndexedPlace(*place) for place in columns.places),
        timezone=zone,
        open_minutes=tuple((start, end) for start, end in opening),
        possible_minutes=tuple((start, end) for start, end in possible),
        valid_from=columns.valid_from,
        valid_to=columns.valid_to,
        verified_at=columns.verified_at,
        modified_at=columns.modified_at,
        complete=columns.complete,
        identifiers=tuple(identifiers.split()),
        **codes,
    )
