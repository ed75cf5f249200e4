"""Rows of a spreadsheet (XLSX, XLS, ODS). A workbook cannot be streamed: one sheet is held in memory, by calamine."""

import datetime
import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from importers.base import RowMessage
from importers.files import accents, titles
from importers.files.alternatives import first_lines, summary
from importers.files.corrections import NO_TITLES, Alternatives, Corrections
from importers.files.csv_rows import clean_cell, too_many_rows
from importers.files.rows import Limits, Row, UnreadableFile
from importers.files.totals import without_totals
from importers.files.workbook_size import check_size

# Not the binary form (XLSB): its size cannot be known before it is opened.
_MARKER_FILES = ("xl/workbook.xml", "content.xml")


def check_archive(content: bytes, limits: Limits) -> None:
    """Refuse an archive that is no workbook, or that holds more than the limits once opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
                raise UnreadableFile(
                    "trop-gros",
                    "Une fois décompressé, ce fichier est beaucoup trop gros pour être lu.",
                    "Découpez-le en plusieurs fichiers, ou exportez-le en CSV.",
                )
            if not any(entry.filename in _MARKER_FILES for entry in entries):
                raise UnreadableFile(
                    "archive",
                    "Ce fichier est une archive ou un document, pas un classeur.",
                    "Décompressez-le et envoyez le fichier CSV, XLSX ou JSON qu’il contient.",
                )
            check_size(archive, limits)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise UnreadableFile(
            "classeur-abime", "Ce classeur est abîmé ou incomplet.", "Ouvrez-le et enregistrez-le de nouveau."
        ) from error


@dataclass(frozen=True, slots=True)
class SheetTitles:
    """The titles of a sheet: the row that holds them, from 1, their names, and what to say of where they were found."""

    row: int
    names: list[str]
    notices: tuple[RowMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """The sheet that is read, its titles, and a notice when others are left aside."""

    sheet: CalamineSheet
    titles: SheetTitles
    notices: tuple[RowMessage, ...]
    alternatives: Callable[[], Alternatives]


def open_sheet(content: bytes, expected: Collection[str], said: Corrections) -> OpenedSheet:
    """Return the visible sheet that was asked for, else the one that has the columns expected.

    Else the first that has two columns, else the first; all have two rows at least.
    """
    filled = [sheet for sheet in _visible_sheets(content) if sheet.height >= 2]
    if not filled:
        raise UnreadableFile(
            "sans-donnees", "Ce classeur n’a aucune ligne sous les titres des colonnes.", "Vérifiez le fichier exporté."
        )
    found = [_titles_of(sheet, expected, said.titles) for sheet in filled]
    fits = [(place.known if place.known > 1 else 0, place.width > 1) for place, _ in found]
    best = max(range(len(filled)), key=lambda each: (filled[each].name == said.sheet, fits[each], -each))
    others = ", ".join(f"« {sheet.name} »" for rank, sheet in enumerate(filled) if rank != best)
    notices: tuple[RowMessage, ...] = ()
    if others and filled[best].name != said.sheet:
        notices = (
            RowMessage(
                1,
                "feuilles-ignorees",
                f"Seule la feuille « {filled[best].name} » est lue ; sont laissées : {others}.",
                advice="Pour les importer, enregistrez chaque feuille dans un fichier.",
            ),
        )

    def alternatives() -> Alternatives:
        return Alternatives(
            sheets=tuple((sheet.name, summary(own.names)) for sheet, (_, own) in zip(filled, found, strict=True)),
            lines=first_lines(
                ((line.row, line.cells) for line in islice(_lines(filled[best]), titles.MOST_LINES)),
                found[best][1].row,
            ),
        )

    return OpenedSheet(filled[best], found[best][1], notices, alternatives)


def _visible_sheets(content: bytes) -> list[CalamineSheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        return [workbook.get_sheet_by_name(name) for name in visible]
    except BaseException as error:
        # A fault in calamine's own code comes as a PanicException, which is no Exception and can be named only so.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(
            "classeur-abime",
            "Ce classeur n’a pas pu être lu ; il est peut-être protégé par un mot de passe.",
            "Retirez la protection, puis enregistrez-le de nouveau au format XLSX.",
        ) from error


def _titles_of(sheet: CalamineSheet, expected: Collection[str], said: int | None) -> tuple[titles.Titles, SheetTitles]:
    first = list(islice(_lines(sheet), titles.MOST_LINES))
    place = titles.titles_among([line.cells for line in first], expected)
    if not first:
        return place, SheetTitles(1, [])
    rank = titles.rank_of([line.row for line in first], said, place.rank)
    names = list(first[rank].cells) if rank is not None else [""] * max(len(line.cells) for line in first)
    while rank is not None and names and not names[-1]:
        names.pop()
    if rank is not None:
        names += [""] * _unnamed(len(names), [line.cells for line in first[rank + 1 :]])
    above = titles.told(first[place.rank].row, (line.cells for line in first[: place.rank])) if said is None else ()
    return place, SheetTitles(first[rank].row if rank is not None else NO_TITLES, names, above)


def _unnamed(width: int, rows: list[list[str]]) -> int:
    """Return how many columns beyond the last title most rows fill: they have no title, and hold something."""
    most = max((len(cells) for cells in rows), default=0)
    filled = (sum(1 for cells in rows if any(cells[column:])) for column in range(width, most))
    return sum(1 for count in filled if 2 * count > len(rows))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that is not blank, with what merged cells give it.

    row       its number, from 1.
    merged    ranks of the columns that it has from a cell above.
    written   its texts as they are in the file.
    """

    row: int
    cells: list[str]
    merged: tuple[int, ...]
    written: str


