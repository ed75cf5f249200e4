"""Rows of a JSON file, read element by element: an array, an object holding a list, or one object per line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from importers.base import RowMessage
from importers.files import hsds
from importers.files.accents import told
from importers.files.csv_rows import clean_cell, too_many_rows, truncated
from importers.files.rows import LIST_SEPARATOR, Limits, Row, UnreadableFile

SAMPLE_ELEMENTS = 500
MOST_MEMBERS = 10_000
"""Of one element: many times the columns that are read, before they are made into cells."""
_CHUNK_CHARS = 1 << 16
_BLANK = " \t\r\n\ufeff\u00a0\0"

_ONE_FIRST = re.compile(
    r'\{(?:\s*"[^"]{1,40}"\s*:\s*(?:"[^"]{0,400}"|[\w.+-]+)\s*,){0,20}\s*"(services|structures)"\s*:\s*\['
)
"""An object whose first list is one of those of data·inclusion, after single values."""
_HALF = re.compile("[\ud800-\udfff]")
_decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


class _Truncated(Exception):
    """The text ends, or stops being JSON, before the element does."""


class _JsonText:
    """A window on the text, filled as values are asked for and emptied as they are taken."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._window = ""
        self._at = 0

    def _fill(self) -> bool:
        left = len(self._window) - self._at
        # Reading as much as is left keeps a large element from being parsed again and again.
        more = self._source.read(max(_CHUNK_CHARS, left))
        self._window = self._window[self._at :] + more
        self._at = 0
        return bool(more)

    def peek(self) -> str:
        """Return the next character that is not blank, or nothing at the end."""
        while True:
            while self._at < len(self._window):
                char = self._window[self._at]
                if char not in _BLANK:
                    return char
                self._at += 1
            if not self._fill():
                return ""

    def skip(self, expected: str) -> None:
        if self.peek() != expected:
            raise _Truncated
        self._at += 1

    def value(self) -> object:
        self.peek()
        while True:
            try:
                value, end = _decoder.raw_decode(self._window, self._at)
            except (ValueError, RecursionError):
                if not self._fill():
                    raise _Truncated from None
                continue
            # A number could go on after the end of the window.
            if end == len(self._window) and self._fill():
                continue
            self._at = end
            return value


def is_json(start: str) -> bool:
    return start.lstrip(_BLANK)[:1] in ("{", "[")


def is_one_object_per_line(start: str) -> bool:
    """Decide whether each line holds an object of its own (NDJSON)."""
    lines = [line for line in start.lstrip(_BLANK).splitlines() if line.strip()]
    if not lines or not lines[0].lstrip(_BLANK).startswith("{"):
        return False
    try:
        first = json.loads(lines[0].strip(_BLANK))
    except (ValueError, RecursionError):
        return False
    holds_list = any(isinstance(value, list) and value and isinstance(value[0], dict) for value in first.values())
    return len(lines) > 1 or not holds_list


def is_one_service(start: str) -> bool:
    """Tell a file that is one service of HSDS by itself, not a list of them."""
    try:
        value = json.loads(start.strip(_BLANK))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and hsds.is_service(value)


def one_service(source: TextIO, limits: Limits) -> Iterator[Row]:
    """Yield the rows of the only service of a file."""
    yield from _rows(1, json.loads(source.read(limits.file_bytes).strip(_BLANK)))


def elements(source: TextIO, limits: Limits, *, named: str = "") -> Iterator[Row]:
    """Yield the elements of an array, or of the first list of objects of an object. ``line`` is their rank.

    named   the list of the object that is wanted, instead of the first.
    """
    text = _JsonText(source)
    if text.peek() != "{":
        text.skip("[")
    elif not _enter_list(text, named):
        return
    rank = 0
    if text.peek() == "]":
        return
    while True:
        rank += 1
        if rank > limits.rows:
            raise too_many_rows(limits)
        try:
            value = text.value()
            following = text.peek()
            if following not in (",", "]"):
                raise _Truncated
        except _Truncated:
            yield _cut(rank)
            return
        yield from _rows(rank, value)
        text.skip(following)
        if following == "]":
            return


def is_of_services_and_structures(source: TextIO) -> bool:
    """Say whether an object may hold both lists of data·inclusion: one first, the other somewhere after."""
    window = source.read(_CHUNK_CHARS)
    first = _ONE_FIRST.match(window.lstrip(_BLANK))
    if first is None:
        return False
    other = '"structures"' if first[1] == "services" else '"services"'
    while window:
        more = source.read(_CHUNK_CHARS)
        if other in window + more[: len(other)]:
            return True
        window = more
    return False


