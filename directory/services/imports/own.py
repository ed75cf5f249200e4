"""Rows of a file that this base gave: each names a fiche of ours, whoever wrote it first.

What such a row is compared with is the same row as an export would write it now, read by the same rules: a file that
comes back untouched changes nothing, whatever an export leaves out or spells otherwise, and of one that was corrected
only the cells that were corrected count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Protocol

import orjson

from directory.services.exports.cells import COLUMNS, Cells, as_text, native_rows
from directory.services.exports.data_inclusion import SERVICE_COLUMNS, service_cells, structure_cells
from directory.services.exports.given import Departments
from directory.services.exports.identity import MARK, own_number
from directory.services.exports.writing import departments_of
from directory.services.imports.known import known_codes
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.base import AcceptedRow
from importers.convert import ImportContext, convert
from importers.files.csv_rows import clean_cell
from importers.files.rows import Row, Rows
from importers.files.schemes import OF_THE_FIRST
from importers.flat import PATHS
from importers.formats.mapping import FileMapping
from importers.kept import Kept, KeptRow, Key
from importers.native import NATIVE
from importers.plan import Known
from search.places.gazetteer import Gazetteer


class _Write(Protocol):
    """Gives the rows of a fiche under an identifier.

    row   what the file says: of some fields its saying nothing tells nothing.
    """

    def __call__(
        self, content: Content, identifier: str, *, row: Content, departments: Departments, themes: Sequence[str]
    ) -> Iterable[Cells]: ...


@dataclass(frozen=True, slots=True)
class _Form:
    """How a form of files is written: its columns, and the rows of a fiche."""

    columns: tuple[str, ...]
    rows: _Write


def _native(
    content: Content, identifier: str, *, row: Content, departments: Departments, themes: Sequence[str]
) -> Iterable[Cells]:
    # A contact that the file does not give was perhaps not to be seen by who exported it.
    return native_rows(content, identifier, named=bool(row.named_contact))


def _data_inclusion(
    content: Content, identifier: str, *, row: Content, departments: Departments, themes: Sequence[str]
) -> Iterable[Cells]:
    structure = structure_cells(content)
    # A structure says the site and the networks of the first of its services alone.
    said = {
        "structure_siret": structure["siret"],
        "structure_site_web": structure["site_web"] if row.website else "",
        "structure_reseaux": structure["reseaux_porteurs"] if row.structure.networks else "",
    }
    return (service_cells(content, identifier, departments, themes) | said,)


_FORMS: Mapping[str, _Form] = MappingProxyType(
    {NATIVE: _Form(COLUMNS, _native), "data-inclusion-v1": _Form((*SERVICE_COLUMNS, *OF_THE_FIRST), _data_inclusion)}
)
"""By the name of the format that reads it."""


def names_one_of(rows: Iterable[Kept], numbers: Set[int], mark: str | None) -> bool:
    """Say whether a row names one of some fiches as the base of ``mark`` does."""
    return any(isinstance(row, KeptRow) and own_number(row.source_id, mark) in numbers for row in rows)


def speaks_of_one_of(rows: Iterable[Kept], fiches: Iterable[Content]) -> bool:
    """Say whether a row has the title, the SIRET, a number or the mail of one of some fiches: it may be about it."""
    said = {text for each in fiches for text in _telling(each) if text}
    # Asked within a request, of every row of a file: its few values are looked up, however many fiches came.
    return any(
        isinstance(row, KeptRow) and not said.isdisjoint(map(orjson.loads(row.text).get, _TELLING)) for row in rows
    )


_TELLING = ("title", "structure_siret", "phone", "second_phone", "email")
"""Flat names of what may tell that a row is about a fiche."""
_telling: Callable[[Content], tuple[str, ...]] = attrgetter(*(PATHS[name] for name in _TELLING))


class OwnFiches:
    """Finds the fiches that the rows of a file name as this base does."""

    def __init__(self, mapping: FileMapping, gazetteer: Gazetteer, today: date) -> None:
        self._mapping = mapping
        self._gazetteer = gazetteer
        self._today = today
        self._form = _FORMS.get(mapping.format)
        self._context: ImportContext | None = None

    def known(self, uow: UnitOfWork, rows: Sequence[KeptRow]) -> dict[Key, Known]:
        """Return what the base says now of the fiches that rows name."""
        if self._form is None:
            return {}
        mark = uow.marks.get(MARK)
        found = ((row, own_number(row.source_id, mark)) for row in rows)
        named = {number: row for row, number in found if number is not None}
        themes = uow.records.themes_of(list(named))
        written: list[Row] = []
        numbers: dict[str, int] = {}
        for fiche in uow.resources.by_ids(list(named)):
            row = named[fiche.id]
            numbers[row.source_id] = fiche.id
            cells = self._form.rows(
                fiche.content,
                row.source_id,
                row=row.draft.content,
                departments=partial(departments_of, self._gazetteer),
                themes=themes.get(fiche.id, ()),
            )
            written += self._read(cells, first=len(written) + 2)
        said = {item.draft.source_id: KeptRow.of(item) for item in self._converted(uow, written)}
        return {
            row.key: Known(numbers[row.source_id], said[row.source_id].digest, said[row.source_id].text)
            for row in named.values()
            if row.source_id in said
        }

    def _read(self, written: Iterable[Cells], *, first: int) -> list[Row]:
        return [
            Row(line, {name: clean_cell(as_text(cell)) for name, cell in cells.items()})
            for line, cells in enumerate(written, first)
        ]

    def _converted(self, uow: UnitOfWork, rows: Sequence[Row]) -> Iterator[AcceptedRow]:
        if not rows or self._form is None:
            return
        if self._context is None:
            known = known_codes(load_taxonomy(uow), uow.institutions.all())
            self._context = ImportContext(self._gazetteer, known, self._today)
        file = Rows("", "csv", self._form.columns, "", "", (), lambda: (row for row in rows))
        for item in convert(file, self._mapping, self._context):
            if isinstance(item, AcceptedRow):
                yield item
