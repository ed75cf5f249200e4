"""Rows of a CSV file: separator, quoting, true line numbers, ragged and truncated lines."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from importers.base import RowMessage
from importers.files import accents
from importers.files.accents import mended
from importers.files.rows import Limits, Row, UnreadableFile

SEPARATORS = (";", "\t", ",", "|")
SAMPLE_RECORDS = 60

_SEP_LINE = re.compile(r'^"?sep=(.)"?\s*$')
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r]")


@dataclass(slots=True)
class Record:
    """Cells as written.

    line       number of their first line.
    unclosed   quotes were still open at the end of the file.
    ends_file  nothing follows, not even the end of the line.
    """

    line: int
    cells: list[str]
    too_long: bool = False
    unclosed: bool = False
    ends_file: bool = False


@dataclass(slots=True)
class _Lines:
    """Lines given to the csv module, counted, with those of the record being read kept aside."""

    source: Iterator[str]
    count: int = 0
    current: list[str] = field(default_factory=list)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self.source)
        self.count += 1
        if "\0" in line:
            line = line.replace("\0", "")
        self.current.append(line)
        return line


def records(lines: Iterable[str], separator: str, limits: Limits) -> Iterator[Record]:
    """Yield every record that is not blank; the last one says whether the file stops in its middle."""
    source = _Lines(iter(lines))
    reader = csv.reader(source, delimiter=separator)
    previous: Record | None = None
    written: list[str] = []
    while True:
        source.current = []
        first = source.count + 1
        # The limit belongs to the module, not to the reader: set it at each step, or two files read in turn share it.
        csv.field_size_limit(limits.cell_chars)
        try:
            record = Record(first, next(reader))
        except StopIteration:
            break
        except csv.Error:
            record = Record(first, [], too_long=True)
        if previous is not None:
            yield previous
        written = source.current
        previous = record if record.too_long or any(map(str.strip, record.cells)) else None
    if previous is not None:
        raw = "".join(written)
        previous.unclosed = not previous.too_long and _is_unclosed(raw, separator)
        previous.ends_file = not raw.endswith(("\n", "\r"))
        yield previous


def _is_unclosed(raw: str, separator: str) -> bool:
    try:
        list(csv.reader([raw], delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def announced_separator(first_line: str) -> str:
    """Return the separator a ``sep=;`` line announces (spreadsheets write it), or nothing."""
    match = _SEP_LINE.match(first_line)
    return match.group(1) if match else ""


def separator_of(lines: list[str], limits: Limits) -> str:
    """Return the separator under which the first records have the most cells, and the same number of them.

    A table may begin below a title: where its first line agrees with few others, the usual width of lines decides.
    """
    widths = {separator: _widths(lines, separator, limits) for separator in SEPARATORS}
    firsts = {separator: (found or [0])[0] for separator, found in widths.items()}
    best = max(SEPARATORS, key=lambda each: _score(widths[each], firsts[each]))
    if firsts[best] > 1 and 2 * widths[best].count(firsts[best]) >= len(widths[best]):
        return best
    usual = {separator: _usual(found) for separator, found in widths.items()}
    return max(SEPARATORS, key=lambda each: _score(widths[each], usual[each]))


def usual_width(lines: list[str], separator: str, limits: Limits) -> int:
    """Return how many cells most of the first records have under a separator."""
    return _usual(_widths(lines, separator, limits))


def _usual(widths: list[int]) -> int:
    return max(set(widths), key=widths.count, default=0)


def _widths(lines: list[str], separator: str, limits: Limits) -> list[int]:
    return [len(record.cells) for record in islice(records(lines, separator, limits), SAMPLE_RECORDS)]


def _score(widths: list[int], width: int) -> float:
    return width * widths.count(width) / len(widths) if width > 1 else 0.0


def clean_header(names: list[str], limits: Limits) -> tuple[tuple[str, ...], tuple[RowMessage, ...]]:
    """Return one distinct, readable name per column, and what had to be changed."""
    if len(names) > limits.columns:
        raise UnreadableFile(
            "trop-de-colonnes",
            f"Le fichier a {len(names)} colonnes ; on en lit au plus {limits.columns}.",
            "Vérifiez le séparateur, ou retirez les colonnes inutiles.",
        )
    header: list[str] = []
    notices: list[RowMessage] = []
    notices += accents.told(1, names)
    for rank, name in enumerate(names, 1):
        clean = title_of(name) or f"colonne {rank}"
        if clean in header:
            copy = 2
            while f"{clean} ({copy})" in header:
                copy += 1
            renamed = f"{clean} ({copy})"
            notices.append(
                RowMessage(
                    1,
                    "colonne-en-double",
                    f"La colonne « {clean} » figure plusieurs fois ; la suivante est lue sous le nom « {renamed} ».",
                    column=clean,
                    advice="Donnez un nom différent à chaque colonne.",
                )
            )
            clean = renamed
        header.append(clean)
    return tuple(header), tuple(notices)


def title_of(name: str) -> str:
    """Return the title of a column on one line, accents put right."""
    return _SPACES.sub(" ", mended(name).replace("\ufeff", "")).strip()


def clean_cell(text: str) -> str:
    """Return a cell trimmed, with the apostrophe that protects a formula removed and accents read twice repaired."""
    text = text.strip(" \t\r\n\u00a0\u202f\ufeff")
    if not text:
        return ""
    if text[0] == "'" and _ESCAPED_FORMULA.match(text):
        text = text[1:]
    return text if text.isascii() else mended(text)


def rows_of(found: Iterable[Record], header: tuple[str, ...], limits: Limits) -> Iterator[Row]:
    """Turn the records after the header into rows; a record that does not fit the header becomes a row in error."""
    width = len(header)
    for count, record in enumerate(found, 1):
        if count > limits.rows:
            raise too_many_rows(limits)
        cells = [clean_cell(cell) for cell in record.cells]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        error = _fault(record, len(cells), width)
        if error is not None:
            padded = cells[:width] + [""] * (width - len(cells))
            yield Row(record.line, dict(zip(header, padded, strict=True)), errors=(error,))
        else:
            yield Row(
                record.line, dict(zip(header, cells, strict=True)), warnings=accents.told(record.line, record.cells)
            )


def some_of(
    found: Iterable[Record], header: tuple[str, ...], limits: Limits, columns: Collection[str]
) -> Iterator[Row]:
    """Give the cells of some columns alone, of every record: nothing is said of them."""
    places = [(name, place) for place, name in enumerate(header) if name in columns]
    for count, record in enumerate(found, 1):
        if count > limits.rows:
            raise too_many_rows(limits)
        cells = record.cells
        yield Row(record.line, {name: clean_cell(cells[place]) if place < len(cells) else "" for name, place in places})


def too_many_rows(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "trop-de-lignes",
        f"Le fichier a plus de {limits.rows} lignes.",
        "Découpez-le en plusieurs fichiers.",
    )


def truncated(line: int, text: str) -> RowMessage:
    return RowMessage(
        line,
        "fichier-tronque",
        text,
        advice="Le fichier est sans doute coupé : exportez-le de nouveau. Aucune fiche existante n’est retirée.",
    )


def _fault(record: Record, found: int, width: int) -> RowMessage | None:
    line = record.line
    if record.too_long:
        return RowMessage(
            line,
            "cellule-trop-longue",
            "Une cellule est beaucoup trop longue pour être lue.",
            advice="Cherchez un guillemet ouvert et jamais refermé sur cette ligne.",
        )
    if record.unclosed:
        return truncated(
            line, "Un guillemet est ouvert sur cette ligne et n’est jamais refermé : la fin du fichier est illisible."
        )
    if found == width:
        return None
    if found < width and record.ends_file:
        return truncated(line, f"Le fichier s’arrête au milieu de cette ligne : {found} cellules au lieu de {width}.")
    if found < width:
        return RowMessage(
            line,
            "ligne-incomplete",
            f"La ligne a {found} cellules au lieu de {width}.",
            advice="Ajoutez les cellules manquantes, même vides.",
        )
    return RowMessage(
        line,
        "ligne-trop-longue",
        f"La ligne a {found} cellules au lieu de {width}.",
        advice="Entourez de guillemets les textes qui contiennent le séparateur.",
    )
