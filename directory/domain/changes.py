"""What a save changes: compared field by field, kept as a version."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeAlias

from directory.domain.resource import Origin
from fiche.content import FIELDS, Content, members_of
from fiche.fields import Field, Kind, fields_of
from fiche.parts import Structure

CONTENT_FIELDS = tuple(FIELDS)
EMPTY = Content(title="", structure=Structure(name=""), status="")
"""What the first version of a fiche is compared with."""

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
Document = dict[str, Json]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who saved: an account identifier, or a system actor such as ``import`` (account None)."""

    account: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Version:
    """One save of a fiche. ``changes``: field name to [before, after], both in plain JSON."""

    resource_id: int
    number: int
    at: datetime
    author: Author
    origin: Origin
    changes: dict[str, list[Json]]


@dataclass(frozen=True, slots=True)
class Verification:
    """A person said that the fiche is true."""

    resource_id: int
    at: datetime
    author: Author


@dataclass(frozen=True, slots=True)
class Change:
    seq: int
    resource_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes, and where to go on from.

    changes   by ``seq``, each fiche once, at its last move within the page.
    cursor    the ``seq`` to give next time; the one asked from when nothing is new.
    is_last   nothing follows, at the moment of the reading.
    """

    changes: tuple[Change, ...]
    cursor: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a part of a fiche (a place, a closure) is written. ``is_plain``: its values are JSON already."""

    rows: Mapping[str, Field]
    values: Callable[[object], tuple[object, ...]]
    is_plain: bool


def _shape_of(part: type) -> _Shape:
    rows = fields_of(part)
    is_plain = not any(row.kind is Kind.DATE or row.is_list_of_codes for row in rows.values())
    return _Shape(rows, attrgetter(*rows), is_plain)


_SHAPES: Mapping[type, _Shape] = {row.part: _shape_of(row.part) for row in FIELDS.values() if row.part is not None}


# Named once: a union written in the condition would be made anew for each value of each fiche.
_AS_THEY_ARE = (str, bool, int, float)
_LISTS = (tuple, list)


def plain(value: object) -> Json:
    """Return a field of ``Content`` as plain JSON: dates in ISO form, parts as objects."""
    if value is None or isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, _LISTS):
        return [each if type(each) is str else plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    shape = _SHAPES.get(type(value))
    if shape is None:
        raise TypeError(f"no plain form for {type(value).__name__}")
    values = shape.values(value)
    members = values if shape.is_plain else map(plain, values)
    return dict(zip(shape.rows, members, strict=True))  # type: ignore[arg-type]  # plain, or made so


def _writer(row: Field) -> Callable[[Any], Json]:
    """Return what makes a value plain JSON."""
    if row.is_list_of_codes:
        return list
    return plain if row.part is not None or row.kind is Kind.DATE else _as_it_is


def _as_it_is(value: Json) -> Json:
    return value


_CREATION = tuple(
    (name, plain(left), left, _writer(row)) for (name, row), left in zip(FIELDS.items(), members_of(EMPTY), strict=True)
)
"""Of each field: its name, what an empty fiche says in plain JSON and as it is, and how a value is written."""


def difference(before: Content | None, after: Content) -> dict[str, list[Json]]:
    """Return, for each field that differs, ``[before, after]``; a creation compares with an empty fiche."""
    if before is None:
        return {
            name: [empty, write(right)]
            for (name, empty, left, write), right in zip(_CREATION, members_of(after), strict=True)
            if left != right
        }
    return {
        name: [plain(left), plain(right)]
        for name, left, right in zip(CONTENT_FIELDS, members_of(before), members_of(after), strict=True)
        if left != right
    }


def applied(content: Content, changes: Mapping[str, list[Json]]) -> Content:
    """Return ``content`` with the fields of a version as they were after it.

    A field of an old version that the product no longer has is left out, and so are those of a structure or a place.
    """
    known = {name: _read(FIELDS[name], pair[1]) for name, pair in changes.items() if name in FIELDS}
    return replace(content, **known)  # type: ignore[arg-type]  # read by the kind of each field


def content_after(versions: Iterable[Version]) -> Content:
    """Return the content that a fiche's first saves, in their order, led to."""
    content = EMPTY
    for each in versions:
        content = applied(content, each.changes)
    return content


def _read(row: Field, value: Json) -> object:
    if row.kind is Kind.DATE:
        return None if value is None else date.fromisoformat(str(value))
    if row.kind is Kind.PART and row.part is not None:
        return _part(row.part, value)
    if row.kind is Kind.PARTS and row.part is not None and isinstance(value, list):
        return tuple(_part(row.part, each) for each in value)
    if row.is_list_of_codes:
        return tuple(value) if isinstance(value, list) else ()
    return value


def _part(part: type, value: Json) -> object:
    """Build a place, a closure or a structure.

    What it said in a field that the product no longer has is left out; a text that it got since is empty.
    """
    if not isinstance(value, dict):
        raise TypeError(f"an object was kept, not {type(value).__name__}")
    rows = _SHAPES[part].rows
    empty = {name: "" for name, row in rows.items() if row.kind is Kind.LINE}
    return part(**empty | {name: _read(rows[name], member) for name, member in value.items() if name in rows})
