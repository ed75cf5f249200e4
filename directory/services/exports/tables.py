"""Rows as files, in pieces and in constant memory: CSV, one JSON object per line."""

import csv
import io
from collections.abc import Iterable, Iterator

import orjson

from directory.services.exports.cells import COLUMNS, Cell, Cells, as_text
from directory.services.exports.given import Facts
from importers.files.refused import protected

PIECE_BYTES = 1 << 16


def csv_pieces(rows: Iterable[Cells], _: Facts) -> Iterator[bytes]:
    """Yield a CSV file: UTF-8 with its mark, semicolons. No cell runs as a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([protected(as_text(row[name])) for name in COLUMNS])
        if buffer.tell() >= PIECE_BYTES:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def line_pieces(rows: Iterable[Cells], _: Facts) -> Iterator[bytes]:
    """Yield one JSON object per line, under the columns of the template; lists are lists, what is not said is left."""
    piece = bytearray()
    for row in rows:
        said = {name: in_json(cell) for name, cell in row.items() if cell not in ("", None, ())}
        piece += orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def in_json(cell: Cell) -> Cell:
    """Return a cell as it is: no formula runs in JSON. An apostrophe that reading would take away is doubled."""
    return protected(cell) if isinstance(cell, str) and cell[:1] == "'" else cell
