"""Rows to drafts: columns found, rows of one fiche put together, what cannot be a fiche refused."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter, le

from rapidfuzz import process

from fiche.content import Content
from fiche.fields import Kind
from importers.base import AcceptedRow, Draft, Item, LeftRow, RefusedRow, RowMessage
from importers.begun import Begun
from importers.cells.week import osm_of
from importers.coordinates import Coordinates, coordinates_of
from importers.files.rows import Row, Rows, UnreadableFile
from importers.files.titles import column_name, written_otherwise
from importers.flat import FLAT_FIELDS, PATHS
from importers.formats.fields import LABELS
from importers.formats.mapping import FileMapping
from importers.grouping import combined
from importers.kept import Key
from importers.row_draft import ImportContext, RowBeingRead, RowReader

__all__ = ["ImportContext", "column_notices", "convert", "missing_columns"]

LONGEST_CHARS = {
    name: each.row.longest
    for name, each in FLAT_FIELDS.items()
    if each.row.longest and each.row.kind in (Kind.LINE, Kind.TEXT)
}
"""What a fiche holds at most; beyond, columns have slipped."""
_texts_of = attrgetter(*(PATHS[name] for name in LONGEST_CHARS))
_MOST_CHARS = tuple(LONGEST_CHARS.values())
_LONGEST = tuple((name, FLAT_FIELDS[name].of, most) for name, most in LONGEST_CHARS.items())
MOST_AREAS, MOST_PLACES = (FLAT_FIELDS[name].row.most for name in ("service_areas", "places"))
ERRORS_COLUMN = "erreurs"
"""Added to the file of refused lines; never read."""
_NEAR_NAME = 75.0
_LOST_APOSTROPHE = re.compile(r"\b(?:[cdjlmnst]|qu)\?[^\W\d_]{2}", re.IGNORECASE)
WHERE_TITLES_ARE = ("titres-plus-bas", "feuilles-ignorees")
"""Notices that say which sheet and line were read, and what was left."""


def convert(
    rows: Rows, mapping: FileMapping, context: ImportContext, coordinates: Coordinates | None = None
) -> Iterator[Item]:
    """Turn the rows of a file into drafts, in the order of the file; a row in error is refused with all its errors.

    coordinates   what ``coordinates_of`` said of the file, where somebody looked already.

    Rows that the mapping groups come at the last of them, one draft for several lines.
    Raises UnreadableFile (``colonnes-absentes``) at once when the file lacks what the mapping cannot do without.
    """
    absent = missing_columns(rows.header, mapping)
    if absent:
        raise UnreadableFile(
            "colonnes-absentes",
            f"Le fichier n’a pas les colonnes du format « {mapping.label} » : il manque {_quoted(absent)}.",
            _advice(absent, rows),
        )
    names = written_otherwise(rows.header, mapping.used_columns)
    reader = RowReader(mapping, context, names, coordinates or coordinates_of(rows, mapping))
    if not mapping.groups:
        return _one_by_one(rows, reader)
    naming = frozenset(names.get(name, name) for name in (*mapping.source_columns, *mapping.identity))
    return _grouped(rows, reader, mapping.joins, naming)


def missing_columns(header: tuple[str, ...], mapping: FileMapping) -> tuple[str, ...]:
    """Return the columns the mapping cannot do without and the file has not."""
    known = {column_name(column) for column in header}
    return tuple(name for name in mapping.needed_columns if column_name(name) not in known)


def column_notices(header: tuple[str, ...], mapping: FileMapping) -> tuple[RowMessage, ...]:
    """Return what to say of the columns before any row is read: those absent, those nothing is made of."""
    known = {column_name(column) for column in header}
    used = {column_name(name) for name in (*mapping.used_columns, *mapping.ignored, ERRORS_COLUMN)}
    absent = tuple(name for name in mapping.used_columns if column_name(name) not in known)
    unused = tuple(column for column in header if column_name(column) not in used)
    notices: list[RowMessage] = []
    if absent:
        one = len(absent) == 1
        told = "Colonne attendue et absente" if one else "Colonnes attendues et absentes"
        text = f"{told} du fichier : {_quoted(absent)}."
        advice = "Ce champ restera vide." if one else "Ces champs resteront vides."
        notices.append(RowMessage(1, "colonnes-absentes", text, advice=advice))
    if unused:
        one = len(unused) == 1
        text = f"{'Colonne' if one else 'Colonnes'} du fichier sans emploi ici : {_quoted(unused)}."
        advice = "Son contenu n’est pas importé." if one else "Leur contenu n’est pas importé."
        notices.append(RowMessage(1, "colonnes-inutilisees", text, advice=advice))
    return tuple(notices)


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"« {name} »" for name in names)


def _advice(absent: tuple[str, ...], rows: Rows) -> str:
    header = rows.header
    hints = []
    for name in absent:
        found = process.extractOne(
            column_name(name), [column_name(column) for column in header], score_cutoff=_NEAR_NAME
        )
        if found:
            hints.append(f"« {header[found[2]]} » est peut-être « {name} »")
    hint = f" {', '.join(hints)}." if hints else ""
    where = "".join(f" {each.text}" for each in rows.notices if each.kind in WHERE_TITLES_ARE)
    return f"Titres lus : {_quoted(header[:30])}.{hint}{where} Choisissez un autre format ou renommez les colonnes."


def _one_by_one(rows: Rows, reader: RowReader) -> Iterator[Item]:
    for row in rows:
        if (unread := _not_to_read(row)) is not None:
            yield unread
            continue
        reading = reader.read(_looked_at(row))
        yield _judged(reading, reader) if reading.left is None else LeftRow(row.line, reading.left)


def _not_to_read(row: Row) -> RefusedRow | LeftRow | None:
    if row.errors:
        return RefusedRow(row.line, row.cells, row.errors)
    return LeftRow(row.line, row.left) if row.left is not None else None


def _looked_at(row: Row) -> Row:
    text = "".join(row.cells.values())
    if "?" not in text and "\ufffd" not in text:
        return row
    for column, cell in row.cells.items():
        if "\ufffd" in cell or ("?" in cell and _LOST_APOSTROPHE.search(cell) and "://" not in cell):
            message = RowMessage(
                row.line,
                "caractere-perdu",
                "Un caractère est illisible dans cette cellule.",
                column,
                cell[:200],
                "Le fichier a été mal converti auparavant : exportez-le de nouveau en UTF-8.",
            )
            return replace(row, warnings=(*row.warnings, message))
    return row


def _judged(reading: RowBeingRead, reader: RowReader) -> AcceptedRow | RefusedRow:
    line = reading.row.line
    draft = reader.without_implied_families(_with_hours(reading))
    outside = any(error.kind in ("hors-perimetre", "cas-inconnu") for error in reading.errors)
    errors = reading.errors if outside else reading.errors + list(_lacks(draft, line))
    if errors:
        return RefusedRow(line, reading.row.cells, tuple(errors))
    cells = reading.row.cells if len(draft.lines) == 1 else {}
    return AcceptedRow(draft, tuple(reading.warnings), cells)


def _with_hours(reading: RowBeingRead) -> Draft:
    draft = reading.draft
    if not reading.week:
        return draft
    return replace(draft, content=replace(draft.content, hours=osm_of(reading.week)))


def _lacks(draft: Draft, line: int) -> Iterator[RowMessage]:
    content = draft.content
    if not content.title:
        yield RowMessage(line, "titre-absent", "Le titre du service manque.", advice="Donnez un titre au service.")
    if not content.structure.name:
        yield RowMessage(
            line, "structure-absente", "Le nom de la structure manque.", advice="Donnez le nom de la structure."
        )
    for name, text_of, most in () if all(map(le, map(len, _texts_of(content)), _MOST_CHARS)) else _LONGEST:
        text = str(text_of(content))
        if len(text) > most:
            yield RowMessage(
                line,
                "texte-trop-long",
                f"« {LABELS[name]} » dépasse {most} caractères.",
                value=text[:200],
                advice="Raccourcissez ce texte ; vérifiez que les colonnes ne sont pas décalées.",
            )
    if len(content.places) > MOST_PLACES or len(content.service_areas) > MOST_AREAS:
        yield RowMessage(
            line,
            "trop-de-lieux",
            f"Une fiche a au plus {MOST_PLACES} lieux et {MOST_AREAS} zones d’intervention.",
            advice="Indiquez le département ou la région plutôt que chaque commune.",
        )
    if content.title and content.structure.name and not _leads_somewhere(content):
        yield RowMessage(
            line,
            "fiche-vide",
            "Rien ne dit ce que fait ce service ni où il est : ni besoin, ni description, ni contact, ni lieu.",
            value=content.title[:200],
            advice="Ajoutez un besoin, une description, un contact ou un lieu.",
        )


def _leads_somewhere(content: Content) -> bool:
    contacts = (content.phone, content.email, content.website, content.link, content.named_contact)
    said = (content.description, content.access_text, content.mobilisation_text, content.needs, content.families)
    return any(contacts) or any(said) or bool(content.places)


def _grouped(rows: Rows, reader: RowReader, joins: Mapping[str, str], naming: Collection[str]) -> Iterator[Item]:
    """Give each fiche at its last row: what is held at once does not grow with a file whose rows of a fiche are near.

    The file is read once before, for the identities that several rows have; ``naming``: the columns that say them.
    """
    to_come = _shared_identities(rows.some(naming), reader)
    late: dict[int, tuple[RowMessage, ...]] = {}
    with Begun() as begun:
        for row in rows:
            key = reader.identity(row)
            item = _met(row, key, reader, begun, joins, is_shared=key in to_come)
            if item is not None:
                yield item
            if key not in to_come:
                continue
            to_come[key] -= 1
            whole = begun.take(key) if not to_come[key] else None
            if whole is not None:
                yield from _whole(whole, reader, late)
        for reading in begun.rest():
            yield from _whole(reading, reader, late)
    if late:
        for row in rows:
            if row.line in late:
                errors = tuple(replace(error, line=row.line) for error in late[row.line])
                yield RefusedRow(row.line, row.cells, errors)


def _shared_identities(rows: Iterable[Row], reader: RowReader) -> dict[Key, int]:
    """Return the identities that several rows have, and how many."""
    seen: set[int] = set()
    shared: dict[Key, int] = {}
    for row in rows:
        key = reader.identity(row)
        if not key[1]:
            continue
        if key in shared:
            shared[key] += 1
        elif hash(key) in seen:
            shared[key] = 2
        else:
            seen.add(hash(key))
    return shared


def _met(
    row: Row, key: Key, reader: RowReader, begun: Begun, joins: Mapping[str, str], *, is_shared: bool
) -> Item | None:
    """Return what a row becomes by itself; None for one that joins the others of its fiche."""
    if (unread := _not_to_read(row)) is not None:
        return unread
    reading = reader.read(_looked_at(row))
    if reading.left is not None:
        return LeftRow(row.line, reading.left)
    if reading.errors:
        return RefusedRow(row.line, row.cells, tuple(reading.errors))
    if not is_shared:
        return _judged(reading, reader)
    first = begun.take(key)
    if first is None:
        # The cells would keep the whole file in memory; they are read again if the fiche is refused.
        reading.row = Row(row.line, {})
        begun.put(key, reading)
        return None
    conflicts = combined(first, reading, joins)
    begun.put(key, first)
    return RefusedRow(row.line, row.cells, conflicts) if conflicts else None


def _whole(reading: RowBeingRead, reader: RowReader, late: dict[int, tuple[RowMessage, ...]]) -> Iterator[AcceptedRow]:
    """Give a fiche of several rows; what it is refused for is told of each of them at the end."""
    judged = _judged(reading, reader)
    if isinstance(judged, AcceptedRow):
        yield judged
    else:
        late.update(dict.fromkeys(reading.draft.lines, judged.errors))
