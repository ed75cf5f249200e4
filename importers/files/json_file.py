"""A JSON file opened: its list of objects, its lines, or its services joined with their structures."""

import io
import itertools
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TextIO

from importers.base import RowMessage
from importers.files import alternatives, csv_rows, json_rows
from importers.files.corrections import Alternatives
from importers.files.encoding import Encoding
from importers.files.joining import Table, can_be_joined, joined_tables
from importers.files.rows import Limits, Row, Rows, UnreadableFile
from importers.files.source import Source, open_source

SAMPLE_CHARS = 256_000
"""Of the beginning of a text, by which it is known."""


def text_of(source: Source, encoding: Encoding) -> TextIO:
    """Open a source as text."""
    return io.TextIOWrapper(open_source(source), encoding.name, encoding.errors, newline="")


def other_encodings(source: Source, encoding: Encoding) -> Alternatives:
    """Return what other encodings of a text would give, and what of it was mended."""
    with closing(open_source(source)) as first, closing(open_source(source)) as again:
        return Alternatives(
            encodings=alternatives.encodings(first, encoding), mended=alternatives.mended(again, encoding)
        )


def json_file(
    source: Source, name: str, sample: str, encoding: Encoding, notices: tuple[RowMessage, ...], limits: Limits
) -> Rows:
    by_line = json_rows.is_one_object_per_line(sample)
    if not by_line and (joined := _joined_lists(source, name, encoding, notices, limits)) is not None:
        return joined
    read = json_rows.objects_by_line if by_line else json_rows.elements
    if len(sample) < SAMPLE_CHARS and json_rows.is_one_service(sample):
        by_line, read = False, json_rows.one_service
    rows = _json_of(source, name, encoding, notices, limits, read)
    return replace(rows, kind="ndjson") if by_line else rows


def _joined_lists(
    source: Source, name: str, encoding: Encoding, notices: tuple[RowMessage, ...], limits: Limits
) -> Rows | None:
    """Return the services of an object joined with its structures; None where it has not both."""
    with closing(text_of(source, encoding)) as text:
        if not json_rows.is_of_services_and_structures(text):
            return None
    try:
        tables = [
            Table(each, _json_of(source, name, encoding, notices, limits, partial(json_rows.elements, named=each)))
            for each in ("services", "structures")
        ]
    except UnreadableFile:
        return None
    return joined_tables(name, tables, limits) if can_be_joined(tables) else None


def _json_of(
    source: Source,
    name: str,
    encoding: Encoding,
    notices: tuple[RowMessage, ...],
    limits: Limits,
    read: Callable[[TextIO, Limits], Iterator[Row]],
) -> Rows:
    opening = partial(_json_rows, source, encoding, limits, read)
    header: dict[str, None] = {}
    with closing(opening()) as found:
        for row in itertools.islice(found, json_rows.SAMPLE_ELEMENTS):
            header.update(dict.fromkeys(row.cells))
    if not header:
        raise UnreadableFile(
            "json-tronque",
            "Ce fichier n’est pas du JSON valable, ou il ne contient aucun élément.",
            "Exportez-le de nouveau.",
        )
    names, _ = csv_rows.clean_header(list(header), limits)
    others = partial(other_encodings, source, encoding)
    return Rows(name, "json", names, encoding.name, "", notices, opening, others=others)


def _json_rows(
    source: Source, encoding: Encoding, limits: Limits, read: Callable[[TextIO, Limits], Iterator[Row]]
) -> Generator[Row, None, None]:
    with closing(text_of(source, encoding)) as text:
        for row in read(text, limits):
            yield row if all(len(cell) <= limits.cell_chars for cell in row.cells.values()) else _with_too_long(row)


def _with_too_long(row: Row) -> Row:
    text = "Un texte de cet élément est beaucoup trop long pour être lu."
    return Row(row.line, {}, errors=(RowMessage(row.line, "cellule-trop-longue", text),))
