"""What a save changes: compared field by field, kept as a version."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TypeAlias

from directory.domain.place import Place
from directory.domain.resource import Closure, Content, Origin, Structure

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


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


def plain(value: object) -> Json:
    """Return a field of ``Content`` as plain JSON: dates in ISO form, dataclasses as objects."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Place | Structure | Closure):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def difference(before: Content | None, after: Content) -> dict[str, list[Json]]:
    """Return, for each field that differs, ``[before, after]``; a creation compares with an empty fiche."""
    found: dict[str, list[Json]] = {}
    empty = Content(title="", structure=Structure(name=""), status="")
    old = before or empty
    for item in fields(Content):
        left, right = getattr(old, item.name), getattr(after, item.name)
        if left != right:
            found[item.name] = [plain(left), plain(right)]
    return found
