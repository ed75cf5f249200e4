"""From the bytes of a file to its rows, whatever its format, encoding and separator."""

import io
import itertools
import re
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TextIO

from importers.base import RowMessage
from importers.files import alternatives, csv_rows, json_rows, titles, workbook
from importers.files.archive import archive_rows, is_archive
from importers.files.corrections import AS_FOUND, NO_TITLES, Alternatives, Corrections
from importers.files.encoding import MIXED, Encoding, encoding_of
from importers.files.hidden import hidden_told
from importers.files.json_file import SAMPLE_CHARS, json_file, other_encodings, text_of
from importers.files.rows import DEFAULT_LIMITS, Limits, Row, Rows, UnreadableFile
from importers.files.source import Source, open_source, size_of, whole
from importers.files.titles import column_name
from importers.files.totals import without_totals

__all__ = ["Limits", "Row", "Rows", "UnreadableFile", "read_rows"]

_BLANK = re.compile(rb"[\s\0\xef\xbb\xbf\xfe\xff]*")
_MAGIC = (
    (b"%PDF", "pdf", "un fichier PDF"),
    (b"\x89PNG", "image", "une image"),
    (b"\xff\xd8\xff", "image", "une image"),
    (b"GIF8", "image", "une image"),
    (b"{\\rtf", "document", "un document de traitement de texte"),
    (b"\x1f\x8b", "archive", "une archive compressée"),
    (b"7z\xbc\xaf", "archive", "une archive compressée"),
    (b"Rar!", "archive", "une archive compressée"),
    (b"SQLite format 3", "binaire", "une base de données"),
    (b"PAR1", "binaire", "un fichier Parquet"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(r"<(!doctype html|html|head|body|table|\?xml|rdf|feed|rss)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")


def read_rows(
    source: Source,
    name: str,
    *,
    columns: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    said: Corrections = AS_FOUND,
) -> Rows:
    """Open a CSV, XLSX, XLS, ODS, JSON or NDJSON file.

    source    a path, the whole content, or the content as it is kept.
    name      what to call the file when speaking of it; its extension is not trusted.
    columns   those expected, if known: the sheet and the line of titles that have them are the right ones.
    said      what is to be read otherwise than found; see ``archive_rows`` for the tables of an archive.
    Raises UnreadableFile when not one row can be read. It may also be raised while iterating, past ``limits.rows``.
    """
    size = size_of(source)
    if size > limits.file_bytes:
        raise UnreadableFile(
            "trop-gros",
            f"Le fichier pèse {size // 1_000_000} Mo ; on en lit au plus {limits.file_bytes // 1_000_000}.",
            "Découpez-le en plusieurs fichiers.",
        )
    with closing(open_source(source)) as stream:
        start = stream.read(4096)
    if not _BLANK.sub(b"", start, count=1) and size <= len(start):
        raise UnreadableFile("vide", "Le fichier est vide.", "Vérifiez l’export et recommencez.")
    _refuse_foreign(start)
    expected = frozenset(map(column_name, columns))
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        content = whole(source)
        if is_archive(content):
            return archive_rows(content, name, partial(_read_inside, tuple(columns), limits), limits, said)
    if start.startswith((b"PK\x03\x04", _OLE)):
        rows = _workbook_rows(source, name, expected, limits, said)
    else:
        rows = _text_rows(source, name, expected, limits, said)
    with closing(rows.open_rows()) as found:
        if next(found, None) is None:
            raise UnreadableFile(
                "sans-donnees",
                "Le fichier n’a aucune ligne sous les titres des colonnes.",
                "Vérifiez l’export et recommencez.",
            )
    return rows


def _read_inside(columns: tuple[str, ...], limits: Limits, content: bytes, name: str, said: Corrections) -> Rows:
    if content.startswith(b"PK\x03\x04") and is_archive(content):
        raise UnreadableFile(
            "archive", f"«\u00a0{name}\u00a0» est une archive dans l’archive.", "Décompressez-la et recommencez."
        )
    return read_rows(content, name, columns=columns, limits=limits, said=said)


def _refuse_foreign(start: bytes) -> None:
    for magic, code, what in _MAGIC:
        if start.startswith(magic):
            raise UnreadableFile(
                code, f"Ce fichier est {what}.", "Envoyez un fichier CSV, XLSX ou JSON, exporté du logiciel d’origine."
            )


def _workbook_rows(source: Source, name: str, expected: frozenset[str], limits: Limits, said: Corrections) -> Rows:
    content = whole(source)
    if not content.startswith(_OLE):
        workbook.check_archive(content, limits)
    found = workbook.open_sheet(content, expected, said)
    header, more = csv_rows.clean_header(found.titles.names, limits)
    opening = partial(workbook.sheet_rows, found.sheet, header, found.titles, limits)
    hidden = hidden_told(content, found.sheet.name, header, found.titles.row) if not content.startswith(_OLE) else ()
    notices = (*found.notices, *found.titles.notices, *more, *hidden)
    return Rows(
        name, "classeur", header, "", "", notices, opening, found.titles.row, found.sheet.name, found.alternatives
    )


def _text_rows(source: Source, name: str, expected: frozenset[str], limits: Limits, said: Corrections) -> Rows:
    with closing(open_source(source)) as stream:
        encoding = encoding_of(stream)
    if said.encoding and not encoding.name.startswith(("utf-8-sig", "utf-16", "utf-32")):
        encoding = Encoding(said.encoding, "replace")
    with closing(text_of(source, encoding)) as text:
        sample = text.read(SAMPLE_CHARS)
    _refuse_unreadable_text(sample)
    notices = _encoding_notices(encoding)
    if json_rows.is_json(sample):
        return json_file(source, name, sample, encoding, notices, limits)
    return _csv(_File(source, name, encoding), sample, expected, notices, limits, said)


def _refuse_unreadable_text(sample: str) -> None:
    stripped = sample.replace("\0", "")
    if not stripped.strip():
        raise UnreadableFile("vide", "Le fichier est vide.", "Vérifiez l’export et recommencez.")
    if _MARKUP.match(stripped.lstrip("\ufeff \t\r\n")):
        raise UnreadableFile(
            "html",
            "Ce fichier est une page web ou un document XML, pas un tableau.",
            "Le téléchargement demandait peut-être une connexion : téléchargez le fichier de nouveau.",
        )
    odd = len(_CONTROL.findall(stripped)) + stripped.count("\ufffd") + len(sample) - len(stripped)
    if odd > 0.05 * len(sample) and odd > 3:
        raise UnreadableFile(
            "binaire",
            "Ce fichier n’est pas du texte.",
            "Envoyez un fichier CSV, XLSX ou JSON, exporté du logiciel d’origine.",
        )


def _encoding_notices(encoding: Encoding) -> tuple[RowMessage, ...]:
    if encoding.errors != MIXED:
        return ()
    return (
        RowMessage(
            1,
            "encodage-melange",
            f"Le fichier mélange deux encodages : {encoding.mended_places} caractères ont été réparés.",
            advice="Vérifiez les accents dans l’aperçu.",
        ),
    )


@dataclass(frozen=True, slots=True)
class _File:
    """A text file, opened again as often as it is read."""

    source: Source
    name: str
    encoding: Encoding


def _csv(
    file: _File,
    sample: str,
    expected: frozenset[str],
    notices: tuple[RowMessage, ...],
    limits: Limits,
    said: Corrections,
) -> Rows:
    lines = list(io.StringIO(sample, newline=""))
    # The sample may stop in the middle of a line; a file shorter than the sample does not.
    if len(sample) == SAMPLE_CHARS and len(lines) > 1:
        lines.pop()
    announced = csv_rows.announced_separator(lines[0])
    separator = said.separator or announced or csv_rows.separator_of(lines, limits)
    body = lines[1:] if announced else lines
    found = csv_rows.records(body, separator, limits)
    first = [record for record in itertools.islice(found, titles.MOST_LINES) if not record.too_long]
    place = titles.titles_among([record.cells for record in first], expected)
    rank = titles.rank_of([record.line for record in first], said.titles, place.rank)
    names, passed, line = _titles(first, rank)
    header, more = csv_rows.clean_header(names, limits)
    if not header:
        raise UnreadableFile(
            "illisible", "La ligne des titres des colonnes n’a pas pu être lue.", "Vérifiez le début du fichier."
        )
    above = () if said.titles is not None else titles.told(line, (record.cells for record in first[: place.rank]))
    opening = _Csv(file, separator, header, tuple(map(csv_rows.title_of, names)), limits, passed + bool(announced))

    def others() -> Alternatives:
        records = [(record.line, record.cells) for record in first]
        return replace(
            other_encodings(file.source, file.encoding),
            separators=alternatives.separators(body, limits),
            lines=alternatives.first_lines(records, line),
        )

    notices = (*notices, *above, *more)
    return Rows(file.name, "csv", header, file.encoding.name, separator, notices, opening, line, others=others)


def _titles(first: list[csv_rows.Record], rank: int | None) -> tuple[list[str], int, int]:
    """Return the titles of a table, how many of its records are above its rows, and on which line they are."""
    if rank is None:
        return [""] * max((len(record.cells) for record in first), default=0), 0, NO_TITLES
    return (first[rank].cells, rank + 1, first[rank].line) if first else ([], 1, 1)


@dataclass(frozen=True, slots=True)
class _Csv:
    """Opens the rows of a CSV file.

    titles   as written, when ``header`` had to tell two of one name apart.
    passed   records above the rows.
    """

    file: _File
    separator: str
    header: tuple[str, ...]
    titles: tuple[str, ...]
    limits: Limits
    passed: int

    def __call__(self) -> Generator[Row, None, None]:
        with closing(text_of(self.file.source, self.file.encoding)) as text:
            rows = csv_rows.rows_of(self._records(text), self.header, self.limits)
            yield from without_totals(titles.without_repeats(rows, self.header, self.titles))

    def some(self, columns: Collection[str]) -> Generator[Row, None, None]:
        """Give the cells of some columns alone."""
        with closing(text_of(self.file.source, self.file.encoding)) as text:
            yield from csv_rows.some_of(self._records(text), self.header, self.limits, columns)

    def _records(self, text: TextIO) -> Iterator[csv_rows.Record]:
        return itertools.islice(csv_rows.records(text, self.separator, self.limits), self.passed, None)
