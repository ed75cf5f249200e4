"""Two fiches made one: field by field, what was chosen and no more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from directory.domain.changes import CONTENT_FIELDS, Author
from fiche.codes import EVERYONE
from fiche.content import FIELDS, Content
from fiche.fields import Kind
from fiche.parts import Place

KEPT = frozenset({"status", "institution", "archive_reason", "archive_on"})
"""Fields of the fiche that stays: they say where it stands, not what the service is."""
UNITED = tuple(name for name, row in FIELDS.items() if row.is_list_of_codes or row.kind is Kind.PARTS)
"""Fields that can hold what both say."""


class Choice(StrEnum):
    """Which side a field is taken from. STAYING: the fiche that stays."""

    STAYING = "celle-qui-reste"
    OTHER = "autre"
    BOTH = "les-deux"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two fiches that were made one.

    survivor_before   version of the fiche that stayed, before; ``survivor_after``: once merged.
    other_before      version of the other one, before it was archived.
    records           what sources said of the other one and feeds the survivor since: source and key.
    apart             numbers of the fiches that the survivor is kept apart from since, because the other one was.
    """

    survivor_id: int
    other_id: int
    at: datetime
    author: Author
    survivor_before: int
    survivor_after: int
    other_before: int
    records: tuple[tuple[str, str], ...] = ()
    apart: tuple[int, ...] = ()
    undone_at: datetime | None = None
    id: int = 0


def differing(staying: Content, other: Content) -> tuple[str, ...]:
    """Return the fields on which two fiches do not say the same, in the order of a fiche."""
    return tuple(name for name in CONTENT_FIELDS if name not in KEPT and getattr(staying, name) != getattr(other, name))


def proposed(name: str, staying: Content, other: Content) -> Choice:
    """Return the choice that loses least: both where both can be kept, else the side that says something."""
    if not getattr(other, name):
        return Choice.STAYING
    if not getattr(staying, name):
        return Choice.OTHER
    return Choice.BOTH if name in UNITED else Choice.STAYING


def merged(staying: Content, other: Content, choices: Mapping[str, Choice]) -> Content:
    """Return what the fiche that stays says once merged. A field without a choice is left as it is."""
    values: dict[str, object] = {}
    for name, choice in choices.items():
        if choice is Choice.OTHER:
            values[name] = getattr(other, name)
        elif choice is Choice.BOTH and name in UNITED:
            values[name] = united(name, getattr(staying, name), getattr(other, name))
    return replace(staying, **values)  # type: ignore[arg-type]  # each a value of the same field


def united(name: str, one: tuple[object, ...], other: tuple[object, ...]) -> tuple[object, ...]:
    """Return what either side says, the first one's words first; everybody excludes some."""
    if name == "audiences" and EVERYONE in (*one, *other):
        return (EVERYONE,)
    known = {_key(each) for each in one}
    return (*one, *(each for each in other if _key(each) not in known))


def relisted(now: tuple[object, ...], said: tuple[object, ...], says: tuple[object, ...]) -> tuple[object, ...]:
    """Return a list once one of several sources, which said ``said`` of it, ``says`` something else.

    What it no longer says goes, what it says now comes; what others said stays.
    """
    gone = {_key(each) for each in said} - {_key(each) for each in says}
    left = tuple(each for each in now if _key(each) not in gone)
    known = {_key(each) for each in left}
    return (*left, *(each for each in says if _key(each) not in known))


def lists_all(now: object, said: object) -> bool:
    """Tell whether a list still holds all that a source said of it."""
    return (
        isinstance(now, tuple)
        and isinstance(said, tuple)
        and {_key(each) for each in said} <= {_key(each) for each in now}
    )


def _key(value: object) -> object:
    """Return what tells two values of a list apart: of a place, its address, since its point may be better known."""
    if not isinstance(value, Place):
        return value
    fold: Callable[[str], str] = str.casefold
    return (fold(value.address), fold(value.complement), value.postcode, fold(value.commune_name))
