"""The file of a batch opened: its rows, what becomes of them, what is said of the whole file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from directory.domain.changes import Json
from directory.domain.imports import Batch, BatchState
from directory.services.imports.batches import UnknownFormat
from directory.services.imports.corrected import READING, corrections_from
from directory.services.imports.keeping import (
    TRIED_UNDER,
    Keeper,
    fingerprint,
    kept_items,
    messages_from,
    messages_json,
)
from directory.services.imports.known import known_codes
from directory.services.imports.own import OwnFiches
from directory.services.imports.territory import BatchTerritory
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.conversions import Conversion
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from importers.base import RowMessage
from importers.convert import ImportContext, column_notices, convert
from importers.coordinates import coordinates_of
from importers.files.reading import read_rows
from importers.files.source import PackedFile
from importers.files.titles import renamed
from importers.formats.mapping import FileMapping, parse_mapping
from importers.gone import Gone, columns_gone, refuse_gone, silent_fields
from importers.kept import Kept, kept
from importers.registry import format_of
from search.places.clock import local_day
from search.places.gazetteer import Gazetteer

WITHOUT, RENAMED = "without", "renamed"
"""Options of a batch: columns agreed to be gone, and title in the file → title read."""


@dataclass(slots=True)
class Opened:
    """What becomes of the rows of a file, and what is said of the whole of it.

    silent   flat names of the fields that the file has no column for.
    keeper   keeps what the rows become, where that was not kept already.
    own      finds the fiches that the rows name as this base does.
    tried_under   mark under which the rows were tidied and checked, where a trial did; else empty.
    """

    header: tuple[str, ...]
    notices: tuple[RowMessage, ...]
    items: Iterator[Kept]
    silent: frozenset[str]
    keeper: Keeper | None = None
    own: OwnFiches | None = None
    tried_under: str = ""

    def keep(self, items: Sequence[Kept], mark: str) -> None:
        if self.keeper is not None:
            self.keeper.keep(items, self.header, mark)

    def all_kept(self) -> None:
        """Say that every item was given to ``keep``."""
        if self.keeper is not None:
            head: dict[str, Json] = {
                "header": list(self.header),
                "notices": messages_json(self.notices),
                "silent": [*sorted(self.silent)],
            }
            self.keeper.finish(head)


def open_batch(database: Database, gazetteer: Gazetteer, batch: Batch) -> Opened:
    """Open the file of a batch: see ``_opened``."""
    opened = _opened(database, gazetteer, batch)
    opened.own = OwnFiches(mapping_of(batch), gazetteer, local_day(batch.created_at))
    return opened


def _opened(database: Database, gazetteer: Gazetteer, batch: Batch) -> Opened:
    """Open the file of a batch. The same file gives the same items, on whatever day it is read again.

    What its rows became is read back where it was kept: for this batch, or for the same file read in the same way.
    Raises UnreadableFile, ``colonnes-disparues`` when columns that the source gave before are absent and nobody agreed.
    """
    looked_at = batch.state in (BatchState.RECEIVED, BatchState.PREVIEWED, BatchState.UNREADABLE)
    day, territory = local_day(batch.created_at), BatchTerritory(batch.options, gazetteer)
    with database.read() as uow:
        found = None if looked_at else uow.conversions.of_batch(batch.id)
        if found is not None:
            return _kept(database, found)
        content = PackedFile(uow.batches.packed(batch.id))
        known = known_codes(load_taxonomy(uow), uow.institutions.all())
        last = uow.batches.last_applied(batch.source, batch.format, but=batch.id) if looked_at else None
        mark = fingerprint(uow, batch)
        found = uow.conversions.like(batch.id, mark, day, territory.codes) if looked_at else None
    mapping = mapping_of(batch)
    before = _texts(last.report.get("columns")) if last is not None else ()
    agreed = _texts(batch.options.get(WITHOUT))
    if found is not None and _taken(database, found, batch):
        opened = _kept(database, replace(found, batch_id=batch.id))
        refuse_gone(columns_gone(opened.header, before, mapping, agreed))
        return opened
    said = corrections_from(batch.options.get(READING))
    read = read_rows(content, batch.file_name, columns=mapping.used_columns, said=said)
    rows = renamed(read, _names(batch.options.get(RENAMED)))
    if looked_at:
        refuse_gone(columns_gone(rows.header, before, mapping, agreed))
    context = ImportContext(gazetteer, known, day, source=str(batch.options.get("source", "")), territory=territory)
    coordinates = coordinates_of(rows, mapping)
    notices = (*rows.notices, *column_notices(rows.header, mapping), *coordinates.notices)
    items = map(kept, convert(rows, mapping, context, coordinates))
    keeper = Keeper(database, batch.id, mark, day, territory) if looked_at else None
    return Opened(rows.header, notices, items, silent_fields(rows.header, mapping), keeper)


def kept_of(database: Database, batch: Batch) -> Iterable[Kept]:
    """Give back what the rows of a batch became, as far as it was kept."""
    with database.read() as uow:
        found = uow.conversions.of_batch(batch.id)
    return () if found is None else _kept(database, found).items


def _taken(database: Database, found: Conversion, batch: Batch) -> bool:
    """Make a conversion that of a batch; False when another batch took it in between."""
    with database.write() as uow:
        return uow.conversions.move(found.batch_id, batch.id)


def _kept(database: Database, found: Conversion) -> Opened:
    head = found.head
    header = _texts(head.get("header"))
    silent = frozenset(_texts(head.get("silent")))
    return Opened(
        header, messages_from(head.get("notices")), kept_items(database, found.batch_id, header), silent,
        tried_under=str(head.get(TRIED_UNDER, "")),
    )  # fmt: skip


def gone_of(database: Database, batch: Batch, header: tuple[str, ...]) -> tuple[Gone, ...]:
    """Return the columns that the last file of a source had, that this one has not, and that nobody answered for."""
    with database.read() as uow:
        last = uow.batches.last_applied(batch.source, batch.format, but=batch.id)
    before = _texts(last.report.get("columns")) if last is not None else ()
    names = _names(batch.options.get(RENAMED))
    here = tuple(names.get(title, title) for title in header)
    return columns_gone(here, before, mapping_of(batch), _texts(batch.options.get(WITHOUT)))


def renames_of(uow: UnitOfWork, source: str, format_name: str) -> dict[str, Json]:
    """Return title in the file → title read of the last file applied of a source: its next ones are read so too."""
    last = uow.batches.last_applied(source, format_name)
    return {**_names(last.options.get(RENAMED))} if last is not None else {}


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


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _names(value: object) -> dict[str, str]:
    return {name: str(title) for name, title in value.items()} if isinstance(value, dict) else {}
