"""The formats an administrator can choose."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importers.convert import ImportContext, convert
from importers.formats.mapping import FileMapping, load_mapping
from importers.native import native_mapping

__all__ = ["ImportContext", "ImportFormat", "codes_named", "convert", "format_of", "formats", "known_columns"]

FOLDER = Path(__file__).parent / "formats" / "mappings"


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One choice of the import page: ``name`` for links and batches, ``label`` and ``help`` for people."""

    name: str
    label: str
    help: str
    mapping: FileMapping


@cache
def formats() -> tuple[ImportFormat, ...]:
    """Return every packaged format, the template first, then by label. Raises BadMapping for a faulty file."""
    found = sorted((load_mapping(path) for path in FOLDER.glob("*.json")), key=lambda mapping: mapping.label)
    return tuple(ImportFormat(each.format, each.label, each.help, each) for each in (native_mapping(), *found))


def format_of(name: str) -> ImportFormat | None:
    return next((each for each in formats() if each.name == name), None)


@cache
def codes_named() -> Mapping[str, frozenset[str]]:
    """Return every text that the packaged mappings hold, codes among them, by the label of the format."""
    return {
        load_mapping(path).label: frozenset(texts_of(json.loads(path.read_text(encoding="utf-8"))))
        for path in sorted(FOLDER.glob("*.json"))
    }


def texts_of(value: object) -> Iterator[str]:
    """Yield the texts of a JSON value, wherever they stand; names of its keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def known_columns() -> frozenset[str]:
    """Return every column that a packaged format reads: by them the titles of a file are found before its format is."""
    return frozenset(column for each in formats() for column in each.mapping.used_columns)
