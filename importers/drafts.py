"""Drafts as plain JSON, their digest and what moved between two of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter
from typing import TypeAlias

from importers.base import Draft, DraftClosure, DraftPlace

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

_NOT_CONTENT = frozenset(("source", "source_id", "lines"))
_CONTENT = tuple(item.name for item in fields(Draft) if item.name not in _NOT_CONTENT)
_NAMES = tuple(item.name for item in fields(Draft))
_values = attrgetter(*_NAMES)
_PLACE_NAMES = tuple(item.name for item in fields(DraftPlace))
_place_values = attrgetter(*_PLACE_NAMES)
_PARTS: dict[str, type[DraftPlace] | type[DraftClosure]] = {"places": DraftPlace, "closures": DraftClosure}


def draft_json(draft: Draft) -> dict[str, Json]:
    """Return a draft as plain JSON, lines included; fields that say nothing are left out."""
    return {name: _plain(value) for name, value in zip(_NAMES, _values(draft), strict=True) if value}


def draft_from_json(value: Mapping[str, Json]) -> Draft:
    """Return the draft ``draft_json`` wrote. Fields it does not know are ignored, so that an older text is still read.

    Raises ValueError when the value is not a draft.
    """
    known = {item.name for item in fields(Draft)}
    found: dict[str, object] = {"source": "", "source_id": "", "lines": (), "title": "", "structure_name": ""}
    try:
        for name, content in value.items():
            if name not in known:
                continue
            part = _PARTS.get(name)
            if part is not None and isinstance(content, list):
                found[name] = tuple(_part(part, item) for item in content)
            else:
                found[name] = tuple(content) if isinstance(content, list) else content
        return Draft(**found)  # type: ignore[arg-type]
    except TypeError as error:
        raise ValueError("this JSON is not a draft") from error


def draft_digest(draft: Draft) -> str:
    """Return 32 hexadecimal digits, the same for two drafts of the same content whatever their source and lines."""
    content = {name: value for name, value in draft_json(draft).items() if name not in _NOT_CONTENT}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def draft_changes(before: Draft, after: Draft) -> dict[str, tuple[Json, Json]]:
    """Return, for each field of content that moved, what it was and what it is, in plain JSON."""
    return {
        name: (_plain(getattr(before, name)), _plain(getattr(after, name)))
        for name in _CONTENT
        if getattr(before, name) != getattr(after, name)
    }


def identity_key(draft: Draft) -> tuple[str, str]:
    """Return what names the fiche: its source and its identifier there, or "#" and its digest when it has none."""
    return draft.source, draft.source_id or f"#{draft_digest(draft)}"


def _part(part: type[DraftPlace] | type[DraftClosure], value: Json) -> DraftPlace | DraftClosure:
    known = {item.name for item in fields(part)}
    if not isinstance(value, dict):
        raise TypeError("a place or a closure is an object")
    return part(**{name: item for name, item in value.items() if name in known})  # type: ignore[arg-type]


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return [item if type(item) is str else _plain(item) for item in value]
    if isinstance(value, DraftClosure):
        return {"first_day": value.first_day, "last_day": value.last_day, "message": value.message}
    if isinstance(value, DraftPlace):
        named = zip(_PLACE_NAMES, _place_values(value), strict=True)
        return {name: item for name, item in named if item not in ("", None)}
    raise TypeError(f"no plain form for {type(value).__name__}")
