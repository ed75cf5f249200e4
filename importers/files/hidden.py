"""What a workbook hides of the sheet that is read: it is read like the rest, and told."""

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress

from importers.base import RowMessage
from search.text.french import NBSP, counted

_CHUNK_BYTES, _OVERLAP_BYTES = 1 << 20, 2048
_MOST_BYTES_OF_A_LIST = 4_000_000
# Bounded, tags and names alike: a part may be one tag without end.
_ATTRIBUTE = re.compile(rb"""([\w:]{1,40})\s{0,4}=\s{0,4}(?:"([^"]{0,1000})"|'([^']{0,1000})')""")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s([^<>]{0,2000})>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\s([^<>]{0,2000})>")
_HIDDEN = re.compile(rb"<(?:\w{1,20}:)?(row|col)\s([^<>]{0,1000})>")
_YES = frozenset(("1", "true"))
_MOST_NAMED = 8


def hidden_told(content: bytes, sheet: str, header: Sequence[str], titles: int) -> tuple[RowMessage, ...]:
    """Say which columns, and how many rows under the titles, a sheet of an XLSX workbook hides; nothing for others.

    titles   number of the row that holds them.
    """
    rows, columns = 0, set[int]()
    with (
        suppress(zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, RuntimeError),
        zipfile.ZipFile(io.BytesIO(content)) as archive,
    ):
        for tag, said in _hidden_in(archive, _path_of(archive, sheet)):
            if tag == b"row":
                rows += int(said.get("r", 0)) > titles
            else:
                # A workbook may say any number: no set is made of it.
                columns.update(range(max(int(said["min"]), 1), min(int(said["max"]), len(header)) + 1))
    named = [header[column - 1] for column in sorted(columns)]
    parts = [counted(rows, "ligne masquée", "lignes masquées")] * bool(rows)
    if named:
        names = ", ".join(f"«{NBSP}{name}{NBSP}»" for name in named[:_MOST_NAMED])
        parts.append(f"{counted(len(named), 'colonne masquée', 'colonnes masquées')} ({names})")
    if not parts:
        return ()
    text = f"Cette feuille a {' et '.join(parts)}{NBSP}: elles sont lues comme les autres."
    return (RowMessage(1, "masquees", text, advice="Supprimez-les du classeur si elles ne sont pas à importer."),)


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the part of an archive that holds a sheet. Raises KeyError."""
    book = [_said(found[1]) for found in _SHEET.finditer(_list(archive, "xl/workbook.xml"))]
    relations = {
        said["Id"]: said["Target"]
        for found in _RELATION.finditer(_list(archive, "xl/_rels/workbook.xml.rels"))
        if {"Id", "Target"} <= set(said := _said(found[1]))
    }
    number = next(
        (value for said in book if said.get("name") == sheet for key, value in said.items() if key == "id"), ""
    )
    return posixpath.normpath(posixpath.join("/xl", relations[number])).lstrip("/")


def _list(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a part that lists sheets or parts, the beginning of one that is too long to be true."""
    with archive.open(path) as stream:
        return stream.read(_MOST_BYTES_OF_A_LIST)


def _hidden_in(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[bytes, dict[str, str]]]:
    with archive.open(path) as stream:
        window = b""
        while chunk := stream.read(_CHUNK_BYTES):
            window += chunk
            taken = 0
            for found in _HIDDEN.finditer(window):
                taken = found.end()
                if b"hidden" in found[2] and (said := _said(found[2])).get("hidden") in _YES:
                    yield found[1], said
            window = window[max(taken, len(window) - _OVERLAP_BYTES) :]


def _said(attributes: bytes) -> dict[str, str]:
    """Return the attributes of a tag, their prefixes aside."""
    return {
        found[1].rpartition(b":")[2].decode(): html.unescape((found[2] or found[3] or b"").decode("utf-8", "replace"))
        for found in _ATTRIBUTE.finditer(attributes)
    }
