"""Texts that a spreadsheet altered between two files of a source: what stood there before is kept, and told."""

from dataclasses import replace

from fiche.parts import Place
from importers.base import AcceptedRow, Draft, RowMessage
from importers.cells.spreadsheet import is_altered
from importers.flat import FLAT_FIELDS, content_from, flat_values
from importers.kept import KeptRow

PLACES, _OF_PLACE = "places", ("address", "complement")


def as_it_stood(row: KeptRow, before: Draft) -> KeptRow:
    """Return a row with what its source said before where it says what a spreadsheet makes of that."""
    draft = row.draft
    unread = [each.value for each in row.warnings if each.value]
    values, mended = {}, []
    for name, was, said in zip(FLAT_FIELDS, flat_values(before.content), flat_values(draft.content), strict=True):
        stood = said
        if was != said and isinstance(was, str) and isinstance(said, str):
            stood = was if is_altered(was, said, unread) else said
        elif name == PLACES and isinstance(was, tuple) and isinstance(said, tuple) and len(was) == len(said):
            stood = tuple(_place(*each) for each in zip(was, said, strict=True))
        values[name] = stood
        if stood != said:
            mended.append(_told(row, FLAT_FIELDS[name].row.label, was, said))
    if not mended:
        return row
    content = content_from(values)
    return KeptRow.of(AcceptedRow(replace(draft, content=content), (*row.warnings, *mended), row.cells))


def _place(was: Place, said: Place) -> Place:
    stood = {name: getattr(was, name) for name in _OF_PLACE if is_altered(getattr(was, name), getattr(said, name))}
    return replace(said, **stood) if stood else said


def _told(row: KeptRow, label: str, was: object, said: object) -> RowMessage:
    value = said if isinstance(said, str) else ""
    return RowMessage(
        row.lines[0] if row.lines else 0,
        "change-par-un-tableur",
        f"« {label} » a été changé par un tableur, qui y a vu une date ou un nombre : la valeur d’avant est gardée.",
        value=str(value or was)[:200],
        advice="Envoyez plutôt le classeur XLSX de l’export, où ces cellules sont du texte.",
    )
