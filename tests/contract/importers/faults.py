"""Files of faults met in public reports, read with the template as a person would import them."""

from collections.abc import Mapping
from functools import cache

from importers.base import AcceptedRow, Draft
from importers.convert import convert
from importers.files.reading import read_rows
from importers.files.rows import Rows
from importers.native import native_mapping
from tests.contract.importers.known import SAMPLES, context

FOLDER = SAMPLES / "faults"


def opened(name: str) -> Rows:
    return read_rows(FOLDER / name, name, columns=native_mapping().used_columns)


@cache
def read(name: str) -> Mapping[str, AcceptedRow]:
    """Return the rows accepted of a file, by the identifier of the fiche."""
    rows = opened(name)
    items = convert(rows, native_mapping(), context())
    return {item.draft.source_id: item for item in items if isinstance(item, AcceptedRow)}


def draft(name: str, identifier: str) -> Draft:
    return read(name)[identifier].draft


def told(name: str, identifier: str) -> list[tuple[str, str]]:
    """Return the kind and the cell of each message about a row."""
    return [(each.kind, each.value) for each in read(name)[identifier].warnings]


def notices(name: str) -> list[str]:
    return [each.kind for each in opened(name).notices]