def _enter_list(text: _JsonText, named: str = "") -> bool:
    """Stop after the bracket that opens the first list of objects of the outer object; False when all are empty.

    Lists of anything else are passed over: the ``bbox`` of a GeoJSON file stands before its ``features``. Raises
    UnreadableFile when there is no list at all.
    """
    empty_lists = 0
    try:
        text.skip("{")
        while text.peek() not in ("}", ""):
            name = text.value()
            text.skip(":")
            if text.peek() == "[":
                text.skip("[")
                if text.peek() == "{" and named in ("", name):
                    return True
                empty_lists += text.peek() == "]"
                _leave_list(text)
            else:
                text.value()
            if text.peek() == ",":
                text.skip(",")
    except _Truncated:
        empty_lists = 0
    if not empty_lists:
        raise UnreadableFile(
            "json-sans-liste",
            "Ce fichier JSON ne contient pas de liste d’éléments.",
            "Fournissez un tableau, ou un objet dont une valeur est un tableau de services.",
        )
    return False


def _leave_list(text: _JsonText) -> None:
    """Stop after the bracket that closes the list one is in."""
    while text.peek() not in ("]", ""):
        text.value()
        if text.peek() == ",":
            text.skip(",")
    text.skip("]")


def objects_by_line(source: TextIO, limits: Limits) -> Iterator[Row]:
    """Yield the object of each line; ``line`` is its number in the file."""
    count = 0
    for number, line in enumerate(source, 1):
        line = line.strip(_BLANK)
        if not line:
            continue
        count += 1
        if count > limits.rows:
            raise too_many_rows(limits)
        try:
            value = _decoder.decode(line)
        except (ValueError, RecursionError):
            yield _cut(number)
            continue
        yield from _rows(number, value)


def _cut(line: int) -> Row:
    return Row(
        line,
        {},
        errors=(truncated(line, "Cet élément n’est pas du JSON valable : la suite du fichier n’a pas pu être lue."),),
    )


def _rows(line: int, value: object) -> Iterator[Row]:
    """Yield the row of an element; several for a service of HSDS at several locations."""
    if isinstance(value, dict) and hsds.is_service(value):
        yield from hsds_rows(line, value)
    else:
        yield _row(line, value)


def hsds_rows(line: int, service: Mapping[str, object]) -> Iterator[Row]:
    """Yield the rows of a service; none of an inactive one is to be read."""
    status = str(service.get("status") or "")
    left = RowMessage(line, "laissee", hsds.LEFT, "status", status) if status in hsds.INACTIVE else None
    for cells in hsds.rows_of(service)[: 1 if left else None]:
        cleaned = {name: _clean(cell) for name, cell in cells.items()}
        yield Row(line, cleaned, warnings=told(line, map(_whole, cells.values())), left=left)


def _row(line: int, value: object) -> Row:
    if not isinstance(value, dict):
        message = RowMessage(line, "element-inattendu", "Cet élément de la liste n’est pas un objet.")
        return Row(line, {}, errors=(message,))
    if len(value) > MOST_MEMBERS:
        raise UnreadableFile(
            "trop-de-colonnes",
            f"Un élément de ce fichier a {len(value)} membres ; on en lit au plus {MOST_MEMBERS}.",
            "Vérifiez l’export : chaque élément de la liste doit être un service.",
        )
    cells: dict[str, str] = {}
    feature = _feature(value)
    _flatten(feature, "", cells)
    return Row(line, cells, warnings=told(line, (_whole(text) for text in feature.values() if isinstance(text, str))))


def _feature(value: dict[str, object]) -> dict[str, object]:
    """A GeoJSON feature: its properties, with longitude and latitude when it is a point."""
    properties, geometry = value.get("properties"), value.get("geometry")
    if value.get("type") != "Feature" or not isinstance(properties, dict):
        return value
    cells = dict(properties)
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        position = geometry.get("coordinates")
        if isinstance(position, list) and len(position) >= 2:
            cells.setdefault("longitude", position[0])
            cells.setdefault("latitude", position[1])
    return cells


def _flatten(value: Mapping[str, object], prefix: str, cells: dict[str, str]) -> None:
    for key, item in value.items():
        name = _clean(f"{prefix}{key}")
        if isinstance(item, dict):
            _flatten(item, f"{name}.", cells)
        elif isinstance(item, list):
            cells[name] = LIST_SEPARATOR.join(_text(entry) for entry in item)
        else:
            cells[name] = _text(item)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, str):
        return _clean(value.replace("\0", ""))
    return json.dumps(value, ensure_ascii=False)


def _clean(text: str) -> str:
    return clean_cell(_whole(text))


def _whole(text: str) -> str:
    """Return a text that can be written: half of a pair, which JSON lets stand alone, is a sign that cannot be read."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)
