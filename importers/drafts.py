"""Drafts as plain JSON, their digest and what moved between two of them."""

import hashlib
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import TypeAlias

from fiche.content import FRACTIONS_IN
from fiche.fields import Field, Kind, fields_of
from fiche.parts import PLACE_FIELDS, Place
from importers.base import Draft
from importers.flat import FLAT_FIELDS, content_from, flat_values
from search.text.json_text import to_json

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

STRUCTURE_KEY, THEMES = "structure_key", "themes"
_NOT_CONTENT = frozenset(("source", "source_id", "lines"))


def draft_json(draft: Draft) -> dict[str, Json]:
    """Return a draft as plain JSON, lines included; fields that say nothing are left out."""
    head = (("source", draft.source), ("source_id", draft.source_id), ("lines", draft.lines))
    named = (*head, *zip(FLAT_FIELDS, flat_values(draft.content), strict=True), (STRUCTURE_KEY, draft.structure_key))
    named = (*named, (THEMES, draft.themes))
    return {name: value if type(value) is str else _plain(value) for name, value in named if value}


def draft_from_json(value: Mapping[str, Json]) -> Draft:
    """Return the draft ``draft_json`` wrote. Fields it does not know are ignored, so that an older text is still read.

    Raises ValueError when the value is not a draft.
    """
    found: dict[str, object] = {"title": "", "structure_name": ""}
    try:
        found |= {name: _read(FLAT_FIELDS[name].row, member) for name, member in value.items() if name in FLAT_FIELDS}
        lines = value.get("lines") or ()
        return Draft(
            str(value.get("source", "")),
            str(value.get("source_id", "")),
            tuple(lines),  # type: ignore[arg-type]
            content_from(found),
            str(value.get(STRUCTURE_KEY, "")),
            tuple(value.get(THEMES) or ()),  # type: ignore[arg-type]
        )
    except TypeError as error:
        raise ValueError("this JSON is not a draft") from error


def draft_text(draft: Draft) -> tuple[str, str]:
    """Return a draft as compact JSON text, and its digest.

    That is 32 hexadecimal digits, the same for two drafts of the same content whatever their source and lines.
    """
    value = draft_json(draft)
    return to_json(value, fractions=value.get(FRACTIONS_IN)), _digest(value)


def _digest(value: Mapping[str, Json]) -> str:
    content = {name: member for name, member in value.items() if name not in _NOT_CONTENT}
    return hashlib.sha256(to_json(content, in_order=True, fractions=value.get(FRACTIONS_IN)).encode()).hexdigest()[:32]


def draft_changes(before: Draft, after: Draft) -> dict[str, tuple[Json, Json]]:
    """Return, for each field of content that moved, what it was and what it is, in plain JSON."""
    moved = {
        name: (_plain(old), _plain(new))
        for name, old, new in zip(FLAT_FIELDS, flat_values(before.content), flat_values(after.content), strict=True)
        if old != new
    }
    if before.structure_key != after.structure_key:
        moved[STRUCTURE_KEY] = (before.structure_key, after.structure_key)
    return moved


def _read(row: Field, value: Json) -> object:
    if row.kind is Kind.DATE:
        return date.fromisoformat(str(value)) if value else None
    if row.part is not None and isinstance(value, list):
        return tuple(_part(row.part, each) for each in value)
    return tuple(value) if isinstance(value, list) else value


def _part(part: type, value: Json) -> object:
    if not isinstance(value, dict):
        raise TypeError("a place or a closure is an object")
    rows = fields_of(part)
    return part(**{name: _read(rows[name], member) for name, member in value.items() if name in rows})


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return [item if type(item) is str else _plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Place):
        # Every field of a place is plain already. Digests of drafts kept for years depend on what is left out:
        # a place leaves out what it does not say, a closure says it all.
        named = zip(PLACE_FIELDS, _place_values(value), strict=True)
        return {name: member for name, member in named if member not in ("", None)}
    part: type = type(value)
    return {name: _plain(getattr(value, name)) for name in fields_of(part)}


_place_values = attrgetter(*PLACE_FIELDS)
