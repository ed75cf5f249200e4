"""A file of offices: its rows, each with what it says or why it is refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from importers.cells.cleaning import Flaw
from importers.files.reading import read_rows
from importers.files.rows import Limits, Row, UnreadableFile
from importers.files.titles import column_name
from importers.offices import COLUMNS, NEEDED, CellFault, OfficeDraft, OfficeReader

FIELD_OF_COLUMN: Mapping[str, str] = {
    "type": "kind", "nom": "name", "adresse": "address", "code_postal": "postcode", "commune": "commune",
    "telephone": "phone", "courriel": "email", "zones": "areas", "rang": "rank", "note": "note",
}  # fmt: skip
"""Column of the file, and field of a draft as of an office."""
LIMITS = Limits(file_bytes=300_000, unpacked_bytes=3_000_000, rows=5_000, columns=60, cells=300_000, cell_chars=20_000)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One row. ``columns``: those of the file that are known: what a file has no column for is not said by it."""

    line: int
    draft: OfficeDraft
    faults: tuple[CellFault, ...]
    columns: frozenset[str]


def read_offices(content: bytes, name: str, reader: OfficeReader) -> list[OfficeRow]:
    """Return the rows of a CSV file or a workbook. Raises UnreadableFile."""
    rows = read_rows(content, name, columns=COLUMNS, limits=LIMITS)
    known = {column_name(column): column for column in COLUMNS}
    titles = {title: known[column_name(title)] for title in rows.header if column_name(title) in known}
    absent = [column for column in NEEDED if column not in titles.values()]
    if absent:
        raise UnreadableFile(
            "colonnes-absentes",
            f"Il manque {'la colonne' if len(absent) == 1 else 'les colonnes'} {', '.join(absent)}.",
            f"Les colonnes sont\u00a0: {';'.join(COLUMNS)}.",
        )
    columns = frozenset(titles.values())
    return list(_read(rows, titles, columns, reader))


def _read(
    rows: Iterable[Row], titles: Mapping[str, str], columns: frozenset[str], reader: OfficeReader
) -> Iterator[OfficeRow]:
    for row in rows:
        said = {titles[title]: text for title, text in row.cells.items() if title in titles}
        if any(text.strip() for text in said.values()):
            draft, faults = reader.read(said)
            cut = [CellFault(each.column, Flaw(each.kind, each.text, each.value, each.advice)) for each in row.errors]
            yield OfficeRow(row.line, draft, (*faults, *cut), columns)


def over(draft: OfficeDraft, before: OfficeDraft, columns: frozenset[str]) -> OfficeDraft:
    """Return a draft that keeps of ``before`` what its file has no column for."""
    kept = {field: getattr(before, field) for column, field in FIELD_OF_COLUMN.items() if column not in columns}
    return replace(draft, **kept)