def _lines(sheet: CalamineSheet) -> Iterator[_Line]:
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            spans[top].append((left, bottom))
    held: dict[int, tuple[int, str]] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = [cell_text(value) for value in values]
        is_blank = not any(cells)
        held = {column: (last, text) for column, (last, text) in held.items() if last >= row}
        merged = tuple(column for column in sorted(held) if column < len(cells) and not cells[column])
        for column in merged:
            cells[column] = held[column][1]
        held |= {
            left: (bottom, cells[left]) for left, bottom in spans.get(row, ()) if left < len(cells) and cells[left]
        }
        if not is_blank:
            yield _Line(row + 1, cells, merged, " ".join(value for value in values if isinstance(value, str)))


def sheet_rows(
    sheet: CalamineSheet, header: tuple[str, ...], place: SheetTitles, limits: Limits
) -> Generator[Row, None, None]:
    """Yield the rows under the titles; ``line`` is the number the spreadsheet shows."""
    yield from without_totals(titles.without_repeats(_rows(sheet, header, place.row, limits), header, place.names))


def _rows(sheet: CalamineSheet, header: tuple[str, ...], heading: int, limits: Limits) -> Iterator[Row]:
    width, count = len(header), 0
    for line in _lines(sheet):
        if line.row <= heading:
            continue
        count += 1
        if count > limits.rows:
            raise too_many_rows(limits)
        cells = (line.cells + [""] * width)[:width]
        errors = (_beyond(line.row),) if any(line.cells[width:]) else ()
        warnings = (*_merged(line, header), *accents.told(line.row, (line.written,)))
        yield Row(line.row, dict(zip(header, cells, strict=True)), errors, warnings)


def _merged(line: _Line, header: tuple[str, ...]) -> tuple[RowMessage, ...]:
    names = ", ".join(header[column] for column in line.merged if column < len(header))
    if not names:
        return ()
    text = "Des cellules fusionnées s’étendent sur cette ligne : leur valeur y est reprise."
    advice = "Répétez la valeur sur chaque ligne si ce n’est pas la bonne."
    return (RowMessage(line.row, "cellules-fusionnees", text, "", names, advice),)


def _beyond(line: int) -> RowMessage:
    return RowMessage(
        line,
        "ligne-trop-longue",
        "La ligne a des cellules remplies à droite de la dernière colonne nommée.",
        advice="Donnez un titre à chaque colonne, ou effacez ces cellules.",
    )


def cell_text(value: object) -> str:
    """Return a cell as a person would type it: whole numbers without decimals, dates in ISO form."""
    if isinstance(value, str):
        return clean_cell(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if value is None else str(value)
