"""What a save changes: compared field by field, kept as a version."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from operator import attrgetter
from typing import TypeAlias

from directory.domain.resource import Origin
from fiche.content import Content
from fiche.parts import Closure, Place, Structure

CONTENT_FIELDS: tuple[str, ...] = tuple(item.name for item in fields(Content))
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


def plain(value: object) -> Json:
    """Return a field of ``Content`` as plain JSON: dates in ISO form, dataclasses as objects."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return [each if type(each) is str else plain(each) for each in value]
    if isinstance(value, Place):
        # Every field of a place is plain already.
        return dict(zip(_PLACE_FIELDS, _place_values(value), strict=True))
    if isinstance(value, Structure | Closure):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form for {type(value).__name__}")


_values = attrgetter(*CONTENT_FIELDS)
_PLACE_FIELDS = tuple(item.name for item in fields(Place))
_STRUCTURE_FIELDS = tuple(item.name for item in fields(Structure))
_place_values = attrgetter(*_PLACE_FIELDS)
_EMPTY_PLAIN: tuple[Json, ...] = tuple(map(plain, _values(EMPTY)))


def difference(before: Content | None, after: Content) -> dict[str, list[Json]]:
    """Return, for each field that differs, ``[before, after]``; a creation compares with an empty fiche."""
    if before is None:
        return {
            name: [empty, plain(right)]
            for name, empty, left, right in zip(
                CONTENT_FIELDS, _EMPTY_PLAIN, _values(EMPTY), _values(after), strict=True
            )
            if left != right
        }
    return {
        name: [plain(left), plain(right)]
        for name, left, right in zip(CONTENT_FIELDS, _values(before), _values(after), strict=True)
        if left != right
    }


def applied(content: Content, changes: Mapping[str, list[Json]]) -> Content:
    """Return ``content`` with the fields of a version as they were after it.

    A field of an old version that the product no longer has is left out, and so are those of a structure or a place.
    """
    known = {name: _read(name, pair[1]) for name, pair in changes.items() if name in CONTENT_FIELDS}
    return replace(content, **known)  # type: ignore[arg-type]  # the readers below give each field its type


def content_after(versions: Iterable[Version]) -> Content:
    """Return the content that a fiche's first saves, in their order, led to."""
    content = EMPTY
    for each in versions:
        content = applied(content, each.changes)
    return content


def _read(name: str, value: Json) -> object:
    reader = _READERS.get(name)
    if reader is not None:
        return reader(value)
    return tuple(value) if isinstance(value, list) else value


def _members(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(f"an object was kept, not {type(value).__name__}")
    return value


def _known(value: Json, names: Container[str]) -> dict[str, Json]:
    """Return the members of an object that the product still has; those it got since keep their default."""
    return {name: member for name, member in _members(value).items() if name in names}


def _structure(value: Json) -> Structure:
    members = {"name": ""} | _known(value, _STRUCTURE_FIELDS)
    networks = members.pop("networks", [])
    return Structure(networks=tuple(networks or ()), **members)  # type: ignore[arg-type]


def _places(value: Json) -> tuple[Place, ...]:
    return tuple(Place(**_known(each, _PLACE_FIELDS)) for each in value or ())  # type: ignore[arg-type, union-attr]


def _closures(value: Json) -> tuple[Closure, ...]:
    return tuple(_closure(_members(each)) for each in value or ())  # type: ignore[union-attr]


def _closure(members: Mapping[str, Json]) -> Closure:
    first, last, message = (str(members.get(name, "")) for name in ("first_day", "last_day", "message"))
    return Closure(date.fromisoformat(first), date.fromisoformat(last), message)


def _day(value: Json) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


_READERS: Mapping[str, Callable[[Json], object]] = {
    "structure": _structure,
    "places": _places,
    "closures": _closures,
    "valid_from": _day,
    "valid_to": _day,
}
