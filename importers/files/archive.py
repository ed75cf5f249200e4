"""Several tables in one zip archive: opened in memory, within limits, nothing written anywhere.

Names of entries are only words to speak of them: no path is followed, and an archive inside an archive stays closed.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from importers.files.corrections import AS_FOUND, Corrections
from importers.files.joining import Table, joined_tables, main_of
from importers.files.rows import Limits, Rows, UnreadableFile

MOST_ENTRIES = 100
_TABLES = frozenset((".csv", ".txt", ".tsv", ".json", ".ndjson", ".jsonl", ".xlsx", ".xls", ".ods"))
_WORKBOOKS = frozenset(("xl/workbook.xml", "content.xml"))
_DOCUMENTS = frozenset(("mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF"))
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""Others are rare; LZMA takes the memory that the file asks for."""

Reader = Callable[[bytes, str, Corrections], Rows]


def is_archive(content: bytes) -> bool:
    """Tell an archive of tables from a workbook, or another document, which is a zip file too."""
    names = {entry.filename for entry in _listed(content)[: 10 * MOST_ENTRIES]}
    return bool(names) and not names & (_WORKBOOKS | _DOCUMENTS)


def holds_more_than(content: bytes, most: int) -> bool:
    """Say whether a file holds more than ``most`` bytes once unpacked, the workbooks of an archive unpacked too.

    An archive and a workbook say how much they hold; no more than ``most`` bytes are unpacked to ask those inside.
    """
    if _size_once_opened(content) > most:
        return True
    if not is_archive(content):
        return False
    try:
        tables = _entries(content, Limits(unpacked_bytes=most))
    except UnreadableFile:
        # Refused as soon as it is read.
        return False
    return sum(_size_once_opened(inside) for _, inside in tables) > most


def _size_once_opened(content: bytes) -> int:
    return max(len(content), sum(entry.file_size for entry in _listed(content)))


def _listed(content: bytes) -> list[zipfile.ZipInfo]:
    """Return what a zip file says it holds; nothing of any other file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError):
        return []


def archive_rows(content: bytes, name: str, read: Reader, limits: Limits, said: Corrections = AS_FOUND) -> Rows:
    """Return the rows of the tables of an archive, joined by their keys; or those of the only one.

    read   opens one table.
    said   how the only table is read; of several, the encoding and the separator of those that are like the main one.
    Raises UnreadableFile, also when several tables have nothing to be joined by; while iterating, past
    ``limits.rows`` rows once joined.
    """
    found = _entries(content, limits)
    if len(found) == 1:
        entry, inside = found[0]
        return read(inside, entry, said)
    tables = [Table(entry, read(inside, entry, AS_FOUND)) for entry, inside in found]
    shared = replace(said, sheet="", titles=None)
    if shared != AS_FOUND:
        main = (main_of(tables) or tables[0]).rows
        tables = [
            Table(entry, read(inside, entry, shared)) if _is_like(table.rows, main) else table
            for table, (entry, inside) in zip(tables, found, strict=True)
        ]
    return joined_tables(name, tables, limits)


def _is_like(rows: Rows, main: Rows) -> bool:
    return (rows.kind, rows.encoding, rows.separator) == (main.kind, main.encoding, main.separator)


def _entries(content: bytes, limits: Limits) -> list[tuple[str, bytes]]:
    """Return the tables of an archive by their bare names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if _may_be_a_table(entry)]
            if not entries:
                raise UnreadableFile(
                    "archive",
                    "Cette archive ne contient aucun tableau (CSV, JSON, XLSX ou ODS).",
                    "Envoyez le fichier du tableau lui-même, ou une archive qui le contient.",
                )
            if len(entries) > MOST_ENTRIES:
                raise UnreadableFile(
                    "archive-trop-pleine",
                    f"Cette archive contient {len(entries)} tableaux ; on en lit au plus {MOST_ENTRIES}.",
                    "Gardez les seuls tableaux de l’export.",
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnreadableFile(
                    "archive-protegee",
                    "Cette archive est protégée par un mot de passe.",
                    "Décompressez-la, puis refaites une archive sans mot de passe.",
                )
            if any(entry.compress_type not in _METHODS for entry in entries):
                raise UnreadableFile(
                    "archive",
                    "Cette archive est compressée d’une façon que nous ne lisons pas.",
                    "Refaites-la avec la commande « Compresser » de votre ordinateur, puis recommencez.",
                )
            return _read_all(archive, entries, limits)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(
            "archive-abimee", "Cette archive est abîmée ou incomplète.", "Refaites-la, puis recommencez."
        ) from error


def _read_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> list[tuple[str, bytes]]:
    """Read entries, counting what really comes out: an archive may lie about its size."""
    left = limits.unpacked_bytes
    if sum(entry.file_size for entry in entries) > left or any(e.file_size > limits.file_bytes for e in entries):
        raise _too_large()
    found: list[tuple[str, bytes]] = []
    for entry in entries:
        with archive.open(entry) as stream:
            inside = (
                b"".join(iter(partial(stream.read, min(1 << 20, left + 1)), b"")) if entry.file_size <= left else None
            )
        if inside is None or len(inside) > left:
            raise _too_large()
        left -= len(inside)
        if inside.strip():
            found.append((PurePosixPath(entry.filename.replace("\\", "/")).name, inside))
    if not found:
        raise UnreadableFile("vide", "Les tableaux de cette archive sont vides.", "Vérifiez l’export et recommencez.")
    return found


def _too_large() -> UnreadableFile:
    return UnreadableFile(
        "trop-gros",
        "Une fois décompressé, ce fichier est beaucoup trop gros pour être lu.",
        "Découpez-le en plusieurs fichiers.",
    )


def _may_be_a_table(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not entry.is_dir() and not is_hidden and path.suffix.lower() in _TABLES
