"""The file of a batch opened: its rows, what becomes of them, what is said of the whole file."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.domain.imports import Batch, BatchState
from directory.services.imports.batches import UnknownFormat
from directory.services.imports.known import known_codes
from directory.services.imports.territory import territory_of_batch
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.database import Database
from importers.base import Item, RowMessage
from importers.convert import ImportContext, column_notices, convert
from importers.coordinates import coordinate_notices
from importers.files.reading import read_rows
from importers.files.rows import Rows
from importers.formats.mapping import FileMapping, parse_mapping
from importers.gone import columns_gone, refuse_gone, renamed, silent_fields
from importers.registry import format_of
from search.places.clock import local_day
from search.places.gazetteer import Gazetteer

WITHOUT, RENAMED = "without", "renamed"
"""Options of a batch: columns agreed to be gone, and title in the file → title read."""
_LAST_BATCHES = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """``silent``: flat names of the fields that the file has no column for."""

    rows: Rows
    mapping: FileMapping
    items: Iterator[Item]
    silent: frozenset[str]

    @property
    def notices(self) -> tuple[RowMessage, ...]:
        columns = column_notices(self.rows.header, self.mapping)
        return (*self.rows.notices, *columns, *coordinate_notices(self.rows, self.mapping))


def open_batch(database: Database, gazetteer: Gazetteer, batch: Batch) -> Opened:
    """Open the file of a batch. The same file gives the same items, on whatever day it is read again.

    Raises UnreadableFile, ``colonnes-disparues`` when columns that the source gave before are absent and nobody agreed.
    """
    with database.read() as uow:
        content = uow.batches.file(batch.id)
        known = known_codes(load_taxonomy(uow), uow.institutions.all())
        before = _columns_before(uow.batches.latest(limit=_LAST_BATCHES), batch)
    mapping = mapping_of(batch)
    rows = renamed(
        read_rows(content, batch.file_name, columns=mapping.used_columns), _names(batch.options.get(RENAMED))
    )
    if batch.state in (BatchState.RECEIVED, BatchState.PREVIEWED, BatchState.UNREADABLE):
        refuse_gone(columns_gone(rows.header, before, mapping, _texts(batch.options.get(WITHOUT))))
    context = ImportContext(
        gazetteer,
        known,
        local_day(batch.created_at),
        source=str(batch.options.get("source", "")),
        territory=territory_of_batch(batch.options, gazetteer),
    )
    return Opened(rows, mapping, convert(rows, mapping, context), silent_fields(rows.header, mapping))


def mapping_named(format_name: str, mapping_text: str) -> FileMapping:
    """Return a mapping. Raises BadMapping, UnknownFormat."""
    if mapping_text:
        return parse_mapping(mapping_text, format_name)
    found = format_of(format_name)
    if found is None:
        raise UnknownFormat(format_name)
    return found.mapping


def mapping_of(batch: Batch) -> FileMapping:
    return mapping_named(batch.format, str(batch.options.get("mapping", "")))


def _columns_before(batches: list[Batch], batch: Batch) -> tuple[str, ...]:
    """Return the columns of the last file applied of the same source and format, as far as they were kept."""
    for each in batches:
        is_same = each.id != batch.id and (each.source, each.format) == (batch.source, batch.format)
        if is_same and each.state is BatchState.APPLIED:
            return _texts(each.report.get("columns"))
    return ()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _names(value: object) -> dict[str, str]:
    return {name: str(title) for name, title in value.items()} if isinstance(value, dict) else {}
