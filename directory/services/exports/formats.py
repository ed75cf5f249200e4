"""The forms in which fiches can be taken away."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from directory.services.exports.cells import Cells, native_rows
from directory.services.exports.data_inclusion import document_pieces
from directory.services.exports.geojson import feature_pieces
from directory.services.exports.given import Facts, Given, Write
from directory.services.exports.hsds import page_pieces
from directory.services.exports.identity import identifier_of
from directory.services.exports.tables import csv_pieces, line_pieces


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One form. ``label`` and ``help`` are for people; ``content_type`` and ``extension`` for their machines.

    comes_back   importing the file changes nothing.
    a_second     fiches read and written in a second, on a busy machine.
    """

    code: str
    label: str
    help: str
    extension: str
    content_type: str
    write: Write
    comes_back: bool = False
    a_second: int = 3_000


def _table(pieces: Callable[[Iterable[Cells], Facts], Iterator[bytes]]) -> Write:
    return partial(_write_table, pieces)


def _write_table(
    pieces: Callable[[Iterable[Cells], Facts], Iterator[bytes]], given: Iterable[Given], facts: Facts
) -> Iterator[bytes]:
    return pieces((row for each in given for row in rows_of(each)), facts)


def _workbook_pieces(rows: Iterable[Cells], facts: Facts) -> Iterator[bytes]:
    # Loaded at the first workbook: a process that makes none is neither slowed down nor made heavier.
    from directory.services.exports.workbook import workbook_pieces

    return workbook_pieces(rows, facts)


def rows_of(given: Given) -> Iterator[Cells]:
    """Yield the rows of a fiche under the columns of the template."""
    return native_rows(given.fiche.content, identifier_of(given.fiche, given.mark), named=given.named)


_ALL = (
    ExportFormat(
        "xlsx",
        "Classeur (XLSX)",
        "Pour Excel ou LibreOffice\u00a0: une ligne par fiche et par lieu, les colonnes expliquées sur une seconde "
        "feuille. Corrigé, il peut être importé.",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _table(_workbook_pieces),
        comes_back=True,
        a_second=1_500,
    ),
    ExportFormat(
        "csv",
        "Tableau (CSV)",
        "Les mêmes colonnes que le classeur, en texte, séparées par des points-virgules.",
        "csv",
        "text/csv; charset=utf-8",
        _table(csv_pieces),
        comes_back=True,
    ),
    ExportFormat(
        "ndjson",
        "Lignes JSON (NDJSON)",
        "Pour un logiciel\u00a0: un objet JSON par ligne, les mêmes colonnes, les listes en listes.",
        "ndjson",
        "application/x-ndjson",
        _table(line_pieces),
        comes_back=True,
    ),
    ExportFormat(
        "geojson",
        "Carte (GeoJSON)",
        "Pour un outil de cartographie\u00a0: un point par lieu, avec ce que dit la fiche.",
        "geojson",
        "application/geo+json",
        feature_pieces,
    ),
    ExportFormat(
        "data-inclusion",
        "data·inclusion (schéma v1)",
        "Pour un outil qui lit data·inclusion\u00a0: les services, puis leurs structures, dans un document JSON.",
        "json",
        "application/json",
        document_pieces,
        comes_back=True,
    ),
    ExportFormat(
        "hsds",
        "HSDS 3.0 (Open Referral)",
        "Pour un outil qui lit ce standard international\u00a0: les services avec leurs lieux, dans un document JSON.",
        "json",
        "application/json",
        page_pieces,
    ),
)

EXPORT_FORMATS: Mapping[str, ExportFormat] = MappingProxyType({each.code: each for each in _ALL})
"""By code, in the order shown."""
