"""What other readings of a text file would give: of its accents, of its columns, of its titles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import BinaryIO

from importers.files.csv_rows import SEPARATORS, usual_width
from importers.files.encoding import MIXED, Encoding
from importers.files.rows import Limits

SHOWN_WORDS = 4
SHOWN_LINES = 8
SHOWN_CELLS = 4
SHOWN_MENDED = 20
_LONGEST = 60
_MOST_BYTES = 1 << 24
_ACCENT = re.compile(rb"[\x80-\xff]")
_BEFORE = re.compile(rb"[^\s;,|\"\x80-\xff]{0,20}\Z")
_AFTER = re.compile(rb"[^\s;,|\"]{1,20}[\x80-\xbf]{0,3}")
_ONE_BYTE = ("utf-8", "cp1252", "mac_roman", "iso8859_15", "cp850")


def encodings(stream: BinaryIO, found: Encoding) -> tuple[tuple[str, str], ...]:
    """Return words of a file as each encoding reads them; nothing when no accent is there."""
    if found.name not in _ONE_BYTE:
        return ()
    with closing(stream):
        start = stream.read(_MOST_BYTES)
    spots = list(dict.fromkeys(islice(_words(start), 20 * SHOWN_WORDS)))
    if not spots:
        return ()
    return tuple((name, ", ".join(_read(spot, name) for spot in spots[:SHOWN_WORDS])) for name in _ONE_BYTE)


def _words(text: bytes) -> Iterator[bytes]:
    """Yield the words that have an accent, cut where they are long; a file without is looked through once."""
    at = 0
    while found := _ACCENT.search(text, at):
        before, after = (
            _BEFORE.search(text[max(at, found.start() - 20) : found.start()]),
            _AFTER.match(text, found.start()),
        )
        assert before is not None and after is not None
        yield before.group() + after.group()
        at = after.end()


def _read(spot: bytes, name: str) -> str:
    text = spot.decode(name, "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def separators(lines: list[str], limits: Limits) -> tuple[tuple[str, int], ...]:
    """Return how many cells each separator gives to most of the first lines."""
    return tuple((sign, usual_width(lines, sign, limits)) for sign in SEPARATORS)


def first_lines(records: Iterable[tuple[int, Sequence[str]]], titles: int) -> tuple[tuple[int, str], ...]:
    """Return the lines that may hold the titles, that which does among them, each with its first cells."""
    listed = list(records)
    kept = [each for rank, each in enumerate(listed) if rank < SHOWN_LINES or each[0] == titles]
    return tuple((line, summary(cells)) for line, cells in kept)


def summary(cells: Iterable[str]) -> str:
    """Return the first cells of a line that hold something, in one text."""
    filled = [text for cell in cells if (text := " ".join(cell.split()))]
    more = "…" if len(filled) > SHOWN_CELLS else ""
    return " · ".join(text[:_LONGEST] for text in filled[:SHOWN_CELLS]) + more


def mended(stream: BinaryIO, found: Encoding) -> tuple[tuple[int, str, str], ...]:
    """Return the words that are not in the encoding of the rest of a file, as they came and as they are read."""
    if found.errors != MIXED:
        return ()
    with closing(stream):
        return tuple(islice(_mended(stream), SHOWN_MENDED))


def _mended(lines: Iterable[bytes]) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        for word in _words(line):
            try:
                word.decode()
            except UnicodeDecodeError:
                yield number, word.decode("utf-8", "replace"), word.decode("utf-8", MIXED)
                break
