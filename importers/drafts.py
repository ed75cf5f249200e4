"""Drafts as plain JSON, their digest and what moved between two of them."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from operator import attrgetter
from typing import TypeAlias

from fiche.content import FIELDS, FRACTIONS_IN, Content, members_of, with_members
from fiche.fields import Field, Kind, fields_of
from fiche.parts import PLACE_FIELDS, Place
from importers.base import Draft
from importers.flat import FLAT_FIELDS, content_from, flat_values
from search.text.json_text import to_json

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

STRUCTURE_KEY, THEMES = "structure_key", "themes"


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
        for name, member in value.items():
            read = _READERS.get(name)
            if read is not None:
                found[name] = read(member)
            elif name in FLAT_FIELDS:
                found[name] = member
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


def moved_by_tidying(content: Content, tidy: Content) -> dict[str, Json]:
    """Return the members of a content that are otherwise once it is tidied, in plain JSON: few, and nearly always."""
    return {
        name: _plain(after)
        for name, before, after in zip(FIELDS, members_of(content), members_of(tidy), strict=True)
        if before is not after and before != after
    }


def tidied(content: Content, moved: Mapping[str, Json]) -> Content:
    """Return the tidy content from what ``moved_by_tidying`` gave."""
    return with_members(content, {name: _member(FIELDS[name], member) for name, member in moved.items()})


def draft_text(draft: Draft) -> tuple[str, str]:
    """Return a draft as compact JSON text, and its digest.

    That is 32 hexadecimal digits, the same for two drafts of the same content whatever their source and lines.
    """
    # Lists of codes stay as they are: both writers of JSON know them.
    said: dict[str, object] = {
        name: value if write is None else write(value)
        for (name, write), value in zip(_WRITERS, flat_values(draft.content), strict=True)
        if value
    }
    if draft.structure_key:
        said[STRUCTURE_KEY] = draft.structure_key
    if draft.themes:
        said[THEMES] = draft.themes
    text = to_json(said, in_order=True, fractions=said.get(FRACTIONS_IN))
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    head = {"source": draft.source, "source_id": draft.source_id, "lines": draft.lines}
    first = to_json({name: value for name, value in head.items() if value}, fractions=None)
    # Each is an object, and the first is written once.
    return (first if text == _NOTHING else text if first == _NOTHING else f"{first[:-1]},{text[1:]}"), digest


_NOTHING = "{}"


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


def _member(row: Field, value: Json) -> object:
    return _part(row.part, value) if row.kind is Kind.PART and row.part is not None else _read(row, value)


def _read(row: Field, value: Json) -> object:
    if row.kind is Kind.DATE:
        return date.fromisoformat(str(value)) if value else None
    if row.part is not None and isinstance(value, list):
        return tuple(_part(row.part, each) for each in value)
    return tuple(value) if isinstance(value, list) else value


def _part(part: type, value: Json) -> object:
    if not isinstance(value, dict):
        raise TypeError("a place or a closure is an object")
    if part is Place:
        # Every field of a place is plain already; by position, it is made in a fraction of the time.
        return Place(*map(value.get, PLACE_FIELDS, _NO_PLACE))  # type: ignore[arg-type]  # in the order of its fields
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
        return _plain_place(value)
    part: type = type(value)
    return {name: _plain(getattr(value, name)) for name in fields_of(part)}


_place_values: Callable[[Place], tuple[str | float | None, ...]] = attrgetter(*PLACE_FIELDS)
_NO_PLACE = _place_values(Place())


def _plain_place(place: Place) -> Json:
    # Digests of drafts kept for years depend on what is left out: a place leaves out what it does not say, a closure
    # says it all.
    named = zip(PLACE_FIELDS, _place_values(place), strict=True)
    return {name: member for name, member in named if member or (member is not None and member != "")}


def _plain_places(places: tuple[Place, ...]) -> Json:
    return [_plain_place(each) for each in places]


def _writer(row: Field) -> Callable[..., Json] | None:
    """Return what makes a value of a draft plain JSON; None where it is as it is."""
    if row.part is Place:
        return _plain_places
    return _plain if row.part is not None or row.kind is Kind.DATE else None


def _reader(row: Field) -> Callable[[Json], object] | None:
    """Return what reads a value of a draft; None where it is as it was written."""
    if row.is_list_of_codes:
        return _codes
    return partial(_read, row) if row.kind is Kind.DATE or row.part is not None else None


def _codes(value: Json) -> object:
    return tuple(value) if isinstance(value, list) else value


_WRITERS: tuple[tuple[str, Callable[..., Json] | None], ...] = tuple(
    (name, _writer(each.row)) for name, each in FLAT_FIELDS.items()
)
"""Of each field, what makes its value plain JSON, where it is not as it is."""
_READERS: Mapping[str, Callable[[Json], object]] = {
    name: reader for name, each in FLAT_FIELDS.items() if (reader := _reader(each.row)) is not None
}
